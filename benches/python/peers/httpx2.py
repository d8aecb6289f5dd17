"""httpx2."""

from __future__ import annotations

import httpx2

from peers import httpx_like

PER_THREAD = httpx_like.PER_THREAD


class Sync(httpx_like.Sync):
    library = httpx2


class Async(httpx_like.Async):
    library = httpx2
