"""Whatever can be seen of calls: errors and values in every form, logs, warnings, events."""

from __future__ import annotations

import copy
import io
import json
import logging
import pickle
import pprint
import traceback
import warnings
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

from authloom import AuthloomError, Event, Problem
from support import canaries
from support.narrow import is_object, is_tuple


class Seen:
    """What was seen, and where."""

    def __init__(self) -> None:
        self.strings: list[tuple[str, str]] = []

    def text(self, where: str, text: str) -> None:
        """Takes in a string."""
        self.strings.append((where, text))

    def value(self, where: str, value: object) -> None:
        """Takes in a value, as every formatter shows it."""
        for form, show in _FORMATTERS.items():
            self.text(f"{where}, by {form}", show(value))

    def pickled(self, where: str, value: object) -> None:
        """Takes in a value's pickle, unless it refuses to be pickled."""
        for protocol in (0, pickle.HIGHEST_PROTOCOL):
            try:
                pickled = pickle.dumps(value, protocol)
            except TypeError as refused:
                self.value(f"{where}, refusing pickle", refused)
            else:
                self.text(f"{where}, by pickle", pickled.decode(errors="replace"))

    def error(self, error: BaseException) -> None:
        """Takes in an error with its causes, its fields and its traceback."""
        shown = traceback.TracebackException.from_exception(error, capture_locals=True)
        self.text("traceback with locals", "".join(shown.format()))
        self.text("traceback", "".join(traceback.format_exception(error)))
        self.pickled("error", error)
        below: BaseException | None = error
        while below:
            self.value(type(below).__name__, below)
            self.value("args", below.args)
            for name in dir(below):
                if not name.startswith("__"):
                    # One of OSError is there only where it was set.
                    self.field(name, getattr(below, name, None))
            below = below.__cause__ or below.__context__
        if isinstance(error, AuthloomError):
            self.value("vars", vars(error))
            for twin in (copy.copy(error), copy.deepcopy(error)):
                self.value("copy", twin)
                self.value("vars of a copy", vars(twin))

    def field(self, name: str, value: object) -> None:
        """Takes in the field of an error, with all that is in it."""
        self.value(name, value)
        if isinstance(value, Problem):
            for part in Problem.__match_args__:
                self.field(f"{name}.{part}", getattr(value, part))
        elif is_object(value):
            for key, member in value.items():
                self.field(f"{name}, a key", key)
                self.field(f"{name}[…]", member)
        elif is_tuple(value):
            for item in value:
                self.field(f"{name}[…]", item)

    def event(self, event: Event) -> None:
        """Takes in what a hook receives."""
        self.value("event", event)
        self.pickled("event", event)
        for name in Event.__match_args__:
            self.value(f"event.{name}", getattr(event, name))

    def check(self, what: str) -> None:
        """Fails if a canary was seen, and forgets the rest."""
        strings, self.strings = self.strings, []
        assert strings, f"{what}: nothing was seen at all"
        for where, text in strings if _any_canary(strings) else []:
            found = canaries.in_text(text)
            assert not found, f"{what}, {where}: {found} in {text}"

    def holds(self, text: str) -> bool:
        """Whether a string was seen."""
        return any(text in seen for _, seen in self.strings)

    def control(self, name: str) -> None:
        """Shows that a canary would be found, in each way in which something comes in."""
        secret = canaries.get(name)
        ways: list[tuple[Callable[[], object], int]] = [
            (lambda: self.text("control", secret.reveal()), 1),
            (lambda: self.value("control", secret.reveal()), len(_FORMATTERS)),
            (lambda: self.pickled("control", secret.reveal()), 1),
            (lambda: _LOGGER.debug("a leak of %s", secret.reveal()), 3),
            (lambda: _LOGGER.debug("a leak", extra={"x": secret.reveal()}), 1),
            (lambda: warnings.warn(secret.reveal(), stacklevel=1), 1),
            # Two tracebacks, the pickle, the error itself, its field, copies.
            (lambda: self.error(_leaking(secret.reveal())), 20),
            (lambda: self.error(_leaking("", body=secret.reveal())), 8),
            (lambda: self.error(_with_local(secret.reveal())), 1),
        ]
        for number, (way, least) in enumerate(ways):
            self.strings.clear()
            way()
            found = [text for _, text in self.strings if canaries.in_text(text)]
            assert len(found) >= least, f"{name}, way {number}: {found}"
            assert all(canaries.in_text(text) == [name] for text in found)
        # Shown as what it is, it is not.
        self.strings.clear()
        self.value("control", secret)
        self.pickled("control", secret)
        self.check(name)


def _any_canary(strings: list[tuple[str, str]]) -> bool:
    # One search in all of it is quicker than one in each.
    return bool(canaries.in_text("\n".join(text for _, text in strings)))


def _leaking(text: str, **fields: Any) -> AuthloomError:
    # No local has it, so that it is found elsewhere too.
    try:
        raise AuthloomError(text, **fields) from OSError(text)
    except AuthloomError as error:
        return error


def _with_local(text: str) -> Exception:
    try:
        _fail(text)
    except ValueError as error:
        return error
    raise AssertionError("it fails")


def _fail(_text: str) -> None:
    raise ValueError("without a string")


_FORMATTERS: dict[str, Callable[[object], str]] = {
    "repr": repr,
    "str": str,
    "ascii": ascii,
    "format": lambda value: f"{value}",
    "%": lambda value: "%s %r" % (value, value),
    "pprint": pprint.pformat,
    "json with repr": lambda value: json.dumps(value, default=repr, skipkeys=True),
    "json with str": lambda value: json.dumps(
        value, default=str, ensure_ascii=False, skipkeys=True
    ),
}
# Below all that the library has.
_LOGGER = logging.getLogger("authloom.control")


class _Handler(logging.Handler):
    """Takes in every record, as any formatter could show it."""

    def __init__(self, seen: Seen) -> None:
        super().__init__(logging.NOTSET)
        self._seen = seen

    def emit(self, record: logging.LogRecord) -> None:
        self._seen.value("a record's dict", vars(record))
        self._seen.value("a record's args", record.args)
        self._seen.text("a record's message", record.getMessage())
        self._seen.text("a formatted record", logging.Formatter().format(record))


@contextmanager
def listening() -> Generator[Seen]:
    """Takes in all that is logged, at every level, and every warning."""
    seen = Seen()
    handler = _Handler(seen)
    stream = logging.StreamHandler(io.StringIO())
    root, ours = logging.getLogger(), logging.getLogger("authloom")
    before = root.level, ours.level

    def warned(message: Warning | str, *_where: Any, **_more: Any) -> None:
        seen.value("a warning", str(message))

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = warned
        for each in (handler, stream):
            root.addHandler(each)
        root.setLevel(1)
        ours.setLevel(1)
        try:
            yield seen
        finally:
            root.setLevel(before[0])
            ours.setLevel(before[1])
            for each in (handler, stream):
                root.removeHandler(each)
    written = stream.stream.getvalue()
    left = [text for text in written.splitlines() if canaries.in_text(text)]
    assert all("a leak" in text for text in left), left
