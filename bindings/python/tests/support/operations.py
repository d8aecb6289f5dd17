"""Every operation of the four clients, with arguments that the sandbox's default data accepts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import authloom
from authloom import Secret
from support.manifest import CLASSES
from support.sandbox import Sandbox
from support.vectors.arguments import arguments
from support.vectors.calls import CALLS, Call
from support.vectors.given import Arguments

# The sync and the async client of each API.
CLIENTS: dict[str, tuple[Any, Any]] = {
    api: (getattr(authloom, name), getattr(authloom, f"Async{name}"))
    for api, name in CLASSES.items()
}
STYLES = ("sync", "async")


@dataclass(frozen=True)
class Secrets:
    """The secrets that calls take; by default those of the sandbox's default data."""

    konnect: Secret = Secret("kpat_example")
    fitbit_plus: Secret = Secret("at-1")
    token_service: Secret = Secret("lt_5f2a")
    tyk: Secret = Secret("key-1")
    # By the names of the arguments that take them.
    arguments: Mapping[str, Secret] = field(default_factory=dict[str, Secret])

    def of(self, name: str, usual: str) -> Secret:
        """The secret that an argument takes."""
        return self.arguments.get(name) or Secret(usual)


@dataclass(frozen=True)
class Operation:
    """An operation with arguments. Some stand there more than once, with others."""

    api: str
    name: str
    arguments: Callable[[Secrets], Arguments]
    # The keyword of the credential for one call.
    token_option: str = "token"

    def __str__(self) -> str:
        return f"{self.api}.{self.name}"


def _of_call(call: Call) -> Operation:
    operation = call.operation

    def filled(secrets: Secrets) -> Arguments:
        return arguments(operation, call.filled(secrets.of))

    # An argument of the operation itself comes before one of every call.
    is_taken = any(of.name == "token" for of in operation.parameters)
    token_option = "call_token" if is_taken else "token"
    return Operation(operation.api, operation.name, filled, token_option)


ALL = [_of_call(call) for call in CALLS]

# Each operation once, with the first arguments that it has.
DISTINCT = list({str(each): each for each in reversed(ALL)}.values())[::-1]


def credential(api: str, secrets: Secrets) -> dict[str, Secret]:
    """The keyword that gives a client its credential."""
    return {"secret" if api == "tyk" else "token": getattr(secrets, api)}


def base_url(sandbox: Sandbox, api: str, tls: bool = False) -> str:
    """Where a sandbox serves an API."""
    env: Mapping[str, str] = sandbox.tls_env if tls else sandbox.env
    return env[f"AUTHLOOM_{api.upper()}_BASE_URL"]
