"""httpx and httpx2, which are used alike: one client, also for many threads."""

from __future__ import annotations

from typing import Any

from calls import AUTHORIZATION, INSTANCE, AuthConfig, auth_config_url, upsert_body

PER_THREAD = False
HEADERS = {"Authorization": AUTHORIZATION}


class Sync:
    library: Any

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.client = self.library.Client(headers=HEADERS)

    def get(self) -> AuthConfig:
        response = self.client.get(auth_config_url(self.base_url, INSTANCE))
        return AuthConfig.from_json(response.raise_for_status().json())

    def upsert(self) -> AuthConfig:
        url = auth_config_url(self.base_url, INSTANCE)
        response = self.client.put(url, json=upsert_body())
        return AuthConfig.from_json(response.raise_for_status().json())


class Async:
    library: Any

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        # By default it keeps 20 connections, and connects anew for the rest of 64 in flight.
        limits = self.library.Limits(max_connections=100, max_keepalive_connections=100)
        self.client = self.library.AsyncClient(headers=HEADERS, limits=limits)

    async def __aenter__(self) -> Async:
        await self.client.__aenter__()
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.client.__aexit__(*exception)

    async def get(self) -> AuthConfig:
        response = await self.client.get(auth_config_url(self.base_url, INSTANCE))
        return AuthConfig.from_json(response.raise_for_status().json())

    async def upsert(self) -> AuthConfig:
        url = auth_config_url(self.base_url, INSTANCE)
        response = await self.client.put(url, json=upsert_body())
        return AuthConfig.from_json(response.raise_for_status().json())
