"""The sandbox's control port."""

from __future__ import annotations

import http.client
import json
from typing import Any
from urllib.parse import urlsplit

from support.waiting import until

Json = dict[str, Any]

# A client that is not told to leaves a response that does not come after 20 seconds.
PROMPT = 15.0

# Nothing comes any more, and the connection stays open until the client leaves it.
HANG: Json = {"kind": "hang", "at": "before"}
# A response that asks to come again, soon.
BUSY: Json = {
    "kind": "status",
    "status": 503,
    "headers": {"retry-after-ms": "1"},
}


class Control:
    """Tells a sandbox what to do, and asks it what it saw."""

    def __init__(self, url: str) -> None:
        self.url = url
        parts = urlsplit(url)
        self._address = (parts.hostname or "", parts.port or 0)

    def reset(self) -> None:
        """Back to the beginning: state, clock, log and faults. Connections stay open."""
        self._ask("POST", "/reset")

    def faults(self, *script: Json) -> None:
        """Puts these faults in force, in place of all others."""
        self._ask("PUT", "/faults", list(script))

    def log(self, since: int = 0) -> list[Json]:
        """The requests after that number."""
        entries: list[Json] = self._ask("GET", f"/log?since={since}")
        return entries

    def connections(self, api: str = "konnect") -> int:
        """How many connections are open to an API."""
        open_now: int = self._ask("GET", "/stats")["connections"][api]
        return open_now

    def close_idle(self) -> int:
        """Closes the connections that wait for another request."""
        closed: int = self._ask("POST", "/connections/close-idle")["closed"]
        return closed

    def advance(self, seconds: float) -> None:
        """Puts the clock forward."""
        self._ask("POST", "/clock", {"advance_ms": round(seconds * 1000)})

    def arm(self, vector: str) -> None:
        """Lets a vector answer."""
        self._ask("POST", f"/vectors/{vector}/arm", {})

    def verdict(self, vector: str) -> Json:
        """What a vector says of the requests that came."""
        verdict: Json = self._ask("GET", f"/vectors/{vector}/verdict")
        return verdict

    def arrived(self, count: int) -> list[Json]:
        """Waits until so many requests have come since the reset, and returns the log."""
        return until(lambda: log if len(log := self.log()) >= count else None) or []

    def left(self, api: str = "konnect") -> None:
        """Waits until no connection to an API is open."""
        until(lambda: self.connections(api) == 0, PROMPT)

    def left_but(self, count: int) -> None:
        """Waits until no more than so many connections to Konnect are open."""
        until(lambda: self.connections() <= count, PROMPT)

    def _ask(self, method: str, path: str, body: object = None) -> Any:
        connection = http.client.HTTPConnection(*self._address, timeout=30)
        try:
            if body is None:
                connection.request(method, path)
            else:
                text = json.dumps(body)
                connection.request(
                    method, path, text, {"Content-Type": "application/json"}
                )
            answer = connection.getresponse()
            value = json.loads(answer.read())
        finally:
            connection.close()
        assert answer.status == 200, f"{method} {path}: {value}"
        return value
