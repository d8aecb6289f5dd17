"""Clients work on both sides of a fork, and answers never cross it."""

from __future__ import annotations

import sys

import pytest

from support.program import run, succeeded
from support.sandbox import Sandbox

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="has no fork")

# Later Pythons warn whoever forks while other threads run: that is what is tested here.
OPTIONS = ("-W", "ignore::DeprecationWarning")


@pytest.mark.parametrize(
    "program",
    [
        "fork_multiprocessing.py",
        "fork_while_calling.py",
        "fork_nested.py",
        "fork_leaves_parent.py",
        "prefork.py",
    ],
)
def test_a_fork(crowd: Sandbox, program: str) -> None:
    done = run(program, env=crowd.env, options=OPTIONS, seconds=90)
    assert succeeded(done).split() == ["well"]
