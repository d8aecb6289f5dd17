"""Calls once with a retry and once in vain.

    logs.py [IMPORT]

IMPORT is a module to import first.
"""

from __future__ import annotations

import importlib
import os
import sys

from authloom import AuthloomError, Konnect

for name in sys.argv[1:]:
    importlib.import_module(name)
before = set(sys.modules)
with Konnect.from_env() as konnect:
    try:
        konnect.get_auth_config(os.environ["AUTHLOOM_DEMO_INSTANCE_ID"])
    except AuthloomError as error:
        print(error.kind, error.attempts, "logging" in set(sys.modules) - before)
