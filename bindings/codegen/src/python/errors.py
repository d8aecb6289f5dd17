"""The errors that calls raise: a class for each kind, all of them an AuthloomError.

Catch the narrowest class that you can handle, such as RateLimitedError to come back after
`retry_after`, ApiError for any error response, or AuthloomError for everything. Printed, an error
is a sentence that a person can act on. Secrets of the call are replaced by `[redacted]`, even if
the server echoes them; secrets shorter than 6 characters are not found.
"""

from __future__ import annotations

# generated: imports

TYPE_CHECKING = False
if TYPE_CHECKING:
# generated: imports of types
else:
# generated: aliases

    def __getattr__(name):
        """Hands out aliases of strings, which are only made where they are asked for."""
        if name not in _ALIASES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from . import _shared

        return getattr(_shared, name)


# generated: exports


# generated: base

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
    """The server responded, but not with what was asked for. `status` is the response's."""

    status: int


# generated: classes
class Cause(Exception):
    """The underlying error, in the words of the layer that it comes from.

    It is never raised by itself, only found as `__cause__`. What the operating system, the resolver
    or TLS reports is an OSError instead.
    """


# The class of each kind. Core's kind `cancelled` has none: Python has CancelledError and
# KeyboardInterrupt for that.
_CLASSES: dict[str, type[Exception]] = {
    cls.kind: cls
    for cls in (
# generated: class names
    )
}
_CLASSES["cause"] = Cause
