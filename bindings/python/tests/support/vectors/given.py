"""The arguments that a vector gives."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from typing import Any

Json = dict[str, Any]
Arguments = tuple[tuple[Any, ...], Json]


class Given:
    """Members that are taken one by one. What nobody takes was not understood."""

    def __init__(self, members: Json) -> None:
        self._left = dict(members)

    def take(self, name: str) -> Any:
        """One that has to be there."""
        return self._left.pop(name)

    def may_take(self, name: str) -> Any:
        """One that may be there; null is as good as absent."""
        return self._left.pop(name, None)

    def get(self, name: str) -> Any:
        """One that may be there, and stays."""
        return self._left.get(name)

    def __contains__(self, name: str) -> bool:
        return name in self._left

    def forget(self, names: Iterable[str]) -> None:
        """Takes those that are null: they are not given."""
        for name in names:
            if self.get(name) is None:
                self._left.pop(name, None)

    def left(self) -> list[str]:
        """What nobody has taken."""
        return list(self._left)


@contextmanager
def given(members: Json) -> Generator[Given]:
    """The members of an object, all of which the block takes."""
    them = Given(members)
    yield them
    assert not them.left(), f"nobody has taken {them.left()}"
