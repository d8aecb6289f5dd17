"""Ends with 256 calls in flight.

    exits.py HOW WHAT

HOW is `tasks`, on the main thread's loop, `loops`, of four daemon threads, or `threads`, each of
which waits for a call. WHAT is `held`, where no response comes, or `answered`, where they come all
the time, also during the exit. It ends once its input does.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from typing import Any

from authloom import AsyncKonnect, AuthloomError, Event, Konnect
from support.crowd import SIZE, instance

CALLS = 256
how, what = sys.argv[1:]
FOR_EVER = what == "answered"


async def ask(konnect: AsyncKonnect, number: int) -> None:
    while True:
        try:
            await konnect.get_auth_config(instance(number % SIZE))
        except AuthloomError:
            pass
        if not FOR_EVER:
            return


def tasks(konnect: AsyncKonnect, count: int) -> None:
    """Leaves a loop that was stopped, with its calls in flight."""
    loop = asyncio.new_event_loop()
    # Python would complain of each task that it destroys.
    loop.set_exception_handler(lambda loop, context: None)
    kept.extend(loop.create_task(ask(konnect, number)) for number in range(count))
    loop.run_until_complete(loop.run_in_executor(None, sys.stdin.readline))


def loops(konnect: AsyncKonnect, count: int) -> None:
    async def main() -> None:
        await asyncio.gather(*(ask(konnect, number) for number in range(count)))

    asyncio.run(main())


def thread(konnect: Konnect, number: int) -> None:
    while True:
        try:
            konnect.get_auth_config(instance(number % SIZE))
        except AuthloomError:
            pass
        if not FOR_EVER:
            return


def hook(event: Event) -> None:
    """Keeps a thread busy within the library, where it may find the interpreter gone."""
    for _ in range(200):
        pass


hooks = [hook] if FOR_EVER else []
# None of them waits for a connection.
settings: Any = {"hooks": hooks, "max_connections": CALLS}
kept: list[asyncio.Task[None]] = []
if how == "tasks":
    tasks(AsyncKonnect.from_env(**settings), CALLS)
else:
    waiting, konnect = AsyncKonnect.from_env(**settings), Konnect.from_env(**settings)
    threading.stack_size(256 * 1024)
    for number in range(4 if how == "loops" else CALLS):
        arguments = (waiting, CALLS // 4) if how == "loops" else (konnect, number)
        target = loops if how == "loops" else thread
        threading.Thread(target=target, args=arguments, daemon=True).start()
    sys.stdin.readline()
