"""Where vectors write an argument or a value in another form than its type: `tests/forms.json`."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_PATH = Path(__file__).parents[5] / "tests" / "forms.json"


def _none() -> list[str]:
    return []


@dataclass(frozen=True)
class Form:
    """How vectors write the values of a type."""

    # The member in which the whole stands, in place of the parameter's name.
    member: str | None = None
    # Members that are no fields, and have this value.
    constant: dict[str, Any] = field(default_factory=dict[str, Any])
    # The member that tells a union's variants apart.
    tag: str = "type"
    # What stands there, if that may be any of several: the one whose fields are there.
    tags: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    # Whether no member tells them apart.
    untagged: bool = False
    # The member in which a variant's fields stand, if they do not stand beside the tag.
    content: str | None = None
    # Whether the union stands among the members of what holds it.
    beside: bool = False
    # Fields that are compared only where they are listed.
    if_listed: list[str] = field(default_factory=_none)
    # Lists whose order does not count.
    any_order: list[str] = field(default_factory=_none)


_WRITTEN: dict[str, Any] = json.loads(_PATH.read_text(encoding="utf-8"))
_FORMS = {
    name: Form(**form) for api in _WRITTEN.values() for name, form in api["forms"].items()
}
_USUAL = Form()


def form(name: str) -> Form:
    """How values of a type are written; of a union's variant, if it is `Union.Variant`."""
    return _FORMS.get(name, _USUAL)


def default_data(api: str, operation: str) -> dict[str, Any]:
    """Arguments that replace those of vectors where the sandbox's default data has others."""
    others: dict[str, Any] = _WRITTEN[api].get("default_data", {}).get(operation, {})
    return others


def client(api: str, operation: str) -> dict[str, Any]:
    """What the client of a vector is built from, unless the vector says otherwise."""
    its = _WRITTEN[api]
    settings: dict[str, Any] = its.get("client_of", {}).get(operation, its["client"])
    return dict(settings)
