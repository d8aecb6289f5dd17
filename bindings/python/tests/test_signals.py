"""Ctrl-C ends a call that waits, and a signal's handler may make one."""

from __future__ import annotations

import signal
import sys

import pytest

from support import crowd as crowds
from support.control import HANG, PROMPT
from support.program import line, started
from support.sandbox import Sandbox

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Ctrl-C is no signal to a child"
)


@pytest.mark.parametrize("how", ["alone", "beside"])
def test_an_interrupt_ends_a_call_and_drops_its_request(
    sandbox: Sandbox, how: str
) -> None:
    sandbox.faults({"fault": HANG})
    with started("interrupted.py", how, env=sandbox.env) as program:
        assert program.stdin
        waiting = 1
        if how == "beside":
            assert line(program.stdout) == "beside"
            sandbox.arrived(1)
            program.stdin.write("\n")
            program.stdin.flush()
            waiting = 2
        assert line(program.stdout) == "waiting"
        sandbox.arrived(waiting)
        assert sandbox.connections() == waiting
        program.send_signal(signal.SIGINT)
        sandbox.left_but(waiting - 1)
        sandbox.faults()
        program.stdin.write("\n")
        program.stdin.flush()
        out, err = program.communicate(timeout=PROMPT)
    assert (program.returncode, err) == (0, "")
    # The client went on: the instance has no config.
    assert out.split() == ["interrupted", "not_found"]
    statuses = [entry["status"] for entry in sandbox.log()]
    assert statuses == [None] * waiting + [404]


def test_a_handler_may_call_while_a_call_waits(crowd: Sandbox) -> None:
    slow, quick = crowds.instance(1), crowds.instance(2)
    crowd.faults({"path": f"/v1/integration-instances/{slow}/*", "fault": HANG})
    with started("handler_calls.py", slow, quick, env=crowd.env) as program:
        assert line(program.stdout) == "waiting"
        crowd.arrived(1)
        for turn in range(3):
            program.send_signal(signal.SIGUSR1)
            assert line(program.stdout) == f"handler {crowds.client_id(2)}"
            crowd.arrived(turn + 2)
        # The call that was interrupted waits still, on its own connection.
        assert crowd.log()[0]["status"] is None
        assert program.poll() is None
        assert crowd.connections() == 2
