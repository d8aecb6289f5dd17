"""Async methods are coroutines as anybody writes them."""

from __future__ import annotations

import asyncio
import contextvars
import inspect
import traceback

import pytest

import authloom
from authloom import AsyncKonnect
from support import crowd as crowds
from support.loops import together
from support.sandbox import GITHUB_MAIN, Sandbox

ASYNC_CLIENTS = (
    authloom.AsyncKonnect,
    authloom.AsyncFitbitPlus,
    authloom.AsyncTokenService,
    authloom.AsyncTyk,
)
# What belongs to a client and is no call.
NO_CALLS = {"base_url", "from_env"}


@pytest.mark.parametrize("client", ASYNC_CLIENTS)
def test_every_method_is_a_coroutine_function(client: type) -> None:
    public = {name for name in dir(client) if not name.startswith("_")}
    methods = {*public - NO_CALLS, "__aenter__", "__aexit__"}
    assert {"aclose", "request"} < methods
    plain = [
        name
        for name in methods
        if not inspect.iscoroutinefunction(getattr(client, name))
    ]
    assert plain == []


def test_nothing_is_sent_before_it_is_awaited(sandbox: Sandbox) -> None:
    async def main() -> None:
        async with AsyncKonnect(**sandbox.konnect) as konnect:
            waits = konnect.get_auth_config(GITHUB_MAIN)
            assert inspect.iscoroutine(waits)
            await konnect.get_auth_config(GITHUB_MAIN)
            assert len(sandbox.log()) == 1
            await waits
            assert len(sandbox.log()) == 2

    asyncio.run(main())


def test_a_coroutine_that_is_thrown_away_sends_nothing(sandbox: Sandbox) -> None:
    async def main() -> None:
        async with AsyncKonnect(**sandbox.konnect) as konnect:
            konnect.get_auth_config(GITHUB_MAIN).close()
            await konnect.get_auth_config(GITHUB_MAIN)

    asyncio.run(main())
    assert len(sandbox.log()) == 1


def test_calls_side_by_side_each_get_their_own_answer(crowd: Sandbox) -> None:
    async def main() -> list[str]:
        async with AsyncKonnect(**crowd.konnect) as konnect:
            tasks = [
                asyncio.create_task(konnect.get_auth_config(crowds.instance(number)))
                for number in range(crowds.SIZE)
            ]
            gathered = await asyncio.gather(*tasks)
            grouped = await together(
                konnect.get_auth_config(crowds.instance(number))
                for number in range(crowds.SIZE)
            )
            return [crowds.owner(config) for config in gathered + grouped]

    everybody = [crowds.client_id(number) for number in range(crowds.SIZE)]
    assert asyncio.run(main()) == everybody * 2


def test_an_error_ends_only_its_own_call(crowd: Sandbox) -> None:
    async def main() -> None:
        async with AsyncKonnect(**crowd.konnect) as konnect:
            ids = ["no-such-instance", crowds.instance(1)]
            missing, found = await asyncio.gather(
                *map(konnect.get_auth_config, ids), return_exceptions=True
            )
            assert isinstance(missing, authloom.NotFoundError)
            assert not isinstance(found, BaseException)
            assert crowds.owner(found) == crowds.client_id(1)

    asyncio.run(main())


def test_an_exception_shows_who_called(sandbox: Sandbox) -> None:
    async def the_caller(konnect: AsyncKonnect) -> None:
        await konnect.get_auth_config(sandbox.instance)

    async def main() -> None:
        async with AsyncKonnect(**sandbox.konnect) as konnect:
            with pytest.raises(authloom.NotFoundError) as raised:
                await asyncio.create_task(the_caller(konnect))
            frames = [frame.name for frame in traceback.extract_tb(raised.tb)]
            assert frames[-2:] == ["the_caller", "get_auth_config"]

    asyncio.run(main())


def test_an_argument_is_refused_where_it_is_awaited(sandbox: Sandbox) -> None:
    async def main() -> None:
        async with AsyncKonnect(**sandbox.konnect) as konnect:
            call = konnect.get_auth_config("")
            with pytest.raises(authloom.ValidationError):
                await call

    asyncio.run(main())
    assert sandbox.log() == []


def test_hooks_run_in_the_context_of_the_awaiting_task(sandbox: Sandbox) -> None:
    request: contextvars.ContextVar[str] = contextvars.ContextVar("request")
    seen: list[tuple[str, object]] = []

    def hook(event: authloom.Event) -> None:
        seen.append((request.get(), asyncio.current_task()))

    async def task(konnect: AsyncKonnect, name: str) -> None:
        request.set(name)
        await konnect.get_auth_config(GITHUB_MAIN)
        # Told before the call returned, and in this very task.
        assert (name, asyncio.current_task()) in seen

    async def main() -> None:
        async with AsyncKonnect(**sandbox.konnect, hooks=[hook]) as konnect:
            await together(task(konnect, f"request {number}") for number in range(8))

    asyncio.run(main())
    assert {name for name, _ in seen} == {f"request {number}" for number in range(8)}
    assert len({id(task) for _, task in seen}) == 8
