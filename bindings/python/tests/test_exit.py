"""A program may end while its calls are in flight."""

from __future__ import annotations


from contextlib import ExitStack

import pytest

from support.control import HANG
from support.program import started
from support.sandbox import Sandbox
from support.waiting import until

TIMES = 40
# So many programs at once.
AT_ONCE = 4
IN_FLIGHT = 256


def end_some(crowd: Sandbox, how: str, what: str) -> list[tuple[int, str]]:
    """How some programs ended, and what they complained of."""
    with ExitStack() as stack:
        programs = [
            stack.enter_context(started("exits.py", how, what, env=crowd.env))
            for _ in range(AT_ONCE)
        ]
        until(lambda: crowd.log(since=AT_ONCE * IN_FLIGHT - 1))
        ends = [program.communicate("\n", timeout=30) for program in programs]
        return [
            (program.returncode, err)
            for program, (_, err) in zip(programs, ends, strict=True)
        ]


@pytest.mark.parametrize(
    ("how", "what"),
    [
        ("tasks", "held"),
        ("tasks", "answered"),
        ("loops", "answered"),
        ("threads", "held"),
        ("threads", "answered"),
    ],
)
def test_the_interpreter_ends_with_calls_in_flight(
    crowd: Sandbox, how: str, what: str
) -> None:
    ends: list[tuple[int, str]] = []
    while len(ends) < TIMES:
        crowd.reset()
        if what == "held":
            crowd.faults({"fault": HANG})
        ends += end_some(crowd, how, what)
    crowd.left()
    assert ends == [(0, "")] * TIMES
