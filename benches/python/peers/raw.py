"""A bare socket, which is the limit: a request that was written beforehand, and a response that is
read to its end and not decoded."""

from __future__ import annotations

import asyncio
import json
import socket
from urllib.parse import urlsplit

from calls import AUTHORIZATION, EXPECTED, INSTANCE, AuthConfig, auth_config_url, upsert_body

PER_THREAD = True


class Requests:
    """Both requests, and where they go."""

    def __init__(self, base_url: str) -> None:
        url = urlsplit(auth_config_url(base_url, INSTANCE))
        assert url.hostname and url.port
        self.address = (url.hostname, url.port)
        head = f"{url.path} HTTP/1.1\r\nHost: {url.netloc}\r\nAuthorization: {AUTHORIZATION}\r\n"
        body = json.dumps(upsert_body())
        self.get = f"GET {head}\r\n".encode()
        self.upsert = (
            f"PUT {head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        ).encode()


def is_whole(response: bytes) -> bool:
    """Whether a response has all its bytes, as its head says."""
    head, _, body = response.partition(b"\r\n\r\n")
    length = head.partition(b"content-length: ")[2].partition(b"\r\n")[0]
    if length and len(body) == int(length):
        assert head.startswith(b"HTTP/1.1 200 ")
        return True
    return False


class Sync:
    def __init__(self, base_url: str) -> None:
        self.requests = Requests(base_url)
        self.socket = socket.create_connection(self.requests.address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)

    def get(self) -> AuthConfig:
        return self.exchange(self.requests.get)

    def upsert(self) -> AuthConfig:
        return self.exchange(self.requests.upsert)

    def exchange(self, request: bytes) -> AuthConfig:
        self.socket.sendall(request)
        response = self.socket.recv(4096)
        while not is_whole(response):
            part = self.socket.recv(4096)
            if not part:
                raise ConnectionError("the server went away")
            response += part
        return EXPECTED


class Connection(asyncio.Protocol):
    """A connection that has one request at a time."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.response = b""

    def exchange(self, request: bytes) -> asyncio.Future[AuthConfig]:
        self.done: asyncio.Future[AuthConfig] = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return self.done

    def data_received(self, data: bytes) -> None:
        self.response += data
        if is_whole(self.response):
            self.response = b""
            self.done.set_result(EXPECTED)

    def connection_lost(self, exc: Exception | None) -> None:
        if hasattr(self, "done") and not self.done.done():
            self.done.set_exception(exc or ConnectionError("the server went away"))


class Async:
    """As many connections as there are calls at once."""

    def __init__(self, base_url: str) -> None:
        self.requests = Requests(base_url)
        self.idle: list[Connection] = []

    async def __aenter__(self) -> Async:
        return self

    async def __aexit__(self, *_: object) -> None:
        for connection in self.idle:
            connection.transport.close()

    async def get(self) -> AuthConfig:
        return await self.exchange(self.requests.get)

    async def upsert(self) -> AuthConfig:
        return await self.exchange(self.requests.upsert)

    async def exchange(self, request: bytes) -> AuthConfig:
        if self.idle:
            connection = self.idle.pop()
        else:
            loop = asyncio.get_running_loop()
            _, connection = await loop.create_connection(Connection, *self.requests.address)
        response = await connection.exchange(request)
        self.idle.append(connection)
        return response
