"""The example in each operation's documentation runs as it stands there."""

from __future__ import annotations

import ast
import asyncio
import inspect
import re
import textwrap
from collections.abc import Iterator
from typing import Any

import pytest

from support import vectors
from support.manifest import CLASSES, names
from support.operations import CLIENTS, STYLES
from support.sandbox import Sandbox, running

# What the examples leave to the client's configuration.
SETTINGS: dict[str, dict[str, str]] = {
    "konnect": {"token": "kpat_example"},
    "fitbit_plus": {"token": "at-1", "client_id": "app", "client_secret": "s"},
    "token_service": {"token": "lt_5f2a", "client_id": "app", "client_secret": "s"},
    "tyk": {"secret": "key-1"},
}
OPERATIONS = [(api, name) for api in CLASSES for name in sorted({*names(api), "request"})]


def response_to(api: str, operation: str) -> str:
    """The vector whose response the operation accepts."""
    for vector in vectors.load(vectors.of_repository()):
        same = vector.operation == operation or operation == "request"
        if vector.api == api and same and "ok" in vector.expect:
            return vector.id
    raise LookupError(f"no vector of {api} {operation} succeeds")


@pytest.fixture(scope="module")
def responder() -> Iterator[Sandbox]:
    """A sandbox that responds from the vectors."""
    with running("--vectors", str(vectors.of_repository())) as sandbox:
        yield sandbox


def example(method: object) -> str:
    """The code of a method's example."""
    found = re.search(
        r"\nExample:\n(.+?)\n\nArgs:\n", inspect.getdoc(method) or "", re.DOTALL
    )
    assert found, f"{method} has no example"
    return textwrap.dedent(found[1])


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(("api", "operation"), OPERATIONS)
def test_example_runs(
    api: str, operation: str, style: str, responder: Sandbox
) -> None:
    cls: Any = CLIENTS[api][STYLES.index(style)]
    code = example(getattr(cls, operation))
    assert f"{api}.{operation}(" in code
    base_url = responder.env[f"AUTHLOOM_{api.upper()}_BASE_URL"]
    id = response_to(api, operation)
    responder.arm(id)

    def sync() -> None:
        with cls(base_url=base_url, max_attempts=1, **SETTINGS[api]) as client:
            exec(code, {api: client})

    async def awaited() -> None:
        async with cls(base_url=base_url, max_attempts=1, **SETTINGS[api]) as client:
            flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
            compiled = compile(code, "example", "exec", flags=flags)
            await eval(compiled, {api: client})

    sync() if style == "sync" else asyncio.run(awaited())
    assert responder.verdict(id)["requests"] == 1
