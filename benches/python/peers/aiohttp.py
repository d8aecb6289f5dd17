"""aiohttp: one session."""

from __future__ import annotations

import aiohttp

from calls import AUTHORIZATION, INSTANCE, AuthConfig, auth_config_url, upsert_body


class Async:
    def __init__(self, base_url: str) -> None:
        self.base_url = base_url

    async def __aenter__(self) -> Async:
        headers = {"Authorization": AUTHORIZATION}
        self.session = aiohttp.ClientSession(headers=headers, raise_for_status=True)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.session.close()

    async def get(self) -> AuthConfig:
        async with self.session.get(auth_config_url(self.base_url, INSTANCE)) as response:
            return AuthConfig.from_json(await response.json())

    async def upsert(self) -> AuthConfig:
        url = auth_config_url(self.base_url, INSTANCE)
        async with self.session.put(url, json=upsert_body()) as response:
            return AuthConfig.from_json(await response.json())
