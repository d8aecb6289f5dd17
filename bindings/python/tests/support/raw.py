"""A server on loopback that answers with whatever bytes a test wants."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager


class Server:
    """Where it is, and what it was sent."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.requests: list[str] = []
        # What it answers, made of the request.
        self.answer: Callable[[str], str] = lambda _request: ""


@contextmanager
def serving() -> Generator[Server]:
    """A server that answers each request by `answer`, and closes the connection."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            connection: socket.socket = self.request
            request = _request(connection)
            if request:
                it.requests.append(request)
                try:
                    connection.sendall(it.answer(request).encode())
                    connection.shutdown(socket.SHUT_WR)
                except OSError:
                    # Whether the client reads it to its end is its own affair.
                    pass

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        it = Server(f"http://127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield it
        finally:
            server.shutdown()
            thread.join()


def _request(connection: socket.socket) -> str:
    """A request, head and body; empty if the client hangs up before."""
    read = b""
    while True:
        head, end, body = read.partition(b"\r\n\r\n")
        if end:
            length = 0
            for line in head.decode().lower().split("\r\n"):
                name, _, value = line.partition(":")
                if name == "content-length":
                    length = int(value)
            if len(body) >= length:
                return read.decode()
        more = connection.recv(65536)
        if not more:
            return ""
        read += more
