"""What an operation returned, in the shape in which vectors write it.

Each value must be of the class that the manifest names for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from importlib import import_module
from typing import Any

from authloom import Secret
from support.manifest import DEFINITIONS, Definition, Field, Operation, Variant, parted
from support.narrow import is_list, is_tuple
from support.vectors.compare import IfListed, InAnyOrder, NotReturned, Shape
from support.vectors.forms import Form, form

_PLAIN: dict[str, type] = {
    "string": str,
    "bool": bool,
    "i32": int,
    "i64": int,
    "f64": float,
    "instant": datetime,
}


def shape(operation: Operation, value: object) -> object:
    """The shape of what a call returned."""
    if operation.result is None:
        assert value is None
        return NotReturned()
    word, rest = parted(operation.result)
    if word == "list":
        # It belongs to the caller; what a frozen object holds is a tuple.
        assert is_list(value)
        return [_of(rest, item) for item in value]
    return _of(operation.result, value)


def _of(type: str, value: Any) -> Any:
    word, rest = parted(type)
    if word == "optional":
        return None if value is None else _of(rest, value)
    if word == "list":
        assert is_tuple(value)
        return [_of(rest, item) for item in value]
    if word == "secret":
        assert isinstance(value, Secret)
        return value.reveal()
    if word == "struct":
        return _struct(DEFINITIONS[rest], value)
    if word == "union":
        return _union(DEFINITIONS[rest], value)
    if word != "json":
        expected = _PLAIN["string" if word == "enum" else word]
        assert isinstance(value, expected), f"{value!r} is no {type}"
        # To Python, True is 1.
        assert isinstance(value, bool) == (word == "bool")
    return value


def _struct(definition: Definition, value: object) -> Shape:
    assert isinstance(value, _class(definition, "")), f"{value!r}: {definition.name}"
    return Shape(_members(form(definition.name), definition.fields, value))


def _members(
    its_form: Form, fields: Iterable[Field], value: object
) -> dict[str, object]:
    members: dict[str, object] = {}
    for field in fields:
        name = field.name
        found: object = _of(field.type, getattr(value, name))
        if name in its_form.any_order:
            assert is_list(found)
            found = InAnyOrder(tuple(found))
        if isinstance(found, Shape) and form(parted(field.type)[1]).beside:
            members |= found
        else:
            members[name] = IfListed(found) if name in its_form.if_listed else found
    return members


def _union(definition: Definition, value: object) -> Shape:
    its_form = form(definition.name)
    variant = _variant(definition, value)
    members = _members(its_form, variant.fields, value)
    shape = Shape()
    if not its_form.untagged:
        # A variant for what is not known says itself which it is, and holds what it holds.
        shape[its_form.tag] = members.pop(its_form.tag, variant.tag)
    content = its_form.content
    if content is not None:
        held = Shape(members) if members else None
        shape[content] = members[content] if content in members else held
        return shape
    # What only other variants have must not be listed.
    for other in definition.variants:
        for field in other.fields:
            members.setdefault(field.name, None)
    return Shape({**members, **shape})


def _variant(definition: Definition, value: object) -> Variant:
    for variant in definition.variants:
        if isinstance(value, _class(definition, variant.name)):
            return variant
    raise AssertionError(f"{value!r} is no {definition.name}")


def _class(definition: Definition, variant: str) -> type:
    module = import_module(f"authloom.{definition.module}")
    found: type = getattr(module, definition.name + variant)
    return found
