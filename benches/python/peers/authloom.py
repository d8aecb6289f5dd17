"""Authloom with its defaults, retries and deadlines among them: one client."""

from __future__ import annotations

from authloom import AsyncKonnect, Konnect

from calls import (
    AUTHORIZATION_ENDPOINT,
    CLIENT_ID,
    CLIENT_SECRET,
    INSTANCE,
    TOKEN,
    TOKEN_ENDPOINT,
    Config,
)

PER_THREAD = False


class Sync:
    def __init__(self, base_url: str) -> None:
        self.konnect = Konnect(base_url=base_url, token=TOKEN)

    def get(self) -> Config:
        return self.konnect.get_auth_config(INSTANCE)

    def upsert(self) -> Config:
        return self.konnect.upsert_auth_config(
            INSTANCE,
            client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET,
            authorization_endpoint=AUTHORIZATION_ENDPOINT,
            token_endpoint=TOKEN_ENDPOINT,
        )


class Async:
    def __init__(self, base_url: str) -> None:
        self.konnect = AsyncKonnect(base_url=base_url, token=TOKEN)

    async def __aenter__(self) -> Async:
        await self.konnect.__aenter__()
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.konnect.__aexit__(*exception)

    async def get(self) -> Config:
        return await self.konnect.get_auth_config(INSTANCE)

    async def upsert(self) -> Config:
        return await self.konnect.upsert_auth_config(
            INSTANCE,
            client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET,
            authorization_endpoint=AUTHORIZATION_ENDPOINT,
            token_endpoint=TOKEN_ENDPOINT,
        )
