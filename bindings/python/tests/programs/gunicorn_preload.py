"""Runs `web.py` in two workers of gunicorn, which loads it before it forks them.

    gunicorn_preload.py DESCRIPTOR

DESCRIPTOR is of the socket to listen at.
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
descriptor = sys.argv[1]
sys.argv[1:] = ["--preload", "--workers=2", "--worker-class=sync", "--timeout=60"]
sys.argv += [f"--bind=fd://{descriptor}", "--log-level=warning", "web:app"]
runpy.run_module("gunicorn", run_name="__main__")
