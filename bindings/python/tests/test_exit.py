"""A program may end while its calls are in flight."""

from __future__ import annotations


import pytest

from support.control import HANG
from support.program import line, started
from support.sandbox import Sandbox

TIMES = 40
IN_FLIGHT = 256


def end_one(crowd: Sandbox, how: str, what: str) -> tuple[int, str]:
    """How a program ended, and what it complained of."""
    with started("exits.py", how, what, env=crowd.env) as program:
        assert line(program.stdout) == "in flight"
        crowd.arrived(IN_FLIGHT)
        _, err = program.communicate("\n", timeout=30)
        return program.returncode, err


@pytest.mark.parametrize("what", ["held", "answered"])
@pytest.mark.parametrize("how", ["tasks", "loops", "threads"])
def test_the_interpreter_ends_with_calls_in_flight(
    crowd: Sandbox, how: str, what: str
) -> None:
    ends = []
    for _ in range(TIMES):
        crowd.reset()
        if what == "held":
            crowd.faults({"fault": HANG})
        ends.append(end_one(crowd, how, what))
    assert ends == [(0, "")] * TIMES
