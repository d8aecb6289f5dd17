"""The steps of the tour: each is announced, shown and checked."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime, timezone
from types import FrameType
from typing import TypeVar

from authloom import AuthloomError, NotFoundError

from .console import BAD, FAINT, GOOD, PLAIN, STRONG, Console
from .ledger import Item, Ledger

T = TypeVar("T")

# What a shell returns for a program that was interrupted.
INTERRUPTED = 130
# Where a step's lines begin, below its number.
INDENT = 6


class Stopped(Exception):
    """The tour of a system ended early; the stage has said why."""


class Stage:
    """What the tour happens on."""

    def __init__(self, *, live: bool) -> None:
        self.live = live
        self.console = Console()
        self.ledger = Ledger()
        self.interrupted = False
        self._system = ""
        self._steps = 0
        self._unexpected: list[str] = []

    def stop_on_interrupt(self) -> None:
        """From now on Ctrl-C stops the tour before its next step, so that what was created is
        removed; a second one ends it at once."""

        def interrupt(_signal: int, _frame: FrameType | None) -> None:
            if self.interrupted:
                os._exit(INTERRUPTED)
            self.interrupted = True

        signal.signal(signal.SIGINT, interrupt)

    def skip(self, system: str) -> None:
        """Remembers a system that an interrupted tour did not come to."""
        self._unexpected.append(f"{system}: left out, since the tour was interrupted")

    def enter(self, system: str, server: str) -> None:
        """Begins the tour of a system."""
        self._system = system
        self.console.blank()
        self.console.entry(0, f"{system}  ", STRONG, server, FAINT)
        self.console.blank()

    def step(self, title: str, call: str) -> None:
        """Announces a step: what it is for, and what is called, secrets hidden."""
        if self.interrupted:
            raise self.unexpected("interrupted before its next step")
        self._steps += 1
        self.console.entry(0, f"{self._steps:>4}  ", FAINT, title, STRONG)
        self.called(call)

    def called(self, call: str) -> None:
        """Says what is called, secrets hidden."""
        self.console.entry(INDENT, "  ", PLAIN, call, FAINT)

    def shows(self, text: str) -> None:
        """Says what came back, or what it means."""
        self.console.entry(INDENT, "→ ", GOOD, text)

    def remark(self, text: str) -> None:
        """Says what is not done here, and why."""
        self.console.entry(INDENT, "· ", FAINT, text)

    def check(self, holds: bool, otherwise: str) -> None:
        """What must hold of what came back; `otherwise` says what is wrong."""
        if not holds:
            raise self.unexpected(otherwise)

    def present(self, value: T | None, otherwise: str) -> T:
        """What must be there; `otherwise` says that it is not."""
        if value is None:
            raise self.unexpected(otherwise)
        return value

    @contextmanager
    def refusal(self, kind: type[AuthloomError]) -> Generator[None, None, None]:
        """A call that must be refused with this error, which is shown in full."""
        with self._refused(kind, self.show_error):
            yield

    @contextmanager
    def missing(self) -> Generator[None, None, None]:
        """A call that must find nothing."""
        with self._refused(
            NotFoundError, lambda error: self.shows(f"{error.kind}: {error.message}")
        ):
            yield

    @contextmanager
    def _refused(
        self, kind: type[AuthloomError], show: Callable[[AuthloomError], None]
    ) -> Generator[None, None, None]:
        try:
            yield
        except kind as error:
            show(error)
        except AuthloomError as error:
            self.show_error(error, BAD)
            raise self.unexpected(f"a {kind.__name__} was expected") from None
        else:
            raise self.unexpected(
                f"the call succeeded; a {kind.__name__} was expected"
            )

    def failed(self, error: AuthloomError) -> None:
        """A call that should have succeeded."""
        self.show_error(error, BAD)
        self.unexpected("a success was expected")

    def show_error(self, error: AuthloomError, style: str = GOOD) -> None:
        """Shows an error: its sentence, and the fields that a program would act on."""
        self.console.entry(INDENT, "× ", style, str(error))
        for name, value in (
            ("kind", error.kind),
            ("outcome", error.outcome),
            ("request id", error.request_id or "none was sent"),
        ):
            self.console.entry(INDENT + 2, f"{name:<12}", FAINT, value)

    def unexpected(self, what: str) -> Stopped:
        """Says that something is not as it should be, and remembers it for the end."""
        self.console.entry(INDENT, "! ", BAD, f"Unexpected: {what}.")
        self._unexpected.append(f"{self._system}, step {self._steps}: {what}")
        return Stopped(what)

    def cleaning_up(self) -> None:
        """Begins to clean up after a tour that was stopped."""
        self.console.entry(INDENT, "", PLAIN, "Cleaning up", STRONG)

    @contextmanager
    def cleans(self, item: Item, how: str) -> Generator[None, None, None]:
        """Shows what becomes of a call that cleans up: what it removed, or why that stays."""
        try:
            yield
        except NotFoundError:
            item.removed = "it is not there"
            self.shows(item.removed)
        except AuthloomError as error:
            self.show_error(error, BAD)
            item.stays = f"it could not be removed: {error.kind}"
        else:
            item.removed = how
            self.shows(how)

    def sum_up(self) -> bool:
        """Sums the tour up, and tells whether all went as expected."""
        console = self.console
        console.blank()
        console.entry(0, "", PLAIN, "Summary", STRONG)
        console.blank()
        if self._unexpected:
            text = f"{self._steps} steps, not all as expected:"
            console.entry(2, "! ", BAD, text)
            for what in self._unexpected:
                console.entry(4, "", PLAIN, what)
        else:
            console.entry(2, "→ ", GOOD, f"{self._steps} steps, each as expected")
        items = self.ledger.items
        self._list(
            "Created and removed",
            [(item, item.removed) for item in items if item.removed is not None],
        )
        left = [
            (item, item.stays or "it may still be there")
            for item in items
            if item.removed is None
        ]
        self._list("Could not be removed", left)
        if not left:
            console.blank()
            console.entry(2, "", PLAIN, "Nothing was left behind.")
        return not self._unexpected

    def _list(self, title: str, rows: list[tuple[Item, str]]) -> None:
        if not rows:
            return
        self.console.blank()
        self.console.entry(2, "", PLAIN, title)
        width = max(len(item.what) for item, _ in rows)
        for item, fate in rows:
            mark = f"{item.system:<13}  {item.what:<{width}}  "
            self.console.entry(4, mark, PLAIN, fate)


def clock(moment: datetime | None) -> str:
    """A moment, to the minute."""
    if moment is None:
        return "at a time unknown"
    return f"{moment.astimezone(timezone.utc):%Y-%m-%d %H:%M} UTC"
