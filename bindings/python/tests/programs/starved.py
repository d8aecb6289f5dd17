"""Calls, sync and async, in a process that may open nothing more; writes what each raises."""

from __future__ import annotations

import asyncio
import resource
from collections.abc import Generator
from contextlib import contextmanager

from authloom import AsyncKonnect, AuthloomError, Konnect


@contextmanager
def nothing_more() -> Generator[None]:
    """Leaves open what is, and lets nothing else be opened meanwhile."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def show(error: AuthloomError) -> None:
    cause = error.__cause__
    print(type(error).__name__, error.outcome, type(cause).__name__, error)


async def main() -> None:
    konnect = AsyncKonnect()
    try:
        with nothing_more():
            await konnect.get_auth_config("any")
    except AuthloomError as error:
        show(error)


try:
    konnect = Konnect()
    with nothing_more():
        konnect.get_auth_config("any")
except AuthloomError as error:
    show(error)
asyncio.run(main())
