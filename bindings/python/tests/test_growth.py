"""Many calls take no more memory than few."""

from __future__ import annotations

from support.process import linux
from support.program import line, run, started, succeeded

WARM_UP = 10_000
CALLS = 100_000
MOST = 5 << 20


@linux
def test_memory_does_not_grow_with_calls() -> None:
    with started("quick_server.py", env={}) as server:
        url = f"http://127.0.0.1:{line(server.stdout)}"
        env = {"AUTHLOOM_KONNECT_BASE_URL": url, "AUTHLOOM_KONNECT_TOKEN": "kpat_quick"}
        done = run("growth.py", str(WARM_UP), str(CALLS), env=env, seconds=240)
    assert int(succeeded(done)) < MOST
