"""What a process has used so far, and what that makes for each of its calls."""

from __future__ import annotations

import resource
import time
from typing import NamedTuple


class Reading(NamedTuple):
    """The process's counters at one moment; all its threads are in them."""

    wall: float
    cpu: float
    switches: int
    resident_kib: float

    @classmethod
    def now(cls) -> Reading:
        usage = resource.getrusage(resource.RUSAGE_SELF)
        return cls(
            wall=time.perf_counter(),
            # User and system time, as `usage` has it too, but to the nanosecond.
            cpu=time.process_time(),
            switches=usage.ru_nvcsw + usage.ru_nivcsw,
            resident_kib=resident_kib(),
        )


def resident_kib() -> float:
    """The memory that the process holds at this moment."""
    with open("/proc/self/statm", "rb") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize() / 1024


def cost(before: Reading, after: Reading, calls: int) -> dict[str, float]:
    """What one call took, and how much the process has grown."""
    return {
        "wall_us": (after.wall - before.wall) * 1e6 / calls,
        "cpu_us": (after.cpu - before.cpu) * 1e6 / calls,
        "switches": (after.switches - before.switches) / calls,
        "growth_kib": after.resident_kib - before.resident_kib,
    }
