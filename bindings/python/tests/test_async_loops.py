"""A client works on every loop, and on many."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Callable
from typing import Any

import pytest

from authloom import AsyncKonnect
from support import crowd as crowds
from support.control import HANG
from support.loops import KINDS, run, together
from support.process import linux, threads
from support.sandbox import GITHUB_MAIN, Sandbox
from support.waiting import until

Make = Callable[[], asyncio.AbstractEventLoop]
kinds = pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)


async def everybody(konnect: AsyncKonnect, first: int = 0) -> None:
    """Calls for all instances at once, beginning with another one each time."""
    numbers = [(first + number) % crowds.SIZE for number in range(crowds.SIZE)]
    configs = await together(
        konnect.get_auth_config(crowds.instance(number)) for number in numbers
    )
    assert list(map(crowds.owner, configs)) == list(map(crowds.client_id, numbers))


@kinds
def test_a_loop_is_woken_for_results(crowd: Sandbox, make: Make) -> None:
    async def main() -> None:
        async with AsyncKonnect(**crowd.konnect) as konnect:
            for number in range(8):
                config = await konnect.get_auth_config(crowds.instance(number))
                assert crowds.owner(config) == crowds.client_id(number)
            await everybody(konnect)

    run(main(), make())


@kinds
def test_cancelling_drops_the_request_on_every_loop(
    sandbox: Sandbox, make: Make
) -> None:
    async def main() -> None:
        async with AsyncKonnect(**sandbox.konnect) as konnect:
            sandbox.faults({"fault": HANG})
            task = asyncio.ensure_future(konnect.get_auth_config(GITHUB_MAIN))
            await asyncio.to_thread(sandbox.arrived, 1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await asyncio.to_thread(sandbox.left)

    run(main(), make())


def test_one_client_serves_loops_one_after_another(crowd: Sandbox) -> None:
    konnect = AsyncKonnect(**crowd.konnect)
    for number in range(5):
        for make in KINDS.values():
            run(everybody(konnect, number), make())
    asyncio.run(konnect.aclose())


def test_one_client_serves_loops_in_several_threads_at_once(crowd: Sandbox) -> None:
    konnect = AsyncKonnect(**crowd.konnect)
    failures: list[BaseException] = []
    makers = list(KINDS.values()) * 2
    begin = threading.Barrier(len(makers))

    def work(make: Make, number: int) -> None:
        async def main() -> None:
            for turn in range(5):
                await everybody(konnect, number * 7 + turn)

        try:
            begin.wait(30)
            run(main(), make())
        except BaseException as failure:
            failures.append(failure)

    workers = [
        threading.Thread(target=work, args=(make, number))
        for number, make in enumerate(makers)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert failures == []
    assert not any(worker.is_alive() for worker in workers)
    asyncio.run(konnect.aclose())


def test_a_loop_that_is_closed_with_a_call_under_way_drops_it(
    sandbox: Sandbox,
) -> None:
    complaints: list[dict[str, Any]] = []
    konnect = AsyncKonnect(**sandbox.konnect)
    sandbox.faults({"fault": HANG})
    its_loop = asyncio.new_event_loop()
    # Python complains of a task that is destroyed before its end.
    its_loop.set_exception_handler(lambda _, context: complaints.append(context))
    task = its_loop.create_task(konnect.get_auth_config(GITHUB_MAIN))
    its_loop.run_until_complete(asyncio.to_thread(sandbox.arrived, 1))
    its_loop.run_until_complete(its_loop.shutdown_default_executor())
    its_loop.close()
    del task, its_loop
    # Nothing can tell the library that a loop was closed; it looks when it is next used.
    asyncio.run(konnect.aclose())
    gc.collect()
    sandbox.left()
    assert [entry["status"] for entry in sandbox.log()] == [None]
    messages = [context["message"] for context in complaints]
    assert messages == ["Task was destroyed but it is pending!"]


def test_another_loop_goes_on_after_one_was_closed_with_calls_under_way(
    crowd: Sandbox,
) -> None:
    konnect = AsyncKonnect(**crowd.konnect)
    for number in range(5):
        its_loop = asyncio.new_event_loop()
        its_loop.set_exception_handler(lambda _, context: None)
        calls = [
            its_loop.create_task(konnect.get_auth_config(crowds.instance(number)))
            for number in range(crowds.SIZE)
        ]
        # Some of them have ended, some have not.
        its_loop.run_until_complete(calls[number])
        its_loop.close()
        del calls, its_loop
        asyncio.run(everybody(konnect, number))
    asyncio.run(konnect.aclose())


def test_a_client_that_is_closed_elsewhere_lets_its_calls_end(
    crowd: Sandbox,
) -> None:
    """Closing is for what comes: calls that are under way end as they would."""
    crowd.faults({"fault": {"kind": "latency", "ms": 50}})
    konnect = AsyncKonnect(**crowd.konnect)

    async def main() -> str:
        task = asyncio.ensure_future(konnect.get_auth_config(crowds.instance(3)))
        await asyncio.to_thread(crowd.arrived, 1)
        await asyncio.to_thread(asyncio.run, konnect.aclose())
        return crowds.owner(await task)

    assert asyncio.run(main()) == crowds.client_id(3)


@linux
def test_the_thread_of_a_loop_without_readers_ends_with_its_client(
    sandbox: Sandbox,
) -> None:
    async def main() -> None:
        async with AsyncKonnect(**sandbox.konnect) as konnect:
            await konnect.get_auth_config(GITHUB_MAIN)
            assert any("authloom-wait" in name for name in waiters())

    def waiters() -> list[str]:
        return [thread.name for thread in threading.enumerate()]

    # What other tests left unfinished is gone.
    gc.collect()
    run(main(), KINDS["without readers"]())
    until(lambda: not any("authloom" in name for name in waiters()))
    until(lambda: not any("authloom" in name for name in threads()))


def test_without_a_loop_of_asyncio_the_error_names_what_to_do() -> None:
    coroutine = AsyncKonnect(token="t").get_auth_config("an-instance")
    with pytest.raises(RuntimeError, match=r"asyncio; under trio.* sync client"):
        coroutine.send(None)
