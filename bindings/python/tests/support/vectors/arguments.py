"""The arguments that a vector's `call` gives.

Each parameter and option is a member of the call. A struct or a union stands in a member of its
own, or its fields stand among those of the call; an option comes before a field of the same name.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any

from support.manifest import DEFINITIONS, Definition, Field, Operation, Variant, parted
from support.vectors.forms import Form, form
from support.vectors.given import Arguments, Given, Json, given

# What no call of Python can leave out is given empty.
_TEXTS = {"string", "secret"}


def read(operation: Operation, call: Json) -> Json:
    """Each argument by its name, in the form of its type: a union is `{variant, of}`."""
    with given(call) as its:
        arguments = _options(operation.options, its)
        for parameter in operation.parameters:
            arguments[parameter.name] = _parameter(parameter, its)
    return arguments


def _options(options: Iterable[Field], its: Given) -> Json:
    return {
        of.name: _value(of.type, its.take(of.name)) for of in options if of.name in its
    }


def _parameter(parameter: Field, its: Given) -> Any:
    definition = _made_of_members(parameter.type)
    if definition is None:
        return _value(parameter.type, its.take(parameter.name))
    member = form(definition.name).member or parameter.name
    whole = its.may_take(member)
    if whole is not None:
        return _value(parameter.type, whole)
    return _members(definition, its)


def _made_of_members(type: str) -> Definition | None:
    word, name = parted(type)
    return DEFINITIONS[name] if word in ("struct", "union") else None


def _value(type: str, value: Any) -> Any:
    word, rest = parted(type)
    if value is None:
        return None
    if word == "optional":
        return _value(rest, value)
    if word == "list":
        return [_value(rest, item) for item in value]
    definition = _made_of_members(type)
    if definition is None:
        return value
    with given(value) as its:
        return _members(definition, its)


def _members(definition: Definition, its: Given) -> Json:
    """A struct or a union, of members among which others may stand."""
    its_form = form(definition.name)
    if definition.kind == "struct":
        return _fields(its_form, definition.fields, its)
    variant = _variant(definition, its_form, its)
    form_of_variant = form(f"{definition.name}.{variant.name}")
    if its_form.content is None:
        of = _fields(form_of_variant, variant.fields, its)
    else:
        with given(its.take(its_form.content)) as content:
            of = _fields(form_of_variant, variant.fields, content)
    for other in definition.variants:
        its.forget([field.name for field in other.fields])
    return {"variant": variant.name, "of": of}


def _variant(union: Definition, its_form: Form, its: Given) -> Variant:
    tag = its.take(its_form.tag)
    variants = {variant.name: variant for variant in union.variants}
    candidates = [variants[name] for name in its_form.tags.get(tag, [])] or [
        variant for variant in union.variants if variant.tag == tag
    ]
    assert candidates, f"{union.name} has no {tag!r}"
    for variant in candidates:
        if any(its.get(field.name) is not None for field in variant.fields):
            return variant
    return candidates[0]


def _fields(its_form: Form, fields: Iterable[Field], its: Given) -> Json:
    for name, value in its_form.constant.items():
        assert its.take(name) == value, f"{name} must be {value!r}"
    members: Json = {}
    for field in fields:
        if field.type in _TEXTS:
            text = its.may_take(field.name)
            members[field.name] = "" if text is None else text
        elif field.name in its:
            members[field.name] = _value(field.type, its.take(field.name))
    return members


def arguments(operation: Operation, members: Json) -> Arguments:
    """Arguments as Python takes them: those of structs are taken apart."""
    positional: list[Any] = []
    keywords: Json = {}
    for parameter in operation.parameters:
        value = members[parameter.name]
        if parted(parameter.type)[0] == "struct":
            fields = DEFINITIONS[parted(parameter.type)[1]].fields
            its = _made(fields, value)
            keywords |= {parameter.flat.get(name, name): its[name] for name in its}
        else:
            positional.append(_python(parameter.type, value))
    keywords |= _made(operation.options, members)
    return tuple(positional), keywords


def _made(fields: Iterable[Field], members: Json) -> Json:
    return {
        of.name: _python(of.type, members[of.name]) for of in fields if of.name in members
    }


def _python(type: str, value: Any) -> Any:
    word, rest = parted(type)
    if value is None:
        return None
    if word == "optional":
        return _python(rest, value)
    if word == "list":
        return [_python(rest, item) for item in value]
    definition = _made_of_members(type)
    if definition is None:
        return value
    module = import_module(f"authloom.{definition.module}")
    if definition.kind == "struct":
        return getattr(module, definition.name)(**_made(definition.fields, value))
    (variant,) = (of for of in definition.variants if of.name == value["variant"])
    made = _made(variant.fields, value["of"])
    cls = getattr(module, definition.name + variant.name)
    return cls(*made.values()) if variant.unnamed else cls(**made)
