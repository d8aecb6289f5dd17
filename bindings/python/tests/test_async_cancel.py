"""Who stops waiting for a call drops its request, and harms nothing."""

from __future__ import annotations

import asyncio
import gc
import select
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

import authloom
from authloom import AsyncKonnect
from support import crowd as crowds
from support.control import HANG
from support.loops import Attentive, run, within
from support.process import linux
from support.sandbox import GITHUB_MAIN, Sandbox

Task = asyncio.Task[Any]


async def cancel(task: Task) -> None:
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def expire(task: Task) -> None:
    async def wait() -> object:
        return await task

    # Of asyncio, not of the library, whose class is more than that.
    with pytest.raises(asyncio.TimeoutError) as raised:
        await within(0.01, wait())
    assert not isinstance(raised.value, authloom.AuthloomError)


async def expire_by_wait_for(task: Task) -> None:
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(task, 0.01)


WAYS: list[Callable[[Task], Awaitable[None]]] = [cancel, expire, expire_by_wait_for]


@pytest.mark.parametrize("way", WAYS)
def test_a_cancelled_call_drops_its_request(
    sandbox: Sandbox, way: Callable[[Task], Awaitable[None]]
) -> None:
    async def main() -> None:
        async with AsyncKonnect(**sandbox.konnect) as konnect:
            sandbox.faults({"fault": HANG})
            task = asyncio.create_task(konnect.get_auth_config(GITHUB_MAIN))
            await asyncio.to_thread(sandbox.arrived, 1)
            assert sandbox.connections() == 1
            await way(task)
            assert task.cancelled()
            # The server sees it leave, although the client stays and may go on.
            await asyncio.to_thread(sandbox.left)
            sandbox.faults()
            await konnect.get_auth_config(GITHUB_MAIN)
        # Nothing was sent again.
        assert [entry["status"] for entry in sandbox.log()] == [None, 200]

    asyncio.run(main())


def test_cancelling_one_call_leaves_the_others(crowd: Sandbox) -> None:
    async def main() -> None:
        slow = {"path": f"/v1/integration-instances/{crowds.instance(0)}/*"}
        async with AsyncKonnect(**crowd.konnect) as konnect:
            crowd.faults({**slow, "fault": HANG})
            ids = map(crowds.instance, range(crowds.SIZE))
            tasks = [asyncio.create_task(konnect.get_auth_config(i)) for i in ids]
            await asyncio.to_thread(crowd.arrived, crowds.SIZE)
            await cancel(tasks[0])
            owners = [
                crowds.owner(config) for config in await asyncio.gather(*tasks[1:])
            ]
        assert owners == [crowds.client_id(number) for number in range(1, crowds.SIZE)]

    asyncio.run(main())


def test_a_task_that_is_cancelled_before_it_began_sends_nothing(
    sandbox: Sandbox,
) -> None:
    async def main() -> None:
        async with AsyncKonnect(**sandbox.konnect) as konnect:
            await cancel(asyncio.create_task(konnect.get_auth_config(GITHUB_MAIN)))
            await konnect.get_auth_config(GITHUB_MAIN)

    asyncio.run(main())
    assert len(sandbox.log()) == 1


@linux
@pytest.mark.parametrize("in_the_same_turn", [False, True])
def test_a_result_that_comes_too_late_does_no_harm(
    crowd: Sandbox, in_the_same_turn: bool
) -> None:
    complaints: list[dict[str, Any]] = []
    its_loop = Attentive()
    its_loop.set_exception_handler(lambda _, context: complaints.append(context))

    async def main() -> None:
        async with AsyncKonnect(**crowd.konnect) as konnect:
            await konnect.get_auth_config(crowds.instance(0))
            (port,) = its_loop.watched
            task = asyncio.create_task(konnect.get_auth_config(crowds.instance(1)))
            await asyncio.sleep(0)
            # The loop stands still until it has been woken for the result…
            assert select.select([port], [], [], 30)[0]
            # … which it has not looked at yet when the task is cancelled. Else it does so before
            # the task is reported.
            if in_the_same_turn:
                await asyncio.sleep(0)
            await cancel(task)
            config = await konnect.get_auth_config(crowds.instance(2))
            assert crowds.owner(config) == crowds.client_id(2)

    run(main(), its_loop)
    gc.collect()
    assert complaints == []


def test_what_catches_its_cancellation_goes_on(sandbox: Sandbox) -> None:
    async def stubborn(konnect: AsyncKonnect) -> str:
        try:
            await konnect.get_auth_config(GITHUB_MAIN)
        except asyncio.CancelledError:
            sandbox.faults()
            return crowds.owner(await konnect.get_auth_config(GITHUB_MAIN))
        return "not cancelled"

    async def main() -> str:
        async with AsyncKonnect(**sandbox.konnect) as konnect:
            sandbox.faults({"fault": HANG})
            task = asyncio.create_task(stubborn(konnect))
            await asyncio.to_thread(sandbox.arrived, 1)
            task.cancel()
            return await task

    assert asyncio.run(main()) not in ("", "not cancelled")
