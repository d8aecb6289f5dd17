"""What a call came to, against what its vector expects."""

from __future__ import annotations

from typing import Any

from authloom import AuthloomError
from support.narrow import is_list, is_object, is_tuple
from support.vectors import Vector
from support.vectors.compare import differences, members, same

# Members that the body has in the server's own words.
_OF_BODY = ("title", "detail", "invalid_parameters", "errors", "details")
_OF_ERROR = (
    "kind",
    "status",
    "code",
    "codes",
    "message",
    "request_id",
    "field",
    "attempts",
    "outcome",
    "retryable",
    "resolve_with",
)


def returned(vector: Vector, found: object) -> list[str]:
    """What is wrong with a value."""
    if vector.expect.keys() != {"ok"}:
        return [f"expected {vector.expect}, got {found!r}"]
    return differences(vector.expect["ok"], found)


def raised(vector: Vector, error: AuthloomError) -> list[str]:
    """What is wrong with an error."""
    if vector.expect.keys() != {"error"}:
        return [f"expected {vector.expect}, got {type(error).__name__}: {error}"]
    wrong = [
        problem
        for name, wanted in vector.expect["error"].items()
        if (problem := _member(error, name, wanted))
    ]
    if type(error).__name__ != class_of(vector.expect["error"]["kind"]):
        wrong.append(f"it is a {type(error).__name__}")
    return wrong and [*wrong, f"the error is {error!r} with {vars(error)!r}"]


def class_of(kind: str) -> str:
    """The name of the class of a kind."""
    if kind == "oauth_error":
        return "OAuthError"
    name = "".join(word.capitalize() for word in kind.split("_"))
    return name if name.endswith("Error") else f"{name}Error"


def _member(error: AuthloomError, name: str, wanted: Any) -> str | None:
    found = _read(error, name)
    if same(wanted, found):
        return None
    if name == "message" and wanted is None:
        # Without one of the server's the message is in our words.
        if not _holds(members(error.body), found):
            return None
    return f"{name}: expected {wanted!r}, got {found!r}"


def _read(error: AuthloomError, name: str) -> Any:
    if name == "retry_after":
        return error.retry_after and error.retry_after.total_seconds()
    if name in _OF_BODY:
        return members(error.body).get(name)
    assert name in _OF_ERROR, f"`{name}` is no member of an error"
    value = getattr(error, name)
    return list(value) if is_tuple(value) else value


def _holds(value: Any, text: object) -> bool:
    if is_object(value):
        return any(_holds(each, text) for pair in value.items() for each in pair)
    if is_list(value):
        return any(_holds(item, text) for item in value)
    return bool(value == text)
