"""Answers every request with the same config, as quickly as Python can, until its input ends.

It prints its port.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import cast

from support import crowd

CONFIG = {
    "type": "oauth",
    "client_id": crowd.client_id(0),
    "authorization_endpoint": "https://id.acme.test/authorize",
    "token_endpoint": "https://id.acme.test/token",
}
BODY = json.dumps(CONFIG).encode()
ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    b"Content-Length: %d\r\n\r\n%s" % (len(BODY), BODY)
)


class Connection(asyncio.Protocol):
    """No request has a body, and none comes before the one before it was answered."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # Those of uvloop have the methods, but not the class.
        self.transport = cast(asyncio.Transport, transport)
        self.received = b""

    def data_received(self, data: bytes) -> None:
        self.received += data
        if self.received.endswith(b"\r\n\r\n"):
            self.received = b""
            self.transport.write(ANSWER)


async def main() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Connection, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if sys.platform == "win32":
    asyncio.run(main())
else:
    import uvloop

    uvloop.run(main())
