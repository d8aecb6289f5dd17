"""The calls from Python, while other servers send without end: `cargo xtask soak --flood`.

    AUTHLOOM_FLOOD='{…}' python flood.py sync|async

The variable holds the line that `authloom-soak --serve-floods` prints. What came of the calls is
printed as one JSON line.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import sys
import threading
import time
from collections import Counter
from typing import Any

import authloom

SETTINGS: dict[str, Any] = json.loads(os.environ["AUTHLOOM_FLOOD"])
INSTANCE: str = SETTINGS["instance"]
TIMEOUT: float = SETTINGS["timeout_ms"] / 1e3
FLOOD_TIMEOUT: float = SETTINGS["flood_timeout_ms"] / 1e3
#: How many failures are reported.
REPORTED = 5


class Seen:
    """What came of the calls that are measured, and of those to the floods."""

    def __init__(self) -> None:
        self.healthy_ms: list[float] = []
        self.failures: list[str] = []
        self.latest = 0.0
        self.lock = threading.Lock()
        self.floods: dict[str, Counter[str]] = {name: Counter() for name in SETTINGS["floods"]}

    def ended(self, healthy: bool, began: float, error: authloom.AuthloomError | None) -> None:
        """Notes the end of a call that is measured."""
        took = time.perf_counter() - began
        with self.lock:
            self.latest = max(self.latest, took - TIMEOUT)
            if healthy and error is None:
                self.healthy_ms.append(took * 1e3)
            elif error is None:
                self.failures.append("the silent server responded")
            elif healthy or error.kind != "timeout":
                self.failures.append(str(error))

    def tell(self) -> None:
        healthy = sorted(self.healthy_ms)
        percentile = {
            f"p{percent}_ms": healthy[len(healthy) * percent // 100] if healthy else None
            for percent in (50, 99)
        }
        report = {
            "calls": SETTINGS["calls"],
            "failures": len(self.failures),
            "first_failures": self.failures[:REPORTED],
            "latest_ms": self.latest * 1e3,
            **percentile,
            "floods": self.floods,
        }
        print(json.dumps(report), flush=True)


def options(base_url: str, timeout: float) -> dict[str, Any]:
    """What a client is built from whose calls may take so long."""
    return {
        "base_url": base_url,
        "token": SETTINGS["token"],
        "ca_certificates": SETTINGS["authority_pem"],
        "total_timeout": timeout,
        "max_attempts": 1,
        "http2": True,
    }


def from_threads(seen: Seen) -> None:
    """Each call has a thread."""
    numbers = itertools.count()
    over = threading.Event()

    def flood(name: str, base_url: str) -> None:
        client = authloom.Konnect(**options(base_url, FLOOD_TIMEOUT))
        while not over.is_set():
            try:
                client.get_auth_config(INSTANCE)
                seen.floods[name]["ok"] += 1
            except authloom.AuthloomError as error:
                seen.floods[name][error.kind] += 1

    clients = [authloom.Konnect(**options(SETTINGS[name], TIMEOUT)) for name in SERVERS]

    def work() -> None:
        while (number := next(numbers)) < SETTINGS["calls"]:
            error, began = None, time.perf_counter()
            try:
                clients[number % 2].get_auth_config(INSTANCE)
            except authloom.AuthloomError as failed:
                error = failed
            seen.ended(number % 2 == 0, began, error)

    floods = [threading.Thread(target=flood, args=flooding) for flooding in FLOODS]
    workers = [threading.Thread(target=work) for _ in range(SETTINGS["in_flight"])]
    for thread in floods + workers:
        thread.start()
    for thread in workers:
        thread.join()
    over.set()
    for thread in floods:
        thread.join()


async def on_a_loop(seen: Seen) -> None:
    """Each call has a task, all of them on one event loop."""
    numbers = itertools.count()

    async def flood(name: str, base_url: str) -> None:
        async with authloom.AsyncKonnect(**options(base_url, FLOOD_TIMEOUT)) as client:
            while True:
                try:
                    await client.get_auth_config(INSTANCE)
                    seen.floods[name]["ok"] += 1
                except authloom.AuthloomError as error:
                    seen.floods[name][error.kind] += 1

    clients = [authloom.AsyncKonnect(**options(SETTINGS[name], TIMEOUT)) for name in SERVERS]

    async def work() -> None:
        while (number := next(numbers)) < SETTINGS["calls"]:
            error, began = None, time.perf_counter()
            try:
                await clients[number % 2].get_auth_config(INSTANCE)
            except authloom.AuthloomError as failed:
                error = failed
            seen.ended(number % 2 == 0, began, error)

    floods = [asyncio.create_task(flood(*flooding)) for flooding in FLOODS]
    await asyncio.gather(*(work() for _ in range(SETTINGS["in_flight"])))
    for task in floods:
        task.cancel()
    await asyncio.gather(*floods, return_exceptions=True)


#: In turn: the server that is well, and the one that never responds.
SERVERS = ("healthy", "silent")
FLOODS: list[tuple[str, str]] = list(SETTINGS["floods"].items())


def main(style: str) -> None:
    seen = Seen()
    if style == "sync":
        from_threads(seen)
    else:
        asyncio.run(on_a_loop(seen))
    seen.tell()


if __name__ == "__main__":
    main(*sys.argv[1:])
