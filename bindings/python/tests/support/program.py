"""Programs in processes of their own: for what forks, is interrupted, or ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from support.waiting import SECONDS

TESTS = Path(__file__).parent.parent
PROGRAMS = TESTS / "programs"


def _environment(env: Mapping[str, str]) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AUTHLOOM_", "PYTHON"))
    }
    # The package is the one that this process tests, also where it is not installed.
    path = os.pathsep.join([str(TESTS), *filter(None, sys.path)])
    return {**kept, "PYTHONPATH": path, "PYTHONNOUSERSITE": "1", **env}


def run(
    name: str,
    *arguments: str,
    env: Mapping[str, str],
    seconds: float = SECONDS,
    options: tuple[str, ...] = (),
) -> subprocess.CompletedProcess[str]:
    """Runs a program of `programs` to its end. One that hangs is killed, and is a failure."""
    with started(name, *arguments, env=env, options=options) as process:
        out, err = process.communicate(timeout=seconds)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


@contextmanager
def started(
    name: str,
    *arguments: str,
    env: Mapping[str, str],
    options: tuple[str, ...] = (),
    descriptors: Sequence[int] = (),
) -> Generator[subprocess.Popen[str]]:
    """A program of `programs` while it runs; it and what it forked is ended with the block."""
    with subprocess.Popen(
        [sys.executable, *options, str(PROGRAMS / name), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=_environment(env),
        start_new_session=True,
        pass_fds=descriptors,
    ) as process:
        try:
            yield process
        finally:
            _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        # All of it has ended.
        pass
    process.wait()


def succeeded(done: subprocess.CompletedProcess[str]) -> str:
    """What a program wrote, if it ended well and complained of nothing."""
    assert (done.returncode, done.stderr) == (0, ""), done
    return done.stdout


def line(stream: IO[str] | None) -> str:
    """The next line that a program writes."""
    assert stream is not None
    return stream.readline().strip()
