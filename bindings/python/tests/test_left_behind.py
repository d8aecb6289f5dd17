"""What is closed leaves nothing: no thread, no descriptor, no connection."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from authloom import AsyncKonnect, Konnect
from support import crowd as crowds
from support.control import HANG
from support.loops import KINDS, run
from support.own import ask, ask_async
from support.process import descriptors, linux, threads
from support.sandbox import Sandbox
from support.waiting import until

pytestmark = linux


@pytest.fixture(scope="module", autouse=True)
def loops_are_warm() -> None:
    """Loops keep something for ever, once there was one of their kind."""

    async def main() -> None:
        pass

    for make in KINDS.values():
        run(main(), make())


@pytest.fixture(autouse=True)
def nothing_is_left(crowd: Sandbox) -> Iterator[None]:
    # What other tests left to the garbage collector is gone.
    gc.collect()
    before = threads(), descriptors()
    assert not any("authloom" in name for name in before[0])
    yield
    # A thread that was joined is still listed for a moment.
    until(lambda: threads() == before[0])
    assert descriptors() == before[1]
    assert threading.active_count() == 1
    crowd.left()


def test_sync(crowd: Sandbox) -> None:
    for _ in range(3):
        with Konnect(**crowd.konnect) as konnect, Konnect(**crowd.konnect) as other:
            ask(konnect, 1, 3)
            ask(other, 2, 3)
    # Closing is not needed where nobody has it any more.
    ask(Konnect(**crowd.konnect), 3)


def test_sync_in_threads(crowd: Sandbox) -> None:
    with Konnect(**crowd.konnect) as konnect, ThreadPoolExecutor(8) as pool:
        for call in [pool.submit(ask, konnect, number, 10) for number in range(16)]:
            call.result(30)


@pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)
def test_async(crowd: Sandbox, make: Callable[[], asyncio.AbstractEventLoop]) -> None:
    async def main() -> None:
        async with (
            AsyncKonnect(**crowd.konnect) as konnect,
            AsyncKonnect(**crowd.konnect) as other,
        ):
            await ask_async(konnect, 1, crowds.SIZE)
            await ask_async(other, 2, crowds.SIZE)

    for _ in range(3):
        run(main(), make())


@pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)
def test_async_cancelled(
    crowd: Sandbox, make: Callable[[], asyncio.AbstractEventLoop]
) -> None:
    async def main() -> None:
        async with AsyncKonnect(**crowd.konnect) as konnect:
            crowd.faults({"fault": HANG})
            tasks = [asyncio.ensure_future(ask_async(konnect, n)) for n in range(8)]
            await asyncio.to_thread(crowd.arrived, 8)
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            assert all(task.cancelled() for task in tasks)

    run(main(), make())


def test_async_without_closing(crowd: Sandbox) -> None:
    async def main() -> None:
        await ask_async(AsyncKonnect(**crowd.konnect), 1, 8)

    asyncio.run(main())
    gc.collect()


def test_both_at_once(crowd: Sandbox) -> None:
    async def main() -> None:
        with Konnect(**crowd.konnect) as sync:
            async with AsyncKonnect(**crowd.konnect) as konnect:
                beside = asyncio.to_thread(ask, sync, 2, 8)
                await asyncio.gather(ask_async(konnect, 1, 8), beside)
            ask(sync, 3)

    asyncio.run(main())
