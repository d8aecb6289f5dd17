"""pyreqwest: one client, also for many threads."""

from __future__ import annotations

from pyreqwest.client import ClientBuilder, SyncClientBuilder

from calls import INSTANCE, TOKEN, AuthConfig, auth_config_url, upsert_body

PER_THREAD = False


class Sync:
    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.client = SyncClientBuilder().error_for_status(True).build()

    def get(self) -> AuthConfig:
        request = self.client.get(auth_config_url(self.base_url, INSTANCE)).bearer_auth(TOKEN)
        return AuthConfig.from_json(request.build().send().json())

    def upsert(self) -> AuthConfig:
        request = self.client.put(auth_config_url(self.base_url, INSTANCE)).bearer_auth(TOKEN)
        return AuthConfig.from_json(request.body_json(upsert_body()).build().send().json())


class Async:
    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.client = ClientBuilder().error_for_status(True).build()

    async def __aenter__(self) -> Async:
        await self.client.__aenter__()
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.client.__aexit__(*exception)

    async def get(self) -> AuthConfig:
        request = self.client.get(auth_config_url(self.base_url, INSTANCE)).bearer_auth(TOKEN)
        response = await request.build().send()
        return AuthConfig.from_json(await response.json())

    async def upsert(self) -> AuthConfig:
        request = self.client.put(auth_config_url(self.base_url, INSTANCE)).bearer_auth(TOKEN)
        response = await request.body_json(upsert_body()).build().send()
        return AuthConfig.from_json(await response.json())
