"""Hooks see what happens in a call, on the thread that made it, and change nothing."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import signal
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest

import authloom
from authloom import AsyncKonnect, Event, Konnect
from support.control import BUSY
from support.sandbox import GITHUB_MAIN, Access, Sandbox

Hook = Callable[[Event], object]
# Makes a call with a hook, sync or async.
Make = Callable[[Access, Hook], None]


def call(access: Access, hook: Hook) -> None:
    with Konnect(**access, hooks=[hook]) as konnect:
        konnect.get_auth_config(GITHUB_MAIN)


def call_async(access: Access, hook: Hook) -> None:
    async def main() -> None:
        async with AsyncKonnect(**access, hooks=[hook]) as konnect:
            await konnect.get_auth_config(GITHUB_MAIN)

    asyncio.run(main())


both = pytest.mark.parametrize("make", [call, call_async])


@pytest.fixture
def unraisable(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """What was reported of exceptions that nobody could be given."""
    reported: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", reported.append)
    yield reported


@both
def test_a_hook_sees_the_course_of_a_call_in_order(
    sandbox: Sandbox, make: Make
) -> None:
    sandbox.faults({"nth": 1, "fault": BUSY})
    seen: list[Event] = []
    threads: set[int] = set()

    def hook(event: Event) -> None:
        threads.add(threading.get_ident())
        seen.append(event)

    make(sandbox.konnect, hook)
    assert [(event.kind, event.attempt) for event in seen] == [
        ("sending", 1),
        ("response", 1),
        ("retrying", 1),
        ("sending", 2),
        ("response", 2),
        ("finished", 2),
    ]
    assert {(event.client, event.operation) for event in seen} == {
        ("Konnect", "get_auth_config")
    }
    assert [event.status for event in seen] == [None, 503, None, None, 200, 200]
    assert [event.error for event in seen if event.error] == ["server_error"]
    assert [event.wait is not None for event in seen].count(True) == 1
    assert [event.elapsed for event in seen] == sorted(event.elapsed for event in seen)
    # Of the caller, although another may have driven the call.
    assert threads == {threading.get_ident()}


def test_hooks_run_on_the_thread_of_their_call(sandbox: Sandbox) -> None:
    seen: dict[int, set[str]] = {}

    def hook(event: Event) -> None:
        seen.setdefault(threading.get_ident(), set()).add(event.kind)

    begin = threading.Barrier(8)
    idents: list[int] = []

    def work() -> None:
        begin.wait(30)
        konnect.get_auth_config(GITHUB_MAIN)
        # Before the call returned.
        assert "finished" in seen[threading.get_ident()]
        idents.append(threading.get_ident())
        # No thread ends, so none has the id of another.
        begin.wait(30)

    with Konnect(**sandbox.konnect, hooks=[hook]) as konnect:
        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert sorted(seen) == sorted(idents)
    assert len(idents) == 8


@both
def test_every_hook_is_told_in_order(sandbox: Sandbox, make: Make) -> None:
    told: list[str] = []

    class Both:
        def __call__(self, event: Event) -> None:
            told.append(f"callable {event.kind}")

    make(sandbox.konnect, Both())
    assert told == ["callable sending", "callable response", "callable finished"]
    with Konnect(
        **sandbox.konnect,
        hooks=(lambda _: told.append("first"), lambda _: told.append("second")),
    ) as konnect:
        konnect.get_auth_config(GITHUB_MAIN)
    assert told[3:] == ["first", "second"] * 3


@both
def test_an_exception_of_a_hook_is_reported_and_changes_nothing(
    sandbox: Sandbox, make: Make, unraisable: list[Any]
) -> None:
    def hook(event: Event) -> None:
        raise RuntimeError(event.kind)

    make(sandbox.konnect, hook)
    kinds = [str(report.exc_value) for report in unraisable]
    assert kinds == ["sending", "response", "finished"]
    assert {report.object for report in unraisable} == {hook}
    assert len(sandbox.log()) == 1


class Sudden(BaseException):
    """Nothing that `except Exception` catches."""


@both
@pytest.mark.parametrize("raised", [KeyboardInterrupt, SystemExit, Sudden])
def test_no_exception_of_a_hook_ends_the_program(
    sandbox: Sandbox,
    make: Make,
    unraisable: list[Any],
    raised: type[BaseException],
) -> None:
    def hook(event: Event) -> None:
        raise raised

    make(sandbox.konnect, hook)
    assert [type(report.exc_value) for report in unraisable] == [raised] * 3


@both
def test_what_a_hook_returns_changes_nothing(sandbox: Sandbox, make: Make) -> None:
    def raises(*_: object) -> None:
        raise RuntimeError("nobody asks")

    asked = ("__bool__", "__eq__", "__repr__", "__iter__", "__await__")
    hostile = type("Hostile", (), dict.fromkeys(asked, raises))
    make(sandbox.konnect, lambda _: hostile())


# An alarm is a signal of the process itself; Windows has neither SIGALRM nor `setitimer`.
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGALRM")
def test_an_exception_of_a_signals_handler_is_not_a_hooks(
    sandbox: Sandbox, unraisable: list[Any]
) -> None:
    class Alarm(Exception):
        pass

    def handler(*_: object) -> None:
        raise Alarm

    def calls(konnect: Konnect) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0.0001)
        for _ in range(10_000):
            konnect.get_auth_config(GITHUB_MAIN)

    before = signal.signal(signal.SIGALRM, handler)
    try:
        with Konnect(**sandbox.konnect, hooks=[lambda _: None]) as konnect:
            for _ in range(50):
                with contextlib.suppress(Alarm):
                    calls(konnect)
    finally:
        signal.signal(signal.SIGALRM, before)
    # Nearly all arrive while a call waits, and the first Python that runs then is a hook's. One
    # that arrives while a hook runs is that hook's.
    assert len(unraisable) < 25


def test_hooks_that_call_without_end_get_a_recursion_error(
    sandbox: Sandbox, unraisable: list[Any]
) -> None:
    depth = 0

    def hook(event: Event) -> None:
        nonlocal depth
        if event.kind == "finished":
            depth += 1
            konnect.get_auth_config(GITHUB_MAIN)

    with Konnect(**sandbox.konnect, hooks=[hook]) as konnect:
        assert konnect.get_auth_config(GITHUB_MAIN)
    assert depth == 10
    assert [type(report.exc_value) for report in unraisable] == [RecursionError]
    assert "from within the hook" in str(unraisable[0].exc_value)


@pytest.mark.parametrize("client", [Konnect, AsyncKonnect])
def test_a_coroutine_function_is_no_hook(client: Any) -> None:
    async def hook(event: Event) -> None:
        """Would never run."""

    async def generator(event: Event) -> AsyncIterator[None]:
        yield

    class Callable_:
        async def __call__(self, event: Event) -> None:
            """Would never run."""

        async def method(self, event: Event) -> None:
            """Would never run."""

    for wrong in (
        hook,
        generator,
        Callable_(),
        Callable_().method,
        functools.partial(functools.partial(hook)),
    ):
        with pytest.raises(TypeError, match=r"hooks\[1\].*coroutine function"):
            client(token="t", hooks=[print, wrong])
    told: list[Event] = []
    right: list[Any] = [print, functools.partial(print), told.append]
    client(token="t", hooks=right)


def test_a_hook_may_make_a_call(sandbox: Sandbox) -> None:
    seen: list[str] = []

    def hook(event: Event) -> None:
        if event.kind == "finished":
            with Konnect(**sandbox.konnect) as other:
                with pytest.raises(authloom.NotFoundError):
                    other.get_auth_config(sandbox.instance)
            seen.append(event.operation)

    call(sandbox.konnect, hook)
    call_async(sandbox.konnect, hook)
    assert seen == ["get_auth_config"] * 2


def test_what_is_no_hook_is_refused(sandbox: Sandbox) -> None:
    wrong: Any
    for wrong in (print, "print", [print, "print"], 3):
        with pytest.raises(TypeError, match="hooks"):
            Konnect(**sandbox.konnect, hooks=wrong)
