"""The comparison of a value with what a vector expects of it, by the rules of tests/vectors."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from support.narrow import is_list, is_object

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_RFC_3339 = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)"
)


class Shape(dict[str, Any]):
    """A value of a known shape, which has every member of it; an absent one is None."""


@dataclass(frozen=True)
class IfListed:
    """A member that is compared only where a vector lists it."""

    value: object


@dataclass(frozen=True)
class InAnyOrder:
    """Texts in no particular order."""

    strings: tuple[str, ...]


class NotReturned:
    """A status that the operation does not return."""


def differences(expected: object, found: object, place: str = "value") -> list[str]:
    """Each difference with its place; none if the value is what is expected."""
    if isinstance(found, IfListed):
        return differences(expected, found.value, place)
    if isinstance(found, Shape) and is_object(expected):
        return [
            difference
            for name, member in found.items()
            if name in expected or not isinstance(member, IfListed)
            for difference in differences(expected.get(name), member, f"{place}.{name}")
        ]
    if is_list(found) and is_list(expected):
        if len(found) == len(expected):
            return [
                difference
                for number, (wanted, item) in enumerate(zip(expected, found))
                for difference in differences(wanted, item, f"{place}[{number}]")
            ]
    elif _is(expected, found):
        return []
    return [f"{place}: expected {expected!r}, got {found!r}"]


def _is(expected: object, found: object) -> bool:
    if isinstance(found, Shape):
        return False
    if isinstance(found, datetime):
        return _instant(expected) == found
    if isinstance(found, InAnyOrder):
        strings: object = [] if expected is None else expected
        return is_list(strings) and set(strings) == set(found.strings)
    if isinstance(found, NotReturned):
        return expected is None or (
            is_object(expected)
            and expected.keys() <= {"status", "message"}
            and all(isinstance(text, str) for text in expected.values())
        )
    return same(expected, found)


def same(one: object, other: object) -> bool:
    """Whether two JSON values are equal: null, absent and an empty list are."""
    if is_object(one) and is_object(other):
        return all(
            same(one.get(name), other.get(name)) for name in one.keys() | other.keys()
        )
    if _is_nothing(one) or _is_nothing(other):
        return _is_nothing(one) and _is_nothing(other)
    if is_list(one) and is_list(other):
        return len(one) == len(other) and all(map(same, one, other))
    # To Python, True is 1.
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, float) and isinstance(other, int):
        return one == float(other)
    if isinstance(one, int) and isinstance(other, float):
        return float(one) == other
    return type(one) is type(other) and one == other


def _is_nothing(value: object) -> bool:
    return value is None or value == []


def _instant(written: object) -> datetime | None:
    """An instant, from a string in RFC 3339 or from seconds since 1970; Python's have microseconds."""
    if isinstance(written, str):
        parts = _RFC_3339.fullmatch(written)
        if not parts:
            return None
        day, time, fraction, offset = parts.groups()
        offset = "+00:00" if offset in "Zz" else offset
        micros = int((fraction or "").ljust(6, "0")[:6])
        return datetime.fromisoformat(f"{day}T{time}{offset}") + timedelta(
            microseconds=micros
        )
    if isinstance(written, (int, float)) and not isinstance(written, bool):
        return _EPOCH + timedelta(seconds=written)
    return None


def members(text: str | None) -> dict[str, Any]:
    """A string as a JSON object, empty where it is none."""
    try:
        value = json.loads(text or "")
    except ValueError:
        return {}
    return value if is_object(value) else {}
