"""Workers of gunicorn use clients that were made, and used, before they were forked."""

from __future__ import annotations

import signal
import socket
import sys
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from support import crowd as crowds
from support.program import started
from support.sandbox import Sandbox
from support.waiting import until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="has no fork")

# The test's own requests go through no proxy of the user.
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def test_preload(crowd: Sandbox) -> None:
    answered: Counter[str] = Counter()
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.set_inheritable(True)
        with started(
            "gunicorn_preload.py",
            str(listener.fileno()),
            env=crowd.env,
            descriptors=[listener.fileno()],
        ) as program:

            def ask(number: int) -> None:
                with opener.open(f"{url}/{number}", timeout=60) as answer:
                    pid, *owners = answer.read().decode().split()
                assert owners == [crowds.client_id(number)] * 2
                answered[pid] += 1

            def all_workers_answered() -> bool:
                # More requests than one worker can take at once.
                with ThreadPoolExecutor(8) as pool:
                    list(pool.map(ask, range(16), timeout=60))
                return len(answered) == 2

            until(all_workers_answered)
            program.send_signal(signal.SIGTERM)
            out, err = program.communicate(timeout=30)
    assert (program.returncode, out, err) == (0, "", "")
    assert str(program.pid) not in answered
    crowd.left()
