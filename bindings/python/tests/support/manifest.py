"""Which operations there are, and of what types: `tests/operations.json`, which is generated."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_PATH = Path(__file__).parents[4] / "tests" / "operations.json"


@dataclass(frozen=True)
class Field:
    """A named value: an argument, or a field of a type."""

    name: str
    # Words, each of which takes what follows it.
    type: str
    # Other names, where structs are taken apart.
    flat: dict[str, str]


@dataclass(frozen=True)
class Operation:
    """What a client does."""

    api: str
    name: str
    parameters: tuple[Field, ...]
    options: tuple[Field, ...]
    result: str | None


@dataclass(frozen=True)
class Variant:
    """One of a union's."""

    name: str
    tag: str
    fields: tuple[Field, ...]
    # Whether its one field is given by place.
    unnamed: bool


@dataclass(frozen=True)
class Definition:
    """A type that operations take or return: a struct, a union, or an enum of strings."""

    name: str
    module: str
    kind: str
    fields: tuple[Field, ...]
    variants: tuple[Variant, ...]
    # Whether other strings may come than those that are known.
    is_open: bool


def _fields(written: list[dict[str, Any]]) -> tuple[Field, ...]:
    return tuple(
        Field(name=of["name"], type=of["type"], flat=of.get("flat", {}))
        for of in written
    )


def _definition(written: dict[str, Any]) -> Definition:
    return Definition(
        name=written["name"],
        module=written["module"],
        kind=written["kind"],
        fields=_fields(written.get("fields", [])),
        variants=tuple(
            Variant(
                name=of["name"],
                tag=of["tag"],
                fields=_fields(of["fields"]),
                unnamed=of.get("unnamed", False),
            )
            for of in written.get("variants", [])
        ),
        is_open=written.get("open", False),
    )


_WRITTEN: dict[str, Any] = json.loads(_PATH.read_text(encoding="utf-8"))

# The names of the clients' classes, by their modules.
CLASSES: dict[str, str] = {of["module"]: of["class"] for of in _WRITTEN["clients"]}
# By module and name.
OPERATIONS: dict[tuple[str, str], Operation] = {
    (client["module"], of["name"]): Operation(
        api=client["module"],
        name=of["name"],
        parameters=_fields(of["parameters"]),
        options=_fields(of["options"]),
        result=of["result"],
    )
    for client in _WRITTEN["clients"]
    for of in client["operations"]
}
DEFINITIONS: dict[str, Definition] = {
    of["name"]: _definition(of) for of in _WRITTEN["definitions"]
}


def names(api: str) -> set[str]:
    """The operations of an API."""
    return {name for module, name in OPERATIONS if module == api}


def parted(type: str) -> tuple[str, str]:
    """The first word of a type, and what follows it."""
    word, _, rest = type.partition(" ")
    return word, rest
