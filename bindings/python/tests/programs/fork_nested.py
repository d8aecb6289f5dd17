"""A child's child, and its child, each of which ends as a program does."""

from __future__ import annotations

import os
import sys

from authloom import AsyncKonnect, Konnect
from support.forks import wait_for
from support.own import ask, ask_on_a_new_loop

konnect = Konnect.from_env()
waiting = AsyncKonnect.from_env()


def work(number: int) -> None:
    ask(konnect, number, 3)
    ask_on_a_new_loop(waiting, number)


def main() -> None:
    for depth in range(4):
        work(depth)
        pid = os.fork()
        if pid:
            # Each waits for its own child, and calls beside and after it.
            work(depth + 10)
            wait_for([pid])
            work(depth + 20)
            if depth == 0:
                print("well")
            return
    work(4)
    konnect.close()


main()
sys.exit(0)
