"""What the tour has created, and what became of it."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from authloom import AuthloomError


@dataclass
class Item:
    """One thing that was created, or may have been."""

    system: str
    what: str
    # Whether there may be such a thing; how it was removed, or why it stays.
    created: bool = False
    removed: str | None = None
    stays: str | None = None

    @property
    def is_there(self) -> bool:
        """Whether it is still to be removed."""
        return self.created and self.removed is None and self.stays is None


class Ledger:
    """What the tour has created."""

    def __init__(self) -> None:
        self.items: list[Item] = []

    @contextmanager
    def creates(self, item: Item) -> Generator[None, None, None]:
        """Notes what the call in this block creates, unless it certainly created nothing: a call
        whose outcome is unknown may have."""
        try:
            yield
        except AuthloomError as error:
            if error.outcome == "unknown":
                self._note(item)
            raise
        self._note(item)

    def _note(self, item: Item) -> None:
        # Setting it anew creates nothing more.
        if not item.created:
            item.created = True
            self.items.append(item)
