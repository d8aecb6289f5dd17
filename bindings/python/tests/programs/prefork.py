"""A supervisor that uses its client, forks workers, and gives them jobs through pipes."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
from multiprocessing.connection import Connection

from authloom import AsyncKonnect, Konnect
from support import crowd
from support.forks import child, wait_for
from support.own import ask, ask_on_a_new_loop

WORKERS = 4
JOBS = 12

konnect = Konnect.from_env()
waiting = AsyncKonnect.from_env()

Worker = tuple[int, Connection]


def work(jobs: Connection) -> None:
    """Does what comes until nothing does."""

    async def other_way(number: int) -> str:
        return crowd.owner(await waiting.get_auth_config(crowd.instance(number)))

    loop = asyncio.new_event_loop()
    while (number := jobs.recv()) is not None:
        owner = crowd.owner(konnect.get_auth_config(crowd.instance(number)))
        jobs.send((os.getpid(), owner, loop.run_until_complete(other_way(number))))
    loop.close()


def start() -> Worker:
    ours, theirs = multiprocessing.Pipe()
    pid = child(lambda: work(theirs))
    theirs.close()
    return pid, ours


def main() -> None:
    ask(konnect, 0)
    ask_on_a_new_loop(waiting, 0)
    workers = [start() for _ in range(WORKERS)]
    for job in range(JOBS):
        for place, (_, jobs) in enumerate(workers):
            jobs.send(place * JOBS + job)
        ask(konnect, 63)
        for place, (pid, jobs) in enumerate(workers):
            assert jobs.poll(30), "a worker hangs"
            owner = crowd.client_id(place * JOBS + job)
            assert jobs.recv() == (pid, owner, owner)
        # After some jobs a worker is replaced.
        pid, jobs = workers.pop(0)
        jobs.send(None)
        wait_for([pid])
        workers.append(start())
    for _, jobs in workers:
        jobs.send(None)
    wait_for(pid for pid, _ in workers)
    ask(konnect, 0)
    ask_on_a_new_loop(waiting, 0)
    print("well")


main()
