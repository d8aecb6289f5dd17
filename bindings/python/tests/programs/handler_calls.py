"""Waits for a slow answer; meanwhile a signal's handler makes a call of its own.

    handler_calls.py SLOW QUICK

SLOW and QUICK are instances.
"""

from __future__ import annotations

import os
import signal
import sys

from authloom import Konnect
from support.crowd import owner


def main() -> None:
    slow, quick = sys.argv[1:]
    with Konnect.from_env() as konnect:

        def handler(*_: object) -> None:
            # Not by `print`: the next signal may come before it is through, and it refuses that.
            os.write(1, f"handler {owner(konnect.get_auth_config(quick))}\n".encode())

        signal.signal(signal.SIGUSR1, handler)
        print("waiting", flush=True)
        print("call", owner(konnect.get_auth_config(slow)), flush=True)


main()
