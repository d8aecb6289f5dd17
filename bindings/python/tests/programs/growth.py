"""Makes many calls and says how much memory it took, in bytes.

    growth.py WARM_UP CALLS

Half of the calls are sync, half async with 64 in flight.
"""

from __future__ import annotations

import asyncio
import sys

from authloom import AsyncKonnect, Konnect
from support import crowd
from support.process import resident

IN_FLIGHT = 64


def sync(konnect: Konnect, calls: int) -> None:
    for _ in range(calls):
        konnect.get_auth_config(crowd.instance(0))


async def work(konnect: AsyncKonnect, calls: int) -> None:
    for _ in range(calls):
        await konnect.get_auth_config(crowd.instance(0))


async def main(warm_up: int, calls: int) -> None:
    with Konnect.from_env() as konnect:
        async with AsyncKonnect.from_env() as other:

            async def turn(calls: int) -> None:
                sync(konnect, calls // 2)
                share = calls // 2 // IN_FLIGHT
                await asyncio.gather(*(work(other, share) for _ in range(IN_FLIGHT)))

            await turn(warm_up)
            before = resident()
            await turn(calls)
            print(resident() - before)


asyncio.run(main(*map(int, sys.argv[1:])))
