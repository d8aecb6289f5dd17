"""What the manifest says of models: a value of each, and what it can do.

The models of `samples` are by hand; one that comes with a new operation has its values from here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone
from importlib import import_module
from typing import Any

from authloom import Secret
from support.manifest import DEFINITIONS, OPERATIONS, Definition, Field, parted


# Structs that are taken apart, so that Python has no class of them.
_ARGUMENTS = {
    parameter.type for of in OPERATIONS.values() for parameter in of.parameters
}


def _classes() -> Iterator[tuple[Any, tuple[Field, ...], bool]]:
    """The class of each struct and variant, its fields, and whether its one field has no name."""
    for definition in DEFINITIONS.values():
        if definition.kind == "struct" and f"struct {definition.name}" not in _ARGUMENTS:
            yield _class(definition, ""), definition.fields, False
        for variant in definition.variants:
            cls = _class(definition, variant.name)
            yield cls, variant.fields, variant.unnamed


def _class(definition: Definition, variant: str) -> Any:
    module = import_module(f"authloom.{definition.module}")
    return getattr(module, definition.name + variant)


def _value(name: str, type: str) -> Any:
    word, rest = parted(type)
    match word:
        case "optional":
            return _value(name, rest)
        case "list":
            return (_value(name, rest),)
        case "struct":
            definition = DEFINITIONS[rest]
            return _class(definition, "")(**_values(definition.fields))
        case "union":
            definition = DEFINITIONS[rest]
            variant = next(of for of in definition.variants if of.fields)
            values = _values(variant.fields)
            cls = _class(definition, variant.name)
            return cls(*values.values()) if variant.unnamed else cls(**values)
        case "secret":
            return Secret(f"the {name}")
        case "instant":
            return datetime(2026, 3, 1, 12, tzinfo=timezone.utc)
        case "json":
            return {"a": [1, None, {"b": True}]}
        case "bool":
            return True
        case "i32" | "i64":
            return 3
        case _:
            assert word in ("string", "enum"), f"there is no value of {type}"
            return f"a {name}"


def _values(fields: tuple[Field, ...]) -> dict[str, Any]:
    return {of.name: _value(of.name, of.type) for of in fields}


def _holds_json(type: str) -> bool:
    word, rest = parted(type)
    if word in ("optional", "list", "map"):
        return _holds_json(rest)
    if word not in ("struct", "union"):
        return word == "json"
    definition = DEFINITIONS[rest]
    variants = (field for of in definition.variants for field in of.fields)
    return any(_holds_json(field.type) for field in (*definition.fields, *variants))


# What each class is made of, in the order of its fields.
FIELDS: dict[Any, dict[str, Any]] = {
    cls: _values(fields) for cls, fields, _ in _classes()
}
# Those with one field that has the variant's own name are made by place, as in Rust.
BY_PLACE = {cls for cls, _, unnamed in _classes() if unnamed}
# What can hold JSON of anybody, which cannot be hashed.
UNHASHABLE = {
    cls for cls, fields, _ in _classes() if any(_holds_json(of.type) for of in fields)
}
# The classes of each union.
UNIONS: dict[Any, set[Any]] = {
    _class(definition, ""): {
        _class(definition, variant.name) for variant in definition.variants
    }
    for definition in DEFINITIONS.values()
    if definition.kind == "union"
}
