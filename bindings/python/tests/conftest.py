"""What the tests are given."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import authloom
from support import crowd as crowds
from support.sandbox import Sandbox, running


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
