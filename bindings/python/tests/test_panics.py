"""A panic in the native module ends its call with an InternalError, and nothing else.

The module that the suite builds panics where AUTHLOOM_PROVOKED_PANIC says; no release does.
"""

from __future__ import annotations

import asyncio
import re
import traceback
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest

from authloom import AsyncFitbitPlus, AsyncKonnect, FitbitPlus, InternalError, Konnect
from authloom.fitbit_plus import GrantClientCredentials
from support.control import HANG
from support.loops import KINDS, run
from support.sandbox import GITHUB_MAIN, Sandbox

T = TypeVar("T")

VARIABLE = "AUTHLOOM_PROVOKED_PANIC"
# What the panics say, as if it were a server's data.
WORDS = "words of a provoked panic"
# So many calls side by side.
MANY = 16

EXCHANGE = "sending the request or receiving the response"
# Where it panics, how far a call has come there, the outcome, and how many attempts are known.
PLACES: dict[str, tuple[str, str, int]] = {
    "arguments": ("preparing the request", "not_sent", 0),
    "hook": ("telling a hook", "unknown", 1),
    "timer": (EXCHANGE, "unknown", 1),
    "beside": (EXCHANGE, "unknown", 0),
    "put": (EXCHANGE, "unknown", 0),
    "result": ("returning the result", "unknown", 1),
}
# Of a sync call that is alone no result is put anywhere.
ALONE = PLACES.keys() - {"put"}


class Provoked:
    """Has calls panic, and looks at what comes of it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, sandbox: Sandbox) -> None:
        self._environment = monkeypatch
        self._sandbox = sandbox

    def begin(self, place: str) -> None:
        """From now on there are panics at that place."""
        if place == "timer":
            # Where the response has arrived already, no timer is set.
            self._sandbox.faults({"fault": HANG})
        self._environment.setenv(VARIABLE, place)

    def end(self) -> None:
        """From now on there are none."""
        self._sandbox.faults()
        self._environment.delenv(VARIABLE)


@pytest.fixture
def provoked(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    sandbox: Sandbox,
) -> Iterator[Provoked]:
    """Has calls panic; nothing of that is written anywhere."""
    yield Provoked(monkeypatch, sandbox)
    captured = capfd.readouterr()
    assert (captured.out, captured.err) == ("", "")


def check(
    error: BaseException | None, place: str, operation: str = "get_auth_config"
) -> None:
    """An error says how far the call had come and where the fault is, and nothing of the panic."""
    assert isinstance(error, InternalError), (
        f"{error!r}: was the module built with the feature provoked-panics?"
    )
    phase, outcome, attempts = PLACES[place]
    assert (error.kind, error.operation) == ("internal", operation)
    assert (error.outcome, error.attempts) == (outcome, attempts)
    assert not error.retryable
    expected = rf"an internal fault ended the call while {phase} \(.*\.rs:\d+:\d+\)"
    assert re.fullmatch(expected, error.message), error.message
    assert f"{error.client} {operation}: {error.message}. Report this" in str(error)
    # A folder of the machine that built the module is nobody's affair.
    assert "(/" not in error.message
    assert error.__cause__ is None and error.__context__ is None
    told = "".join(traceback.format_exception(error)) + repr(error.__dict__)
    assert WORDS not in told


def failure(call: Callable[[], object]) -> BaseException | None:
    """What a call raises, whatever it is."""
    try:
        call()
    except BaseException as raised:
        return raised
    return None


async def failure_of(call: Coroutine[Any, Any, object]) -> BaseException | None:
    """What a call raises, which has some time for that."""
    try:
        await asyncio.wait_for(call, 30)
    except BaseException as raised:
        return raised
    return None


@pytest.mark.parametrize("place", sorted(ALONE))
def test_a_sync_call_that_is_alone(
    place: str, sandbox: Sandbox, provoked: Provoked
) -> None:
    with Konnect(**sandbox.konnect) as konnect:
        konnect.get_auth_config(GITHUB_MAIN)
        provoked.begin(place)
        for _ in range(3):
            check(failure(lambda: konnect.get_auth_config(GITHUB_MAIN)), place)
        provoked.end()
        konnect.get_auth_config(GITHUB_MAIN)
    sandbox.left()


@pytest.mark.parametrize("place", sorted(PLACES))
def test_sync_calls_of_many_threads(
    place: str, sandbox: Sandbox, provoked: Provoked
) -> None:
    with (
        Konnect(**sandbox.konnect) as konnect,
        ThreadPoolExecutor(MANY) as threads,
    ):

        def one(_: int) -> BaseException | None:
            return failure(lambda: konnect.get_auth_config(GITHUB_MAIN))

        assert set(threads.map(one, range(MANY))) == {None}
        provoked.begin(place)
        for error in threads.map(one, range(4 * MANY)):
            # Who is alone is not told by the thread.
            if place != "put" or error is not None:
                check(error, place)
        provoked.end()
        assert set(threads.map(one, range(MANY))) == {None}
    sandbox.left()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", sorted(PLACES))
def test_async_calls(
    place: str, kind: str, sandbox: Sandbox, provoked: Provoked
) -> None:
    async def main() -> None:
        async with AsyncKonnect(**sandbox.konnect) as konnect:
            await konnect.get_auth_config(GITHUB_MAIN)
            provoked.begin(place)
            # One that is alone begins on the loop's own thread.
            for _ in range(3):
                check(await failure_of(konnect.get_auth_config(GITHUB_MAIN)), place)
            calls = (
                failure_of(konnect.get_auth_config(GITHUB_MAIN)) for _ in range(MANY)
            )
            for error in await asyncio.gather(*calls):
                check(error, place)
            provoked.end()
            await konnect.get_auth_config(GITHUB_MAIN)

    run(main(), KINDS[kind]())
    sandbox.left()


def test_what_a_response_is_decoded_with(sandbox: Sandbox, provoked: Provoked) -> None:
    PLACES["clock"] = ("decoding the response", "unknown", 1)
    base_url = sandbox.env["AUTHLOOM_FITBIT_PLUS_BASE_URL"]
    grant = GrantClientCredentials(client_secret="s-9f1")
    with FitbitPlus(base_url=base_url) as client:
        provoked.begin("clock")
        error = failure(lambda: client.create_token(grant, client_id="acme-reporting"))
        check(error, "clock", "create_token")
        provoked.end()
        client.create_token(grant, client_id="acme-reporting")

    async def main() -> None:
        async with AsyncFitbitPlus(base_url=base_url) as client:
            provoked.begin("clock")
            error = await failure_of(client.create_token(grant, client_id="acme-reporting"))
            check(error, "clock", "create_token")
            provoked.end()
            await client.create_token(grant, client_id="acme-reporting")

    asyncio.run(main())


def test_the_connection_is_closed(sandbox: Sandbox, provoked: Provoked) -> None:
    with Konnect(**sandbox.konnect) as konnect:
        konnect.get_auth_config(GITHUB_MAIN)
        assert sandbox.connections() == 1
        # While the response is waited for.
        provoked.begin("timer")
        check(failure(lambda: konnect.get_auth_config(GITHUB_MAIN)), "timer")
        sandbox.left()
        provoked.end()
        konnect.get_auth_config(GITHUB_MAIN)
        # And before, when it is idle: it may be in any state.
        provoked.begin("hook")
        check(failure(lambda: konnect.get_auth_config(GITHUB_MAIN)), "hook")
        sandbox.left()
