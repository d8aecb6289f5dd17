"""Loops of asyncio, and what runs side by side on them."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from typing_extensions import TypeVarTuple, Unpack

    Ts = TypeVarTuple("Ts")

T = TypeVar("T")


class LoopWithoutReaders(asyncio.SelectorEventLoop):
    """A loop that watches no descriptors for others, such as that of Windows."""

    def add_reader(
        self, fd: Any, callback: Callable[[Unpack[Ts]], Any], *args: Unpack[Ts]
    ) -> None:
        raise NotImplementedError

    def remove_reader(self, fd: Any) -> bool:
        raise NotImplementedError


class Attentive(asyncio.SelectorEventLoop):
    """A loop that knows what it was asked to watch."""

    def __init__(self) -> None:
        super().__init__()
        self.watched: list[int] = []

    def add_reader(
        self, fd: Any, callback: Callable[[Unpack[Ts]], Any], *args: Unpack[Ts]
    ) -> None:
        self.watched.append(fd)
        super().add_reader(fd, callback, *args)


def new_uvloop() -> asyncio.AbstractEventLoop:
    """A loop of uvloop."""
    import uvloop

    return uvloop.new_event_loop()


# Each way in which a loop can be woken.
KINDS: dict[str, Callable[[], asyncio.AbstractEventLoop]] = {
    "asyncio": asyncio.new_event_loop,
    "without readers": LoopWithoutReaders,
}
if sys.platform != "win32":
    KINDS["uvloop"] = new_uvloop


def run(main: Coroutine[Any, Any, T], its_loop: asyncio.AbstractEventLoop) -> T:
    """What `asyncio.run` does, on this loop."""
    try:
        return its_loop.run_until_complete(main)
    finally:
        its_loop.run_until_complete(its_loop.shutdown_asyncgens())
        its_loop.run_until_complete(its_loop.shutdown_default_executor())
        its_loop.close()


async def together(calls: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """Runs them side by side: in a TaskGroup where Python has it, else by gather."""
    if sys.version_info < (3, 11):
        return list(await asyncio.gather(*calls))
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(call) for call in calls]
    return [task.result() for task in tasks]


async def within(seconds: float, call: Coroutine[Any, Any, T]) -> T:
    """Awaits it with a deadline around it, by `asyncio.timeout` where Python has it."""
    if sys.version_info < (3, 11):
        return await asyncio.wait_for(call, seconds)
    async with asyncio.timeout(seconds):
        return await call
