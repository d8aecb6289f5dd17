"""An application for gunicorn, with clients that are made and used when it is loaded."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterable

from authloom import AsyncKonnect, Konnect
from support.crowd import instance, owner
from support.own import ask, ask_on_a_new_loop

konnect = Konnect.from_env()
waiting = AsyncKonnect.from_env()
ask(konnect, 0)
ask_on_a_new_loop(waiting, 0)

StartResponse = Callable[[str, list[tuple[str, str]]], object]


def app(environ: dict[str, str], start_response: StartResponse) -> Iterable[bytes]:
    """Answers `/7` with the process, and what two clients say about instance 7."""
    its = instance(int(environ["PATH_INFO"].strip("/")))
    sync = owner(konnect.get_auth_config(its, timeout=20))
    other = asyncio.run(in_coroutine(its))
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{os.getpid()} {sync} {other}".encode()]


async def in_coroutine(its: str) -> str:
    return owner(await waiting.get_auth_config(its, timeout=20))
