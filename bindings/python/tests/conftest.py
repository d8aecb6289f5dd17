"""What the tests are given."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import authloom
from support import crowd as crowds
from support.operations import STYLES
from support.sandbox import GITHUB_MAIN, Sandbox, running


@pytest.fixture(autouse=True)
def no_settings_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test calls what the user has set for programs of their own, nor through their proxy."""
    for client, names in {
        "KONNECT": ("BASE_URL", "REGION", "TOKEN"),
        "FITBIT_PLUS": ("BASE_URL", "CLIENT_ID", "CLIENT_SECRET", "TOKEN"),
        "TOKEN_SERVICE": ("BASE_URL", "CLIENT_ID", "CLIENT_SECRET", "TOKEN"),
        "TYK": ("BASE_URL", "SECRET"),
    }.items():
        for name in names:
            monkeypatch.delenv(f"AUTHLOOM_{client}_{name}", raising=False)


@pytest.fixture(scope="session")
def sandbox_of_session() -> Iterator[Sandbox]:
    """The sandbox that `sandbox` resets."""
    with running() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(sandbox_of_session: Sandbox) -> Sandbox:
    """A sandbox with the default data, no faults and an empty log; no connection waits."""
    sandbox_of_session.reset()
    sandbox_of_session.close_idle()
    return sandbox_of_session


@pytest.fixture(scope="session")
def crowd_of_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """The sandbox that `crowd` resets."""
    seed = Path(tmp_path_factory.mktemp("crowd"), "seed.json")
    seed.write_text(crowds.seed())
    with running("--seed", str(seed)) as sandbox:
        yield sandbox


@pytest.fixture
def crowd(crowd_of_session: Sandbox) -> Sandbox:
    """A sandbox with the many instances of `support.crowd`."""
    crowd_of_session.reset()
    crowd_of_session.close_idle()
    return crowd_of_session


@pytest.fixture
def konnect(sandbox: Sandbox) -> Iterator[authloom.Konnect]:
    """A sync client of the sandbox."""
    with authloom.Konnect(**sandbox.konnect) as client:
        yield client


@pytest.fixture(params=STYLES)
def get(request: pytest.FixtureRequest, sandbox: Sandbox) -> Callable[..., object]:
    """Reads the auth config of an instance, in either style."""

    def now(instance: str = GITHUB_MAIN, **options: Any) -> object:
        with authloom.Konnect(**sandbox.konnect) as client:
            return client.get_auth_config(instance, **options)

    async def in_loop(instance: str = GITHUB_MAIN, **options: Any) -> object:
        async with authloom.AsyncKonnect(**sandbox.konnect) as client:
            return await client.get_auth_config(instance, **options)

    def run(*positional: Any, **options: Any) -> object:
        return asyncio.run(in_loop(*positional, **options))

    return now if request.param == "sync" else run
