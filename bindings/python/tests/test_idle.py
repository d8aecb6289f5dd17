"""A client that was left idle until its connections were closed calls as if nothing were."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

from authloom import AsyncKonnect, Event, Konnect
from authloom.konnect import NewCredentialOAuth
from support import crowd as crowds
from support.loops import together
from support.sandbox import Sandbox
from support.waiting import until

# An operation that is repeated only where it was provably not sent.
METHOD = "POST"


class Attempts:
    """A hook that counts the attempts of each call."""

    def __init__(self) -> None:
        self.ended: list[int] = []

    def __call__(self, event: Event) -> None:
        if event.kind == "finished":
            self.ended.append(event.attempt)


def credential(number: int) -> NewCredentialOAuth:
    return NewCredentialOAuth(
        code=f"code-{number}", redirect_uri="https://catalog.acme.test/callback"
    )


def check(crowd: Sandbox, attempts: Attempts, calls: int) -> None:
    """Each call was one request, and needed no second attempt."""
    requests = [entry for entry in crowd.log() if entry["method"] == METHOD]
    assert len(requests) == calls
    assert attempts.ended == [1] * (calls + len(crowd.log()) - calls)


def test_sync(crowd: Sandbox) -> None:
    attempts = Attempts()
    with Konnect(**crowd.konnect, hooks=[attempts]) as konnect:
        for number in range(8):
            konnect.get_auth_config(crowds.instance(number))
            leave_idle(crowd, 1)
            konnect.create_auth_credential(crowds.instance(number), credential(number))
            leave_idle(crowd, 1)
    check(crowd, attempts, 8)


def test_async(crowd: Sandbox) -> None:
    attempts = Attempts()

    async def main() -> None:
        async with AsyncKonnect(**crowd.konnect, hooks=[attempts]) as konnect:
            for number in range(8):
                instance = crowds.instance(number)
                await konnect.get_auth_config(instance)
                leave_idle(crowd, 1)
                await konnect.create_auth_credential(instance, credential(number))
                leave_idle(crowd, 1)

    asyncio.run(main())
    check(crowd, attempts, 8)


def test_async_with_64_in_flight(crowd: Sandbox) -> None:
    attempts = Attempts()

    async def main() -> None:
        async with AsyncKonnect(**crowd.konnect, hooks=[attempts]) as konnect:
            numbers = range(crowds.SIZE)
            with slowed(crowd):
                await together(
                    konnect.get_auth_config(crowds.instance(number))
                    for number in numbers
                )
            leave_idle(crowd, 8)
            await together(
                konnect.create_auth_credential(
                    crowds.instance(number), credential(number)
                )
                for number in numbers
            )

    asyncio.run(main())
    check(crowd, attempts, crowds.SIZE)


def test_sync_with_64_in_flight(crowd: Sandbox) -> None:
    attempts = Attempts()
    begin = Barrier(crowds.SIZE)

    with (
        Konnect(**crowd.konnect, hooks=[attempts]) as konnect,
        ThreadPoolExecutor(crowds.SIZE) as pool,
    ):

        def get(number: int) -> None:
            begin.wait(30)
            konnect.get_auth_config(crowds.instance(number))

        def create(number: int) -> None:
            begin.wait(30)
            instance = crowds.instance(number)
            konnect.create_auth_credential(instance, credential(number))

        with slowed(crowd):
            list(pool.map(get, range(crowds.SIZE)))
        leave_idle(crowd, 8)
        list(pool.map(create, range(crowds.SIZE)))
    check(crowd, attempts, crowds.SIZE)


def leave_idle(crowd: Sandbox, least: int) -> None:
    """The server closes every connection, of which there are so many at least."""
    connections = crowd.connections()
    assert crowd.close_idle() == connections >= least
    # The least time after which a client counts as idle. More of it changes nothing.
    begun = time.monotonic()
    until(lambda: time.monotonic() - begun > 0.002)


@contextmanager
def slowed(crowd: Sandbox) -> Generator[None]:
    """Answers come late, so that calls side by side have a connection each."""
    crowd.faults({"fault": {"kind": "latency", "ms": 300}})
    yield
    crowd.faults()
