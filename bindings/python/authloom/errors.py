"""The errors that calls raise: a class for each kind, all of them an AuthloomError.

Catch the class that says what to do: NotFoundError to set something up, RateLimitedError to come
back after `retry_after`, ApiError for whatever a server answered, AuthloomError for everything.
Printed, an error is a sentence that a person can act on. Nothing in it holds a secret of the call,
also when the server sent it back.
"""

from __future__ import annotations

import builtins

from ._authloom import (
    ConstraintChoice,
    ConstraintDependent,
    ConstraintMaximum,
    ConstraintMinimum,
    ConstraintNone,
    Problem,
)
from ._shared import Constraint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta
    from typing import Any

    from ._shared import ErrorKind as ErrorKind, Outcome as Outcome
else:

    def __getattr__(name):
        """Hands out aliases of texts, which are only made where they are asked for."""
        if name not in ("ErrorKind", "Outcome"):
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from . import _shared

        return getattr(_shared, name)


__all__ = [
    "ApiError",
    "AuthloomError",
    "BadRequestError",
    "Cause",
    "ClosedError",
    "ConfigError",
    "ConflictError",
    "Constraint",
    "ConstraintChoice",
    "ConstraintDependent",
    "ConstraintMaximum",
    "ConstraintMinimum",
    "ConstraintNone",
    "CredentialError",
    "DecodeError",
    "ErrorKind",
    "ForbiddenError",
    "InternalError",
    "MethodNotAllowedError",
    "NotFoundError",
    "OAuthError",
    "Outcome",
    "Problem",
    "RateLimitedError",
    "ServerError",
    "StoreError",
    "TimeoutError",
    "TransportError",
    "UnauthorizedError",
    "UnprocessableError",
    "ValidationError",
]


class AuthloomError(Exception):
    """Why a call failed; the class of every error of this library.

    Attributes:
        kind: What went wrong, the class as text, such as `rate_limited`.
        client: The client of the call, such as `Konnect`; empty where none was involved.
        operation: The operation that was called, such as `get_auth_config`; empty where none was.
        message: The server's message if it sent one, else what happened in our words.
        status: The answer's status; None if there was no answer.
        code: The server's own code for the error.
        codes: All codes, where a server reports several errors at once.
        request_id: The server's id of this exchange: quote it to its support.
        retry_after: How long the server asked to wait before the next try.
        headers: Header fields of the answer that help to find the cause, names in lower case.
        attempts: How many requests were sent or tried for this call.
        retryable: Whether the same call may be made again as it is.
        outcome: What this says about the server: `not_sent`, `rejected` (nothing changed), or
            `unknown` (it may have applied the request: look before you repeat it).
        resolve_with: The operation that finds out what happened, where the outcome is unknown.
        field: The argument that was refused, where the kind is `validation`.
        problems: What the server found wrong, one by one.
        body: The answer's body, for a status from 400: at most 8 KiB of text, secrets replaced.

    What lies below, such as a refused connection, is the error's `__cause__`.
    """

    kind: ErrorKind

    def __init__(
        self,
        sentence: str,
        *,
        client: str = "",
        operation: str = "",
        message: str | None = None,
        status: int | None = None,
        code: str | None = None,
        codes: tuple[str, ...] = (),
        request_id: str | None = None,
        retry_after: timedelta | None = None,
        headers: Mapping[str, str] | None = None,
        attempts: int = 0,
        retryable: bool = False,
        outcome: Outcome = "not_sent",
        resolve_with: str | None = None,
        field: str | None = None,
        problems: tuple[Problem, ...] = (),
        body: str | None = None,
    ) -> None:
        super().__init__(sentence)
        self.client = client
        self.operation = operation
        self.message = sentence if message is None else message
        self.status = status
        self.code = code
        self.codes = codes
        self.request_id = request_id
        self.retry_after = retry_after
        self.headers: Mapping[str, str] = {} if headers is None else headers
        self.attempts = attempts
        self.retryable = retryable
        self.outcome: Outcome = outcome
        self.resolve_with = resolve_with
        self.field = field
        self.problems = problems
        self.body = body

    def __str__(self) -> str:
        return str(self.args[0])

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.args[0], self.__dict__.copy())


def _rebuild(
    cls: type[AuthloomError], sentence: str, fields: dict[str, Any]
) -> AuthloomError:
    """Makes an error again for `pickle` and `copy`, so that it can come from another process."""
    notes = fields.pop("__notes__", None)
    error = cls(sentence, **fields)
    if notes is not None:
        error.__notes__ = notes
    return error


class ApiError(AuthloomError):
    """The server answered, but not with what was asked for. `status` is the answer's."""


class BadRequestError(ApiError):
    """The server refused the request as malformed: status 400, or a 4xx without its own class."""

    kind = "bad_request"


class UnauthorizedError(ApiError):
    """Status 401: the credential is missing, wrong, expired or revoked."""

    kind = "unauthorized"


class ForbiddenError(ApiError):
    """Status 403: the credential is known but may not do this."""

    kind = "forbidden"


class NotFoundError(ApiError):
    """Status 404: there is no such thing, or not for this credential."""

    kind = "not_found"


class MethodNotAllowedError(ApiError):
    """Status 405: the path exists, but not for this method."""

    kind = "method_not_allowed"


class ConflictError(ApiError):
    """Status 409: it collides with what is there."""

    kind = "conflict"


class UnprocessableError(ApiError):
    """Status 422: understood, but not acceptable."""

    kind = "unprocessable"


class RateLimitedError(ApiError):
    """Status 429: too many requests; `retry_after` says how long to wait, if the server did."""

    kind = "rate_limited"


class ServerError(ApiError):
    """A status from 500: the server failed."""

    kind = "server_error"


class OAuthError(ApiError):
    """An OAuth error answer (RFC 6749, section 5.2): `code` holds its `error`."""

    kind = "oauth_error"


class DecodeError(ApiError):
    """The answer cannot be used: it does not decode, or is a redirect, which is not followed."""

    kind = "decode"


class TransportError(AuthloomError):
    """No answer came: the name, the connection, TLS or the exchange itself failed."""

    kind = "transport"


class ValidationError(AuthloomError, ValueError):
    """Refused before anything was sent: `field` names the argument."""

    kind = "validation"


class TimeoutError(AuthloomError, builtins.TimeoutError):
    """A deadline passed."""

    kind = "timeout"


class ConfigError(AuthloomError):
    """The client's configuration is not usable."""

    kind = "config"


class CredentialError(AuthloomError):
    """No credential could be had."""

    kind = "credential"


class StoreError(AuthloomError):
    """A token store failed."""

    kind = "store"


class ClosedError(AuthloomError):
    """The client was closed."""

    kind = "closed"


class InternalError(AuthloomError):
    """A fault of this library ended the call: report it as a bug.

    `message` says at which step and at which place in the source, and nothing of the data. The
    connection is closed, and the client stays usable.
    """

    kind = "internal"


class Cause(Exception):
    """What lies below an error, in the words of the layer that it comes from.

    It is never raised by itself, only found as `__cause__`; what the operating system reports is
    found as the OSError that Python has for it.
    """


# The class of each kind. Core's kind `cancelled` has none: Python has CancelledError and
# KeyboardInterrupt for that.
_CLASSES: dict[str, type[Exception]] = {
    cls.kind: cls
    for cls in (
        BadRequestError,
        UnauthorizedError,
        ForbiddenError,
        NotFoundError,
        MethodNotAllowedError,
        ConflictError,
        UnprocessableError,
        RateLimitedError,
        ServerError,
        OAuthError,
        DecodeError,
        TransportError,
        ValidationError,
        TimeoutError,
        ConfigError,
        CredentialError,
        StoreError,
        ClosedError,
        InternalError,
    )
}
_CLASSES["cause"] = Cause
