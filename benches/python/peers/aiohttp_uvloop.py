"""aiohttp on uvloop's event loop."""

from __future__ import annotations

import uvloop

from peers.aiohttp import Async

__all__ = ["Async", "run"]

run = uvloop.run
