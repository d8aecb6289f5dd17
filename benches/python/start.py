"""What `import authloom`, a client and its first call take over a bare interpreter.

    python start.py PAIRS URL

Starts fresh processes in pairs, one bare and one that makes the call, and prints one JSON line:
the medians of how much longer a process ran from its start to its end, and of how much more
memory it held at its peak.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time

from calls import INSTANCE, TOKEN

BARE = "import sys"

FIRST_CALL = """
import sys
import authloom
konnect = authloom.Konnect(base_url=sys.argv[1], token=sys.argv[2])
konnect.get_auth_config(sys.argv[3])
"""

# A process says its own peak: what the system tells its parent includes the parent's memory.
PEAK = """
with open("/proc/self/status", "rb") as status:
    for line in status:
        if line.startswith(b"VmHWM:"):
            print(int(line.split()[1]))
"""


def run(code: str, url: str) -> tuple[float, float]:
    """Milliseconds from start to end, and MiB at the peak."""
    reading, writing = os.pipe()
    program = [sys.executable, "-c", code + PEAK, url, TOKEN, INSTANCE]
    started = time.perf_counter()
    child = os.posix_spawn(
        sys.executable, program, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, writing, 1)]
    )
    _, status = os.waitpid(child, 0)
    ended = time.perf_counter()
    os.close(writing)
    with open(reading, "rb") as output:
        peak_kib = output.read()
    if status != 0:
        raise SystemExit("A process that was started ended with an error.")
    return (ended - started) * 1e3, int(peak_kib) / 1024


def main(pairs: str, url: str) -> None:
    # What the first processes of a kind read from disk, the others find in memory.
    run(BARE, url)
    run(FIRST_CALL, url)
    differences = []
    for _ in range(int(pairs)):
        bare_ms, bare_mib = run(BARE, url)
        call_ms, call_mib = run(FIRST_CALL, url)
        differences.append((call_ms - bare_ms, call_mib - bare_mib))
    times, peaks = zip(*differences)
    print(json.dumps({"time_ms": statistics.median(times), "peak_mib": statistics.median(peaks)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
