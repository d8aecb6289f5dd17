"""httpx."""

from __future__ import annotations

import httpx

from peers import httpx_like

PER_THREAD = httpx_like.PER_THREAD


class Sync(httpx_like.Sync):
    library = httpx
