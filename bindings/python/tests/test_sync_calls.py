"""Sync calls leave the interpreter to others, and end in time."""

from __future__ import annotations

import builtins
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

import authloom
from authloom import Konnect
from support import crowd as crowds
from support.control import HANG
from support.held import held
from support.sandbox import GITHUB_MAIN, Sandbox


def test_other_threads_run_while_a_call_waits() -> None:
    # The response comes from this interpreter: kept to itself, the call would wait for itself.
    with held() as server, Konnect(**server.access) as konnect:
        server.let_go()
        with pytest.raises(authloom.NotFoundError):
            konnect.get_auth_config(GITHUB_MAIN, timeout=10)


def test_other_threads_run_while_several_calls_wait() -> None:
    with held() as server, Konnect(**server.access) as konnect:

        def call() -> str:
            with pytest.raises(authloom.NotFoundError) as raised:
                konnect.get_auth_config(GITHUB_MAIN, timeout=10)
            return raised.value.kind

        with ThreadPoolExecutor(8) as pool:
            calls = [pool.submit(call) for _ in range(8)]
            # All of them wait at once.
            server.wait_for_requests(8)
            server.let_go(8)
            assert [each.result(30) for each in calls] == ["not_found"] * 8


@pytest.mark.parametrize("seconds", [0.05, 0.25])
def test_a_deadline_ends_a_call(sandbox: Sandbox, seconds: float) -> None:
    sandbox.faults({"fault": HANG})
    with Konnect(**sandbox.konnect) as konnect:
        with pytest.raises(builtins.TimeoutError) as raised:
            konnect.get_auth_config(GITHUB_MAIN, timeout=seconds, max_attempts=1)
        assert type(raised.value) is authloom.TimeoutError
        assert raised.value.retryable
        # The request is dropped, and the client goes on.
        sandbox.left()
        sandbox.faults()
        konnect.get_auth_config(GITHUB_MAIN)


def test_a_client_is_shared_by_32_threads(crowd: Sandbox) -> None:
    begin = threading.Barrier(32)

    def work(konnect: Konnect, number: int) -> list[str]:
        begin.wait(30)
        return [
            crowds.owner(konnect.get_auth_config(crowds.instance(number)))
            for _ in range(50)
        ]

    with Konnect(**crowd.konnect) as konnect, ThreadPoolExecutor(32) as pool:
        for number, owners in enumerate(
            pool.map(work, [konnect] * 32, range(32), timeout=120)
        ):
            assert owners == [crowds.client_id(number)] * 50
    assert len(crowd.log()) == 32 * 50


def test_threads_come_and_go(crowd: Sandbox) -> None:
    """Who drives a call changes with how many call at once; no response is lost by it."""
    with Konnect(**crowd.konnect) as konnect:

        def work(number: int) -> str:
            return crowds.owner(konnect.get_auth_config(crowds.instance(number)))

        for size in (1, 2, 1, 8, 1, 3, 2, 1):
            with ThreadPoolExecutor(size) as pool:
                numbers = list(range(size * 4))
                owners = list(pool.map(work, numbers, timeout=60))
            assert owners == [crowds.client_id(number) for number in numbers]


def test_an_error_of_one_thread_is_no_other_threads(crowd: Sandbox) -> None:
    ids = [crowds.instance(1), "no-such-instance"] * 16

    with Konnect(**crowd.konnect) as konnect, ThreadPoolExecutor(8) as pool:

        def work(instance: str) -> str:
            try:
                return crowds.owner(konnect.get_auth_config(instance))
            except authloom.NotFoundError as error:
                return error.kind

        told = list(pool.map(work, ids, timeout=60))
        assert told == [crowds.client_id(1), "not_found"] * 16


def test_a_closed_client_refuses_calls(sandbox: Sandbox) -> None:
    konnect = Konnect(**sandbox.konnect)
    konnect.get_auth_config(GITHUB_MAIN)
    konnect.close()
    with pytest.raises(authloom.ClosedError):
        konnect.get_auth_config(GITHUB_MAIN)
    sandbox.left()


def test_closing_lets_the_calls_of_other_threads_end(sandbox: Sandbox) -> None:
    sandbox.faults({"fault": {"kind": "latency", "ms": 50}})
    konnect = Konnect(**sandbox.konnect)
    with ThreadPoolExecutor(4) as pool:
        calls = [pool.submit(konnect.get_auth_config, GITHUB_MAIN) for _ in range(4)]
        sandbox.arrived(4)
        konnect.close()
        for call in calls:
            call.result(30)
    sandbox.left()
