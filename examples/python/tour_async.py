#!/usr/bin/env python3
"""Tours the four systems at once: what `tour.py` does one call after the other, on one loop.

    authloom-sandbox -- python tour_async.py

It shows what is different with coroutines: calls side by side, a deadline around several, a call
that is cancelled, and cleaning up whatever happens.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import sys
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

from authloom import (
    AsyncFitbitPlus,
    AsyncKonnect,
    AsyncTokenService,
    AsyncTyk,
    AuthloomError,
    NotFoundError,
    UnauthorizedError,
)
from authloom.fitbit_plus import GrantClientCredentials, GrantRefreshToken
from authloom.konnect import AuthConfigOAuth, HeaderKey, NewCredentialMultiKeyAuth
from authloom.token_service import ProofClientSecret
from authloom.tyk import AuthorizationToken
from touring.system import NoSandbox, is_loopback

# Around the tour of each system. Each call has deadlines of its own besides.
SECONDS = 60

# What a system's tour tells, a line each.
Tell = Callable[[str], None]


class Unexpected(Exception):
    """Something is not as it should be."""


def check(holds: bool, otherwise: str) -> None:
    """What must hold of what came back."""
    if not holds:
        raise Unexpected(otherwise)


async def refused(call: Awaitable[object], kind: type[AuthloomError]) -> AuthloomError:
    """A call that must be refused with this error."""
    try:
        await call
    except kind as error:
        return error
    raise Unexpected(f"the call succeeded; a {kind.__name__} was expected")


async def konnect_tour(konnect: AsyncKonnect, tell: Tell) -> None:
    """An auth config and a credential come and go."""
    instance = os.environ["AUTHLOOM_DEMO_INSTANCE_ID"]
    # Both questions at once.
    nothing = await asyncio.gather(
        refused(konnect.get_auth_config(instance), NotFoundError),
        refused(konnect.get_auth_credential(instance), NotFoundError),
    )
    tell(f"nothing there yet: {', '.join(error.operation for error in nothing)}")

    async with AsyncExitStack() as stack:
        config = await konnect.upsert_auth_config(
            instance,
            client_id="authloom-demo",
            client_secret="made-up-client-secret",
            authorization_endpoint="https://id.example.com/authorize",
            token_endpoint="https://id.example.com/token",
        )
        # Whatever happens from here on, it is removed.
        stack.push_async_callback(konnect.delete_auth_config, instance)
        match config:
            case AuthConfigOAuth(client_id=client_id, token_endpoint=token_endpoint):
                tell(f"set: OAuth client {client_id}, tokens from {token_endpoint}")
            case _:
                raise Unexpected("another type of config came back")

        key = HeaderKey(name="X-Authloom-Demo", key="made-up-header-key")
        created = await konnect.create_auth_credential(
            instance, NewCredentialMultiKeyAuth(headers=[key])
        )
        stack.push_async_callback(konnect.delete_auth_credential, instance)
        read_config, read_credential = await asyncio.gather(
            konnect.get_auth_config(instance), konnect.get_auth_credential(instance)
        )
        check(read_config == config, "another config came back")
        check(read_credential == created, "another credential came back")
        tell(f"authorized by credential {created.id}")

        # A call that nobody waits for any more: its request is dropped.
        task = asyncio.create_task(konnect.get_auth_config(instance))
        await asyncio.sleep(0)
        task.cancel()
        try:
            await task
            raise Unexpected("a cancelled call ended with a response")
        except asyncio.CancelledError:
            tell("a call was cancelled, and the client goes on")

    error = await refused(konnect.get_auth_config(instance), NotFoundError)
    tell(f"removed: {error}")


async def fitbit_plus_tour(fitbit_plus: AsyncFitbitPlus, tell: Tell) -> None:
    """A token, what it reaches, and its refresh."""
    # Id and secret are those of the client's configuration.
    first = await fitbit_plus.create_token(GrantClientCredentials(), include="groups")
    if first.id is None or first.refresh_token is None:
        raise Unexpected("the token has no id or no refresh token")
    groups, organization = await asyncio.gather(
        fitbit_plus.fetch_token_groups(first.id, token=first.access_token),
        fitbit_plus.fetch_token_organization(first.id, token=first.access_token),
    )
    check(len(groups) == len(first.groups), "these are not the token's groups")
    names = ", ".join(group.name or group.id for group in groups)
    tell(f"token {first.id} reaches {names} of {organization.name or organization.id}")

    second = await fitbit_plus.create_token(
        GrantRefreshToken(refresh_token=first.refresh_token)
    )
    check(second.access_token != first.access_token, "the access token is the old one")
    tell(f"refreshed: {second.access_token!r} until {second.expires_at}")
    retired = fitbit_plus.fetch_token_groups(first.id, token=first.access_token)
    tell(f"the first is retired: {await refused(retired, UnauthorizedError)}")


async def token_service_tour(token_service: AsyncTokenService, tell: Tell) -> None:
    """A long-term token, several short-term ones at once, and all revoked."""
    async with AsyncExitStack() as stack:
        long = await token_service.issue_long_term_token(
            ProofClientSecret(),
            scopes=["jobs:read", "tokens:revoke"],
            ttl_seconds=3600,
        )
        if long.token_id is None:
            raise Unexpected("the token has no id")

        async def revoke(token_id: str) -> None:
            await token_service.revoke_token(token_id, token=long.access_token)

        stack.push_async_callback(revoke, long.token_id)
        short = await asyncio.gather(
            *(
                token_service.issue_short_term_token(
                    long_token=long.access_token, scopes=["jobs:read"]
                )
                for _ in range(3)
            )
        )
        tell(f"{len(short)} short-term tokens from {long.token_id}, side by side")
        ids = [token.token_id for token in short if token.token_id is not None]
        await asyncio.gather(*map(revoke, ids))
        tell(f"revoked: {', '.join(ids)}")
    late = token_service.issue_short_term_token(long_token=long.access_token)
    tell(f"the long-term token is revoked: {await refused(late, UnauthorizedError)}")


async def tyk_tour(tyk: AsyncTyk, tell: Tell) -> None:
    """An OAuth client, its tokens, and their end."""
    api_id = os.environ["AUTHLOOM_DEMO_TYK_API_ID"]
    client_id = f"authloom-demo-{secrets.token_hex(8)}"
    redirect_uri = "https://client.example/callback"
    async with AsyncExitStack() as stack:
        client = await tyk.create_oauth_client(
            client_id=client_id,
            api_id=api_id,
            policy_id=os.environ["AUTHLOOM_DEMO_TYK_POLICY_ID"],
            redirect_uri=redirect_uri,
            description="Made by a tour of Authloom; it may be deleted",
        )
        stack.push_async_callback(tyk.delete_oauth_client, api_id, client_id)
        tell(f"created {client!r}")
        authorizations = await asyncio.gather(
            *(
                tyk.authorize_client(
                    "token",
                    client_id,
                    redirect_uri=redirect_uri,
                    prefix=f"/{api_id}",
                )
                for _ in range(2)
            )
        )
        check(
            all(isinstance(one, AuthorizationToken) for one in authorizations),
            "a code came back instead of a token",
        )
        listed = await tyk.list_oauth_client_tokens(api_id, client_id)
        tell(f"{len(listed)} tokens: {listed!r}")
        await tyk.revoke_all_tokens(client_id, client.secret)
        left = await tyk.list_oauth_client_tokens(api_id, client_id)
        check(not left, "there is a token still")
        tell("all revoked")
    error = await refused(tyk.get_oauth_client(api_id, client_id), NotFoundError)
    tell(f"removed: {error}")


async def visit(name: str, base_url: str, tour: Callable[[Tell], Awaitable[None]]) -> bool:
    """Tours a system within a deadline, and shows in one piece what it reported."""
    lines = [f"\n{name}  {base_url}"]

    def tell(line: str) -> None:
        lines.append(f"  → {line}")

    try:
        await asyncio.wait_for(tour(tell), SECONDS)
        return True
    except (Unexpected, AuthloomError, asyncio.TimeoutError) as error:
        lines.append(f"  × {type(error).__name__}: {error}")
        return False
    finally:
        print("\n".join(lines), flush=True)


async def main() -> int:
    """Tours all systems at once; the exit status tells whether all went as expected."""
    async with (
        AsyncKonnect.from_env() as konnect,
        AsyncFitbitPlus.from_env() as fitbit_plus,
        AsyncTokenService.from_env() as token_service,
        AsyncTyk.from_env() as tyk,
    ):
        for client in (konnect, fitbit_plus, token_service, tyk):
            if not is_loopback(client.base_url):
                raise NoSandbox(f"{client!r} is at {client.base_url}")
        good = await asyncio.gather(
            visit("Konnect", konnect.base_url, lambda tell: konnect_tour(konnect, tell)),
            visit(
                "Fitbit Plus",
                fitbit_plus.base_url,
                lambda tell: fitbit_plus_tour(fitbit_plus, tell),
            ),
            visit(
                "Token service",
                token_service.base_url,
                lambda tell: token_service_tour(token_service, tell),
            ),
            visit("Tyk", tyk.base_url, lambda tell: tyk_tour(tyk, tell)),
        )
    print("\nAll as expected." if all(good) else "\nNot all as expected.")
    return 0 if all(good) else 1


if __name__ == "__main__":
    try:
        sys.exit(asyncio.run(main()))
    except (NoSandbox, AuthloomError) as error:
        print(error, file=sys.stderr)
        sys.exit(1)
