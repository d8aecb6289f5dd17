"""Calls whose answers say whose they are, so that a stray one is noticed."""

from __future__ import annotations

import asyncio

from authloom import AsyncKonnect, Konnect
from support import crowd
from support.loops import together


def ask(konnect: Konnect, number: int, calls: int = 1) -> None:
    """Asks for an instance, and gets that one's config and no other's."""
    for _ in range(calls):
        config = konnect.get_auth_config(crowd.instance(number), timeout=20)
        assert crowd.owner(config) == crowd.client_id(number)


async def ask_async(konnect: AsyncKonnect, number: int, calls: int = 1) -> None:
    """The same, side by side."""
    configs = await together(
        konnect.get_auth_config(crowd.instance(number), timeout=20)
        for _ in range(calls)
    )
    assert {crowd.owner(config) for config in configs} == {crowd.client_id(number)}


def ask_on_a_new_loop(konnect: AsyncKonnect, number: int, calls: int = 8) -> None:
    """The same on a loop of its own."""
    asyncio.run(ask_async(konnect, number, calls))
