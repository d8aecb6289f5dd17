"""The example that sets auth configs."""

from __future__ import annotations

import asyncio
import csv
import importlib.util
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from authloom import Konnect
from authloom.konnect import AuthConfigOAuth
from support.control import HANG
from support.crowd import client_id, instance
from support.sandbox import AWS_PROD, GITHUB_MAIN, Sandbox
from support.waiting import SECONDS

EXAMPLE = Path(__file__).parents[3] / "examples" / "python" / "set_auth_configs.py"
SECRET = "secret-of-the-catalog"
Row = dict[str, str]


def row(instance_id: str, client_id: str = "new-app") -> Row:
    """What an instance is to be."""
    return {
        "instance_id": instance_id,
        "client_id": client_id,
        "client_secret_env": "CATALOG_SECRET",
        "authorization_endpoint": "https://id.acme.test/authorize",
        "token_endpoint": "https://id.acme.test/token",
    }


def written(path: Path, rows: Sequence[Row]) -> Path:
    """Writes a file in the form that its name tells."""
    with path.open("w", newline="") as file:
        if path.suffix == ".csv":
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        elif path.suffix == ".json":
            json.dump(rows, file)
        else:
            file.writelines(json.dumps(row) + "\n" for row in rows)
    return path


def environment(sandbox: Sandbox, **more: str) -> dict[str, str]:
    """Where the example finds its server and secrets."""
    return {**os.environ, **sandbox.env, "CATALOG_SECRET": SECRET, **more}


def run(
    sandbox: Sandbox, file: Path, *options: str, **more: str
) -> subprocess.CompletedProcess[str]:
    """Runs the example to its end. It never shows the secret."""
    ran = subprocess.run(
        [sys.executable, str(EXAMPLE), str(file), *options],
        env=environment(sandbox, **more),
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert SECRET not in ran.stdout + ran.stderr
    return ran


def sets(sandbox: Sandbox) -> int:
    """How many configs were set."""
    return sum(entry["method"] == "PUT" for entry in sandbox.log())


@pytest.mark.parametrize("ending", ["csv", "json", "jsonl"])
def test_what_differs_is_set_and_then_nothing_differs(
    sandbox: Sandbox, tmp_path: Path, konnect: Konnect, ending: str
) -> None:
    rows = [row(AWS_PROD), row(GITHUB_MAIN, "catalog-app")]
    file = written(tmp_path / f"instances.{ending}", rows)

    dry = run(sandbox, file, "--dry-run", CATALOG_SECRET="")
    assert dry.returncode == 0, dry.stderr
    assert f"new         {AWS_PROD}  it has no auth config yet\n" in dry.stdout
    assert "Would be: " in dry.stdout
    assert sets(sandbox) == 0

    first = run(sandbox, file)
    assert first.returncode == 0, first.stdout
    assert "1 new" in first.stdout and "1 unchanged" in first.stdout
    assert GITHUB_MAIN not in first.stdout, "what is as it should be is only counted"
    config = konnect.get_auth_config(AWS_PROD)
    assert isinstance(config, AuthConfigOAuth)
    assert config.client_id == "new-app"

    again = run(sandbox, file)
    assert (again.returncode, again.stdout) == (0, "2 unchanged.\n")
    assert sets(sandbox) == 1


def test_what_is_authorized_is_held_back_unless_told(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    file = written(tmp_path / "instances.csv", [row(GITHUB_MAIN)])
    held = run(sandbox, file)
    assert held.returncode == 1
    assert held.stdout.startswith(f"held back   {GITHUB_MAIN}  client_id catalog-app")
    assert sets(sandbox) == 0

    told = run(sandbox, file, "--drop-credentials")
    assert told.returncode == 0
    assert "client_id catalog-app -> new-app" in told.stdout
    assert "it must be authorized again" in told.stdout
    assert sets(sandbox) == 1


def test_a_secret_is_rotated_where_nothing_differs(
    crowd: Sandbox, tmp_path: Path
) -> None:
    file = written(
        tmp_path / "instances.json", [row(instance(n), client_id(n)) for n in range(9)]
    )
    ran = run(crowd, file, "--rotate-secret", "--concurrency", "3")
    assert (ran.returncode, ran.stdout.splitlines()[-1]) == (0, "9 secret set.")
    assert sets(crowd) == 9


def test_one_that_fails_is_told_and_the_others_go_on(
    crowd: Sandbox, tmp_path: Path
) -> None:
    crowd.faults(
        {
            "method": "PUT",
            "path": f"/v1/integration-instances/{instance(1)}/*",
            "fault": {"kind": "status", "status": 422, "body": {"detail": "Not so"}},
        },
        {
            "method": "PUT",
            "path": f"/v1/integration-instances/{instance(2)}/*",
            "fault": {"kind": "close", "at": "before"},
        },
    )
    file = written(tmp_path / "instances.csv", [row(instance(n)) for n in range(5)])
    ran = run(crowd, file)
    assert ran.returncode == 1
    assert re.search(rf"^failed +{instance(1)}  Konnect upsert.* 422", ran.stdout, re.M)
    assert re.search(rf"^unknown +{instance(2)}  it may have", ran.stdout, re.M)
    assert "3 changed" in ran.stdout


def test_a_refused_token_ends_it(crowd: Sandbox, tmp_path: Path) -> None:
    file = written(tmp_path / "instances.csv", [row(instance(n)) for n in range(5)])
    ran = run(crowd, file, "--concurrency", "1", AUTHLOOM_KONNECT_TOKEN="revoked")
    assert ran.returncode == 1
    assert ran.stdout.endswith("4 not done, 1 failed.\n")
    assert len(crowd.log()) == 1


def test_all_that_is_wrong_with_a_file_is_told_and_nothing_is_sent(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    wrong = {**row("c"), "client_secret_env": "NO_SUCH_SECRET"}
    file = written(
        tmp_path / "instances.csv", [row("a"), row("a"), {**row("b"), "client_id": " "}, wrong]
    )
    ran = run(sandbox, file)
    assert ran.returncode == 2
    assert ran.stderr.splitlines() == [
        f"{file}: line 3: a stands in line 2 too.",
        f"{file}: line 4: client_id is missing.",
        f"{file}: line 5: it needs a client secret, and the variable NO_SUCH_SECRET is not set.",
    ]
    assert sandbox.log() == []


NO_URI = [
    "id.acme.test/token",
    "https://",
    "https://id acme.test",
    "https://id.acme.test/%zz",
    "https://id.acme.test:99999/",
    "/token",
]


@pytest.mark.parametrize("endpoint", NO_URI)
def test_an_endpoint_that_is_none_is_refused_before_anything_is_sent(
    sandbox: Sandbox, tmp_path: Path, endpoint: str
) -> None:
    rows = [row(AWS_PROD), {**row(GITHUB_MAIN), "token_endpoint": endpoint}]
    ran = run(sandbox, written(tmp_path / "instances.csv", rows), "--dry-run")
    assert ran.returncode == 2
    assert ran.stderr.endswith(": line 3: token_endpoint is not an absolute URI.\n")
    assert sandbox.log() == []


def test_a_dry_run_finds_an_instance_that_does_not_exist(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    unknown = "00000000-0000-4000-8000-000000000000"
    file = written(tmp_path / "instances.csv", [row(unknown), row(AWS_PROD)])
    dry = run(sandbox, file, "--dry-run")
    assert dry.returncode == 1
    assert re.search(rf"^failed +{unknown}  Konnect request: .* 404", dry.stdout, re.M)
    assert dry.stdout.endswith("Would be: 1 failed, 1 new.\n") or dry.stdout.endswith(
        "Would be: 1 new, 1 failed.\n"
    )
    real = run(sandbox, file)
    assert real.returncode == 1
    assert "1 failed" in real.stdout and "1 new" in real.stdout


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("a.csv", "", "it names no instance"),
        ("a.json", "{}", "it holds no list"),
        ("a.json", "[1]", "entry 1: instance_id, client_id"),
        ("a.json", "[", "it cannot be read"),
        ("a.jsonl", '{"a":1}\n', "line 1: instance_id"),
        ("a.txt", "", "its name ends in none of"),
    ],
)
def test_a_file_that_is_none_is_refused(
    sandbox: Sandbox, tmp_path: Path, name: str, text: str, why: str
) -> None:
    file = tmp_path / name
    file.write_text(text)
    ran = run(sandbox, file)
    assert ran.returncode == 2
    assert why in ran.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is no signal to a child")
def test_no_more_are_at_it_than_allowed_and_a_second_interrupt_drops_the_calls(
    crowd: Sandbox, tmp_path: Path
) -> None:
    crowd.faults({"fault": HANG})
    file = written(tmp_path / "instances.csv", [row(instance(n)) for n in range(9)])
    with subprocess.Popen(
        [sys.executable, str(EXAMPLE), str(file), "--concurrency", "2"],
        env=environment(crowd),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout and process.stderr
        crowd.arrived(2)
        process.send_signal(signal.SIGINT)
        assert process.stderr.readline() == "\n"
        assert "the calls in flight end first" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=SECONDS)
    assert process.returncode == 130
    assert out.count("not done    ") == 9
    assert out.count("interrupted") == 2
    assert out.endswith("9 not done.\n")
    assert len(crowd.log()) == 2


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The example as a module."""
    spec = importlib.util.spec_from_file_location(EXAMPLE.stem, EXAMPLE)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up.
    monkeypatch.setitem(sys.modules, EXAMPLE.stem, module)
    spec.loader.exec_module(module)
    return module


class Interrupting:
    """A client whose user presses Ctrl-C while a config is being set."""

    async def get_auth_config(self, _instance: str) -> AuthConfigOAuth:
        return AuthConfigOAuth(
            client_id="", authorization_endpoint="", token_endpoint=""
        )

    async def get_auth_credential(self, _instance: str) -> None:
        from authloom import NotFoundError

        raise NotFoundError("there is none")

    async def upsert_auth_config(self, _instance: str, **_fields: object) -> None:
        signal.raise_signal(signal.SIGINT)
        # The loop takes notice before this call ends.
        for _ in range(3):
            await asyncio.sleep(0)


def test_an_interrupt_lets_the_call_in_flight_end_and_takes_no_other(
    example: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CATALOG_SECRET", SECRET)
    file = written(tmp_path / "instances.csv", [row(str(n)) for n in range(4)])
    wanted = example.read(file, need_secrets=True)
    options = example.Options(
        dry_run=False, rotate_secret=False, drop_credentials=False, concurrency=1
    )
    results: list[Any] = []
    before = signal.getsignal(signal.SIGINT)
    interrupted = asyncio.run(
        example.set_all(Interrupting(), wanted, options, results.append)
    )
    assert interrupted
    assert [result.status for result in results] == ["changed"] + ["not done"] * 3
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.skipif(sys.platform == "win32", reason="has no pseudo-terminals")
def test_a_terminal_gets_a_bar(crowd: Sandbox, tmp_path: Path) -> None:
    import pty

    file = written(tmp_path / "instances.csv", [row(instance(n)) for n in range(4)])
    ours, theirs = pty.openpty()
    try:
        ran = subprocess.run(
            [sys.executable, str(EXAMPLE), str(file), "--dry-run"],
            env=environment(crowd),
            stdout=subprocess.PIPE,
            stderr=theirs,
            text=True,
            timeout=SECONDS,
        )
        shown = os.read(ours, 65536).decode()
    finally:
        os.close(ours)
        os.close(theirs)
    assert f"[{'#' * 15}{'.' * 15}] 2/4" in shown
    assert shown.endswith(f"[{'#' * 30}] 4/4\r\n")
    assert ran.stdout.endswith("Would be: 4 changed.\n")


def test_the_bar_counts_what_was_done(
    example: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    report = example.Report(4)
    report.tell(example.Result("a", "new"))
    for name in "bcd":
        report.tell(example.Result(name, "not done"))
    assert not report.sum_up(dry_run=False)
    out, err = capsys.readouterr()
    assert err == "1 of 4\n"
    assert out.endswith("3 not done, 1 new.\n")
    monkeypatch.setattr(report, "bar", True)
    report.tell(example.Result("e", "not done"))
    assert "/4" not in capsys.readouterr().err
