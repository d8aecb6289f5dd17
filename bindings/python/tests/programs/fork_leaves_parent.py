"""A child throws away what it has from its parent, whose connections stay as they are."""

from __future__ import annotations

import asyncio
import gc
import threading

from authloom import AsyncKonnect, Konnect, NotFoundError
from support.forks import child, wait_for
from support.held import Held, held
from support.sandbox import GITHUB_MAIN

clients: list[Konnect] = []
waiting: list[AsyncKonnect] = []
outcomes: list[str] = []


def call(konnect: Konnect) -> None:
    try:
        konnect.get_auth_config(GITHUB_MAIN, timeout=20)
    except NotFoundError as error:
        outcomes.append(error.kind)


def loop(konnect: AsyncKonnect) -> None:
    async def main() -> None:
        try:
            await konnect.get_auth_config(GITHUB_MAIN, timeout=20)
        except NotFoundError as error:
            outcomes.append(error.kind)

    asyncio.run(main())


def throw_away() -> None:
    """What a child does that wants nothing of its parent's."""
    clients[0].close()
    asyncio.run(waiting[0].aclose())
    clients.clear()
    waiting.clear()
    gc.collect()


def begin(server: Held) -> list[threading.Thread]:
    """A sync and an async call, under way."""
    threads = [
        threading.Thread(target=call, args=(clients[0],)),
        threading.Thread(target=loop, args=(waiting[0],)),
    ]
    for thread in threads:
        thread.start()
    server.wait_for_requests(2)
    return threads


def end(server: Held, threads: list[threading.Thread]) -> None:
    server.let_go(2)
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()


def main() -> None:
    with held() as server:
        clients.append(Konnect(**server.access))
        waiting.append(AsyncKonnect(**server.access))
        end(server, begin(server))
        assert server.connections == 2
        # Idle connections outlive the child…
        wait_for([child(throw_away)])
        threads = begin(server)
        # … and so do those that are waited at.
        wait_for([child(throw_away)])
        end(server, threads)
        assert outcomes == ["not_found"] * 4, outcomes
        assert server.connections == 2, server.connections
        throw_away()
    print("well")


main()
