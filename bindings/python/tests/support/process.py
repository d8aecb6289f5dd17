"""What this process has, as Linux tells it."""

from __future__ import annotations

import os
import sys

import pytest

# Threads and descriptors are counted where the system tells them.
linux = pytest.mark.skipif(sys.platform != "linux", reason="counted in /proc")


def threads() -> set[str]:
    """The names of the threads, with their ids."""
    found: set[str] = set()
    for task in os.listdir("/proc/self/task"):
        try:
            with open(f"/proc/self/task/{task}/comm") as name:
                found.add(f"{task} {name.read().strip()}")
        except OSError:
            # It ended meanwhile.
            continue
    return found


def descriptors() -> dict[str, str]:
    """What is open."""
    found: dict[str, str] = {}
    for descriptor in os.listdir("/proc/self/fd"):
        try:
            found[descriptor] = os.readlink(f"/proc/self/fd/{descriptor}")
        except OSError:
            # It was the folder itself.
            continue
    return found


def resident() -> int:
    """The memory in use, in bytes."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
