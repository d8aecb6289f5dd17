"""Calls of every operation that the sandbox's default data accepts, taken from the vectors.

An operation has the call of its first vector that succeeds, and that of each further one that gives
a secret, a variant of a union or a value of a closed enum that no call before it gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from support import vectors
from support.manifest import DEFINITIONS, OPERATIONS, Field, Operation, parted
from support.vectors import Vector, forms
from support.vectors.arguments import read
from support.vectors.given import Json

# What is done with what stands in an argument: a key of what it shows, and its value.
_Visitor = Callable[[tuple[str, ...], Any], Any]


@dataclass(frozen=True)
class Call:
    """An operation with arguments, in the form of their types."""

    operation: Operation
    members: Json

    def filled(self, fill: Callable[[str, str], Any]) -> Json:
        """The arguments, with something else for each secret, by the name of what takes it."""

        def secret(shown: tuple[str, ...], value: Any) -> Any:
            kind, name = shown[:2]
            return fill(name, value) if kind == "secret" else value

        return _visited(self.operation, self.members, secret)

    def shows(self) -> set[tuple[str, ...]]:
        """What it shows that another call may not."""
        shown: set[tuple[str, ...]] = {("it is called",)}

        def note(found: tuple[str, ...], value: Any) -> Any:
            shown.add(found)
            return value

        _visited(self.operation, self.members, note)
        return shown


def _visited(operation: Operation, members: Json, visitor: _Visitor) -> Json:
    fields = (*operation.parameters, *operation.options)
    return _fields(fields, members, visitor)


def _fields(fields: Iterable[Field], members: Json, visitor: _Visitor) -> Json:
    return {
        of.name: _value(of.name, of.type, members[of.name], visitor)
        for of in fields
        if of.name in members
    }


def _value(name: str, type: str, value: Any, visitor: _Visitor) -> Any:
    word, rest = parted(type)
    if value is None:
        return None
    if word == "secret":
        return visitor(("secret", name), value)
    if word == "optional":
        return _value(name, rest, value, visitor)
    if word == "list":
        return [_value(name, rest, item, visitor) for item in value]
    if word == "struct":
        return _fields(DEFINITIONS[rest].fields, value, visitor)
    if word == "union":
        named = value["variant"]
        visitor(("variant", rest, named), value)
        (variant,) = (of for of in DEFINITIONS[rest].variants if of.name == named)
        of = _fields(variant.fields, value["of"], visitor)
        return {"variant": named, "of": of}
    if word == "enum" and not DEFINITIONS[rest].is_open:
        return visitor(("value", rest, value), value)
    return value


def _of_vector(operation: Operation, vector: Vector) -> Call:
    call = dict(vector.call)
    others = forms.default_data(operation.api, operation.name)
    # Another value in place of one that is given, and no further argument.
    call |= {name: value for name, value in others.items() if name in call}
    return Call(operation, read(operation, call))


def _all() -> list[Call]:
    calls: list[Call] = []
    every = vectors.load(vectors.of_repository())
    for operation in OPERATIONS.values():
        seen: set[tuple[str, ...]] = set()
        for vector in every:
            is_its = (vector.api, vector.operation) == (operation.api, operation.name)
            # With the usual client, and a success.
            if is_its and not vector.client and "ok" in vector.expect:
                call = _of_vector(operation, vector)
                if not call.shows() <= seen:
                    seen |= call.shows()
                    calls.append(call)
    return calls


# In the order of the manifest.
CALLS = _all()
# The names of the arguments that take secrets.
SECRETS = sorted(
    {shown[1] for call in CALLS for shown in call.shows() if shown[0] == "secret"}
)
