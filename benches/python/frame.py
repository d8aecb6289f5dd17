"""One turn of one peer: connect, warm up, make the calls, say in one JSON line what they cost.

    python frame.py PEER OPERATION STYLE AT_ONCE WARM_UP CALLS URL

PEER is a module in `peers`. OPERATION is `get` or `upsert`, STYLE is `sync` or `async`, and
AT_ONCE is the number of threads or of tasks that make one call after the other. WARM_UP and CALLS
are numbers of calls, all threads or tasks together.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import threading
from typing import Any

from calls import check
from cost import Reading, cost


def sync_turn(peer: Any, operation: str, at_once: int, warm_up: int, calls: int, url: str) -> Any:
    """Calls from so many threads; a single one is the main thread."""
    if peer.PER_THREAD:
        clients = [peer.Sync(url) for _ in range(at_once)]
    else:
        clients = [peer.Sync(url)] * at_once
    if at_once == 1:
        call = getattr(clients[0], operation)
        repeat(call, warm_up)
        before = Reading.now()
        repeat(call, calls)
        return cost(before, Reading.now(), calls)

    gate = threading.Barrier(at_once + 1)
    failures: list[BaseException] = []

    def work(client: Any) -> None:
        try:
            call = getattr(client, operation)
            repeat(call, warm_up // at_once)
            gate.wait()
            gate.wait()
            repeat(call, calls // at_once)
            gate.wait()
        except BaseException as failure:
            failures.append(failure)
            gate.abort()

    threads = [threading.Thread(target=work, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    try:
        gate.wait()
        before = Reading.now()
        gate.wait()
        gate.wait()
        after = Reading.now()
    except threading.BrokenBarrierError:
        raise failures[0] from None
    for thread in threads:
        thread.join()
    return cost(before, after, calls)


def repeat(call: Any, calls: int) -> None:
    for _ in range(calls):
        check(call())


def async_turn(peer: Any, operation: str, at_once: int, warm_up: int, calls: int, url: str) -> Any:
    """Calls from so many tasks; a single one is the main task."""
    import asyncio

    async def work(call: Any, calls: int) -> None:
        for _ in range(calls):
            check(await call())

    async def together(call: Any, calls: int) -> None:
        if at_once == 1:
            await work(call, calls)
        else:
            await asyncio.gather(*(work(call, calls // at_once) for _ in range(at_once)))

    async def turn() -> Any:
        async with peer.Async(url) as client:
            call = getattr(client, operation)
            await together(call, warm_up)
            before = Reading.now()
            await together(call, calls)
            return cost(before, Reading.now(), calls)

    return getattr(peer, "run", asyncio.run)(turn())


def main(
    name: str, operation: str, style: str, at_once: str, warm_up: str, calls: str, url: str
) -> None:
    turn = {"sync": sync_turn, "async": async_turn}[style]
    peer = importlib.import_module(f"peers.{name}")
    print(json.dumps(turn(peer, operation, int(at_once), int(warm_up), int(calls), url)), flush=True)
    # pyreqwest's threads can crash the interpreter while it ends, and then the turn would be lost.
    # Nobody's end is measured, so nobody's is waited for.
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
