"""What a type checker knows of an error once its class is known."""

from __future__ import annotations

from typing import Literal

from typing_extensions import assert_type

from authloom.errors import (
    ApiError,
    AuthloomError,
    ErrorKind,
    NotFoundError,
    RateLimitedError,
    TransportError,
)


def caught() -> NotFoundError | RateLimitedError | TransportError:
    """One of several."""
    return NotFoundError("one", status=404)


def test_a_class_narrows_kind_and_status() -> None:
    base = AuthloomError("two")
    assert_type(base.status, int | None)
    assert_type(ApiError("three", status=404).status, int)
    assert_type(NotFoundError("four", status=404).kind, Literal["not_found"])
    error = caught()
    match error.kind:
        case "not_found" | "rate_limited":
            assert_type(error.status, int)
        case "transport":
            assert_type(error.status, int | None)


def kind_of(error: ApiError) -> ErrorKind:
    """Any kind, where the class is not known."""
    return assert_type(error.kind, ErrorKind)
