"""Children of this process."""

from __future__ import annotations

import os
import time
import traceback
from collections.abc import Callable, Iterable

from support.waiting import SECONDS


def child(work: Callable[[], object]) -> int:
    """Forks a child that does its work and ends, as a supervisor's worker does."""
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        work()
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def wait_for(pids: Iterable[int]) -> None:
    """Waits until children have ended well."""
    deadline = time.monotonic() + SECONDS
    for pid in pids:
        while True:
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                break
            assert time.monotonic() < deadline, "a child hangs"
            time.sleep(0.002)
        assert os.waitstatus_to_exitcode(status) == 0, "a child failed"
