"""What happens in calls is reported to the standard library's `logging`."""

from __future__ import annotations

import asyncio
import logging

import pytest

import authloom
from authloom import AsyncKonnect, Konnect
from support.control import BUSY
from support.program import run, succeeded
from support.sandbox import GITHUB_MAIN, Sandbox


def busy_once(sandbox: Sandbox) -> None:
    sandbox.faults({"nth": 1, "fault": BUSY})


@pytest.mark.parametrize("imports", [(), ("logging",)])
def test_a_program_that_asks_for_no_logs_sees_none(
    sandbox: Sandbox, imports: tuple[str, ...]
) -> None:
    busy_once(sandbox)
    out = succeeded(run("logs.py", *imports, env=sandbox.env))
    # `logging` is not imported for a program that has not done so.
    assert out.split() == ["not_found", "2", "False"]


def test_a_client_logs_below_the_name_of_the_package(
    sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    busy_once(sandbox)
    caplog.set_level(logging.DEBUG, "authloom")
    with Konnect(**sandbox.konnect) as konnect:
        konnect.get_auth_config(GITHUB_MAIN)
    assert {record.name for record in caplog.records} == {"authloom.konnect"}
    assert [record.levelname for record in caplog.records] == [
        "DEBUG",
        "DEBUG",
        "WARNING",
        "DEBUG",
        "DEBUG",
        "DEBUG",
    ]
    first, answered, retry, *_, last = caplog.messages
    assert first == "get_auth_config: attempt 1 begins"
    assert "503" in answered
    assert retry.startswith("get_auth_config: attempt 1 failed; the next follows in ")
    assert last.startswith("get_auth_config: status 200, attempts: 2, ")


def test_above_debug_only_retries_are_logged(
    sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    busy_once(sandbox)
    caplog.set_level(logging.INFO, "authloom.konnect")

    async def main() -> None:
        async with AsyncKonnect(**sandbox.konnect) as konnect:
            await konnect.get_auth_config(GITHUB_MAIN)
            await konnect.get_auth_config(GITHUB_MAIN)

    asyncio.run(main())
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_each_client_has_its_own_logger(
    sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "authloom")
    url = sandbox.env["AUTHLOOM_FITBIT_PLUS_BASE_URL"]
    with authloom.FitbitPlus(base_url=url, token="at-none") as fitbit_plus:
        with pytest.raises(authloom.UnauthorizedError):
            fitbit_plus.fetch_token_groups("64b0c1d2e3f4a5b6c7d8e9f0")
    assert {record.name for record in caplog.records} == {"authloom.fitbit_plus"}


def test_no_log_holds_a_secret(
    sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    echo = {"kind": "echo", "status": 400}
    sandbox.faults({"fault": echo})
    with Konnect(base_url=sandbox.konnect["base_url"], token="kpat_canary") as konnect:
        with pytest.raises(authloom.BadRequestError):
            konnect.get_auth_config(GITHUB_MAIN)
    assert len(caplog.records) >= 3
    shown = [str(vars(record)) for record in caplog.records]
    assert not any("kpat_canary" in text for text in shown + caplog.messages)
