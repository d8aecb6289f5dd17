"""A server in this very interpreter, whose answers are held back until they are let go.

A call to it can only end if whoever waits for it leaves the interpreter to the server's threads.
"""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Generator
from contextlib import contextmanager

from support.sandbox import Access
from support.waiting import SECONDS

BODY = b'{"errors":[]}'


class Held:
    """The server."""

    def __init__(self, port: int) -> None:
        self.access = Access(base_url=f"http://127.0.0.1:{port}", token="kpat_held")
        # How many connections have come.
        self.connections = 0
        # What is released for each request that has come.
        self.asked = threading.Semaphore(0)
        # What is acquired before each answer.
        self.answers = threading.Semaphore(0)

    def wait_for_requests(self, count: int = 1) -> None:
        """Waits until so many more requests have come."""
        for _ in range(count):
            assert self.asked.acquire(timeout=SECONDS), "no request came"

    def let_go(self, count: int = 1) -> None:
        """Lets so many answers go: 404."""
        self.answers.release(count)


@contextmanager
def held() -> Generator[Held]:
    """A server until the block ends."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            state.connections += 1
            while True:
                head = self._head()
                if head is None:
                    return
                state.asked.release()
                state.answers.acquire()
                self.wfile.write(
                    b"HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\n"
                    b"Content-Length: %d\r\n\r\n%s" % (len(BODY), BODY)
                )

        def _head(self) -> list[bytes] | None:
            head: list[bytes] = []
            while line := self.rfile.readline():
                if line == b"\r\n":
                    return head
                head.append(line)
            return None

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        request_queue_size = 128

    with Server(("127.0.0.1", 0), Handler) as server:
        state = Held(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield state
        finally:
            # Whatever still waits goes, too.
            state.let_go(1000)
            server.shutdown()
            thread.join(SECONDS)
