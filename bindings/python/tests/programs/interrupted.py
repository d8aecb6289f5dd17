"""Waits for a response that does not come, and is interrupted.

    interrupted.py HOW

HOW is `alone`, or `beside` another thread that waits for a response too.
"""

from __future__ import annotations

import os
import signal
import sys
import threading

from authloom import AuthloomError, Konnect


def say(word: str) -> None:
    print(word, flush=True)


def beside(konnect: Konnect, instance: str) -> threading.Thread:
    """A thread that waits, too."""

    def wait() -> None:
        try:
            konnect.get_auth_config(instance)
        except AuthloomError:
            say("the other thread was told")

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    return thread


def main() -> None:
    # What runs the tests in the background may have it ignored, which children inherit.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    instance = os.environ["AUTHLOOM_DEMO_INSTANCE_ID"]
    with Konnect.from_env() as konnect:
        if sys.argv[1] == "beside":
            beside(konnect, instance)
            say("beside")
            # Until it waits, and this thread is not alone.
            sys.stdin.readline()
        try:
            say("waiting")
            konnect.get_auth_config(instance)
        except KeyboardInterrupt:
            say("interrupted")
        # Only now the fault is taken away.
        sys.stdin.readline()
        try:
            konnect.get_auth_config(instance)
        except AuthloomError as error:
            say(error.kind)


main()
