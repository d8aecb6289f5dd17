"""Forks again and again while 8 threads call and a loop has 16 calls in flight."""

from __future__ import annotations

import asyncio
import threading

from authloom import AsyncKonnect, Konnect
from support.forks import child, wait_for
from support.loops import together
from support.own import ask, ask_async, ask_on_a_new_loop

FORKS = 20

konnect = Konnect.from_env()
waiting = AsyncKonnect.from_env()
stop = threading.Event()
failures: list[BaseException] = []
turns = [0] * 9


def guard(number: int) -> None:
    """Works until it is told to stop."""
    try:
        if number == 8:
            asyncio.run(loop())
        while not stop.is_set():
            ask(konnect, number)
            turns[number] += 1
    except BaseException as failure:
        failures.append(failure)
        raise


async def loop() -> None:
    while not stop.is_set():
        await together(ask_async(waiting, number) for number in range(16))
        turns[8] += 1


def worker(number: int) -> None:
    ask(konnect, number, 3)
    ask_on_a_new_loop(waiting, number)
    with Konnect.from_env() as own:
        ask(own, number, 3)


def main() -> None:
    threads = [threading.Thread(target=guard, args=(n,)) for n in range(9)]
    for thread in threads:
        thread.start()
    for number in range(FORKS):
        before = sum(turns)
        wait_for([child(lambda: worker(20 + number))])
        # The parent's threads went on, and its main thread calls too.
        ask(konnect, 19)
        while sum(turns) == before and not failures:
            stop.wait(0.001)
    stop.set()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()
    assert failures == []
    assert all(turns), turns
    print("well")


main()
