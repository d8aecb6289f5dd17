"""Processes of `multiprocessing` use a client of before the fork, and their own."""

from __future__ import annotations

import multiprocessing

from authloom import AsyncKonnect, Konnect
from support.own import ask, ask_on_a_new_loop

konnect = Konnect.from_env()
waiting = AsyncKonnect.from_env()
# Never used before the fork.
unused = Konnect.from_env()


def work(number: int) -> int:
    ask(konnect, number, 5)
    ask_on_a_new_loop(waiting, number)
    ask(unused, number, 5)
    with Konnect.from_env() as own:
        ask(own, number, 5)
    ask_on_a_new_loop(AsyncKonnect.from_env(), number)
    return number


def main() -> None:
    context = multiprocessing.get_context("fork")
    work(0)
    ask(konnect, 0)
    processes = [context.Process(target=work, args=(number,)) for number in range(1, 9)]
    for process in processes:
        process.start()
        # The parent goes on meanwhile.
        work(0)
    for process in processes:
        process.join(30)
        assert process.exitcode == 0, process
    with context.Pool(4) as pool:
        assert pool.map(work, range(16)) == list(range(16))
    work(0)
    print("well")


main()
