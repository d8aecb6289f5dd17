"""Calls of the sandbox, and what they raise."""

from __future__ import annotations

import asyncio
import hashlib
import inspect
from collections.abc import Callable
from typing import Any

import pytest

from authloom import AuthloomError
from support import operations
from support.operations import CLIENTS, STYLES, Operation, Secrets
from support.sandbox import Sandbox


def status(code: int, **more: Any) -> dict[str, Any]:
    """A response of that status to every request."""
    return {"fault": {"kind": "status", "status": code, **more}}


def fails(call: Callable[[], object]) -> AuthloomError:
    """What a call raises."""
    with pytest.raises(AuthloomError) as raised:
        call()
    return raised.value


def call(
    style: str, operation: Operation, sandbox: Sandbox, options: dict[str, Any]
) -> object:
    """Calls an operation of the sandbox; options may replace arguments."""
    positional, keywords = operation.arguments(Secrets())
    return called(style, operation, sandbox, positional, {**keywords, **options})


def called(
    style: str,
    operation: Operation,
    sandbox: Sandbox,
    positional: tuple[Any, ...],
    keywords: dict[str, Any],
) -> object:
    """Calls an operation of the sandbox."""
    client = client_of(operation.api, style)(
        base_url=operations.base_url(sandbox, operation.api),
        **operations.credential(operation.api, Secrets()),
    )
    return run(client, operation.name, *positional, **keywords)


def parameters(operation: Operation) -> list[inspect.Parameter]:
    """What an operation takes."""
    method = getattr(CLIENTS[operation.api][0], operation.name)
    return list(inspect.signature(method).parameters.values())[1:]


def spoilt(
    operation: Operation, name: str, value: object
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Its arguments, with another value for one."""
    positional, keywords = operation.arguments(Secrets())
    names = [each.name for each in parameters(operation)]
    place = names.index(name)
    if place < len(positional):
        return (*positional[:place], value, *positional[place + 1 :]), keywords
    return positional, {**keywords, name: value}


def client_of(api: str, style: str) -> Any:
    """The class of a client."""
    return CLIENTS[api][STYLES.index(style)]


def run(client: Any, operation: str, *positional: Any, **keywords: Any) -> Any:
    """Makes a call of either style, and closes the client."""
    if hasattr(client, "close"):
        with client:
            return getattr(client, operation)(*positional, **keywords)

    async def main() -> Any:
        async with client:
            return await getattr(client, operation)(*positional, **keywords)

    return asyncio.run(main())


def redacted(secret: str) -> str:
    """How the sandbox's log shows a secret."""
    return f"redacted:{hashlib.sha256(secret.encode()).hexdigest()[:8]}"
