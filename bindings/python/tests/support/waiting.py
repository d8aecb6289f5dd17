"""Waiting for what will come, with a deadline for when it does not."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

# No test comes near it; it is there so that what never comes is a failure and no hang.
SECONDS = 30.0


def until(look: Callable[[], T], seconds: float = SECONDS) -> T:
    """Looks again and again until there is something true, and returns it."""
    deadline = time.monotonic() + seconds
    while True:
        seen = look()
        if seen:
            return seen
        assert time.monotonic() < deadline, f"still {seen!r} after {seconds} s"
        time.sleep(0.005)
