"""The types of what operations return. Type checkers check the claims, and these tests the types.

These are by hand; `operations.py` beside it, which is generated, has every operation.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Literal

import pytest
from typing_extensions import assert_type

import authloom
from authloom import (
    AsyncKonnect,
    AsyncTyk,
    Event,
    FitbitPlus,
    Konnect,
    RawResponse,
    Secret,
    TokenService,
    Tyk,
)
from authloom.errors import Constraint, ErrorKind, Outcome, Problem
from authloom.fitbit_plus import (
    Grant,
    GrantClientCredentials,
    Group,
    Organization,
    Token,
)
from authloom.konnect import (
    AuthConfig,
    AuthConfigOAuth,
    AuthConfigUnknown,
    Credential,
    CredentialConfig,
    HeaderKey,
    IntegrationInstance,
    MissingPermission,
    NewCredential,
    NewCredentialAwsRoleDelegation,
)
from authloom.token_service import IssuedToken, Proof, ProofClientSecret
from authloom.tyk import (
    Authorization,
    AuthorizationCode,
    AuthorizationToken,
    KeyStatus,
    ListedToken,
    OAuthClient,
    TokenPage,
)
from support.operations import base_url
from support.sandbox import AWS_PROD, GITHUB_MAIN, Sandbox

ROLE = NewCredentialAwsRoleDelegation(role_arn="arn:aws:iam::123456789012:role/catalog")
TOKEN_ID = "64b0c1d2e3f4a5b6c7d8e9f0"


class TestSync:
    """Sync clients."""

    def test_konnect(self, konnect: Konnect) -> None:
        config = assert_type(konnect.get_auth_config(GITHUB_MAIN), AuthConfig)
        assert isinstance(config, AuthConfigOAuth)
        config = konnect.upsert_auth_config(
            AWS_PROD,
            client_id="c",
            client_secret="s",
            authorization_endpoint="https://id.test/a",
            token_endpoint="https://id.test/t",
        )
        assert_type(config, AuthConfigOAuth | AuthConfigUnknown)
        created = konnect.create_auth_credential(AWS_PROD, ROLE)
        assert isinstance(assert_type(created, Credential), Credential)
        read = konnect.get_auth_credential(GITHUB_MAIN)
        assert isinstance(assert_type(read, Credential), Credential)
        assert_type(read.id, str)
        assert_type(read.integration_instance, IntegrationInstance)
        assert_type(read.missing_permissions, tuple[MissingPermission, ...])
        assert_type(read.tainted, bool)
        assert_type(read.expires_at, datetime | None)
        assert_type(read.created_at, datetime)
        assert_type(read.config, CredentialConfig)
        for missing in read.missing_permissions:
            assert_type(missing.scopes, tuple[str | None, ...])
        konnect.delete_auth_credential(GITHUB_MAIN)
        konnect.delete_auth_config(GITHUB_MAIN)
        path = "/v1/integration-instances/none/auth-config"
        with pytest.raises(authloom.NotFoundError):
            assert_type(konnect.request("GET", path), RawResponse)
        assert_type(konnect.base_url, str)

    def test_fitbit_plus(self, sandbox: Sandbox) -> None:
        client = FitbitPlus(base_url=base_url(sandbox, "fitbit_plus"), token="at-1")
        grant = GrantClientCredentials(client_secret="s-9f1")
        token = assert_type(client.create_token(grant, client_id="acme-reporting"), Token)
        assert isinstance(token, Token)
        assert_type(token.id, str | None)
        assert_type(token.access_token, Secret)
        assert_type(token.refresh_token, Secret | None)
        assert_type(token.expires_in, int | None)
        assert_type(token.expires_at, datetime | None)
        assert_type(token.groups, tuple[Group, ...])
        assert_type(token.organization, Organization | None)
        assert_type(token.ignored, tuple[str, ...])
        groups = assert_type(client.fetch_token_groups(TOKEN_ID), list[Group])
        assert isinstance(groups[0], Group)
        assert_type(groups[0].bio, str | None)
        owner = assert_type(client.fetch_token_organization(TOKEN_ID), Organization)
        assert isinstance(owner, Organization)
        client.close()

    def test_token_service(self, sandbox: Sandbox) -> None:
        with TokenService(
            base_url=base_url(sandbox, "token_service"), token="lt_5f2a"
        ) as client:
            assert_type(client, TokenService)
            proof = ProofClientSecret("pa55")
            issued = client.issue_long_term_token(proof, client_id="c2m_acme")
            assert isinstance(assert_type(issued, IssuedToken), IssuedToken)
            assert_type(issued.expires_in, int | None)
            assert_type(issued.expires_at, datetime | None)
            assert_type(issued.scopes, tuple[str, ...])
            assert_type(issued.token_id, str | None)
            assert_type(issued.access_token.reveal(), str)
            assert_type(client.issue_short_term_token(), IssuedToken)
            client.revoke_token("tok_st_31c0de")

    def test_tyk(self, sandbox: Sandbox) -> None:
        tyk = Tyk(base_url=base_url(sandbox, "tyk"), secret=Secret("key-1"))
        authorization = tyk.authorize_client(
            "code", "shop", redirect_uri="https://shop.test/cb", prefix="/oauth-api"
        )
        assert_type(authorization, AuthorizationCode | AuthorizationToken)
        assert isinstance(authorization, AuthorizationCode)
        assert_type(authorization.code, Secret)
        assert_type(authorization.redirect_to, Secret)
        new = tyk.create_oauth_client(api_id="oauth-api", redirect_uri="https://n.test")
        assert isinstance(assert_type(new, OAuthClient), OAuthClient)
        assert_type(new.meta_data, object | None)
        assert_type(new.secret, Secret)
        assert_type(tyk.get_oauth_client("oauth-api", "shop"), OAuthClient)
        clients = assert_type(tyk.list_oauth_clients("oauth-api"), list[OAuthClient])
        assert isinstance(clients[0], OAuthClient)
        assert_type(tyk.update_oauth_client("oauth-api", client_id="shop"), OAuthClient)
        assert_type(tyk.rotate_oauth_client_secret("oauth-api", "shop"), OAuthClient)
        listed = tyk.list_oauth_client_tokens("oauth-api", "shop")
        assert isinstance(assert_type(listed, list[ListedToken]), list)
        page = tyk.list_oauth_client_tokens_page("oauth-api", "shop", 1)
        assert isinstance(assert_type(page, TokenPage), TokenPage)
        assert_type(page.tokens, tuple[ListedToken, ...])
        assert_type(tyk.list_apis_for_oauth_client("shop"), list[str])
        status = tyk.invalidate_oauth_refresh("oauth-api", "none")
        assert isinstance(assert_type(status, KeyStatus), KeyStatus)
        tyk.revoke_token("none", "shop")
        tyk.revoke_all_tokens("shop", "wrong")
        tyk.purge_lapsed_tokens()
        assert_type(tyk.delete_oauth_client("oauth-api", "shop"), KeyStatus)
        tyk.close()


class TestAsync:
    """Async clients return what sync ones do."""

    def test_a_few(self, sandbox: Sandbox) -> None:
        asyncio.run(self.a_few(sandbox))

    async def a_few(self, sandbox: Sandbox) -> None:
        async with AsyncKonnect(**sandbox.konnect) as konnect:
            assert_type(konnect, AsyncKonnect)
            config = assert_type(await konnect.get_auth_config(GITHUB_MAIN), AuthConfig)
            assert isinstance(config, AuthConfigOAuth)
            await konnect.delete_auth_config(GITHUB_MAIN)
        tyk = AsyncTyk(base_url=base_url(sandbox, "tyk"), secret="key-1")
        authorization = await tyk.authorize_client(
            "token", "shop", redirect_uri="https://shop.test/cb", prefix="/oauth-api"
        )
        assert_type(authorization, Authorization)
        assert isinstance(authorization, AuthorizationToken)
        raw = await tyk.request("GET", "/tyk/oauth/clients/oauth-api")
        assert isinstance(assert_type(raw, RawResponse), RawResponse)
        assert_type(raw.headers, dict[str, str])
        await tyk.aclose()


def raised() -> authloom.AuthloomError:
    """Any of them."""
    return authloom.RateLimitedError("Wait.", retry_after=timedelta(seconds=1))


def test_errors() -> None:
    error = raised()
    assert_type(error.kind, ErrorKind)
    assert_type(error.status, int | None)
    assert_type(error.retry_after, timedelta | None)
    assert_type(error.outcome, Outcome)
    assert_type(error.outcome, Literal["not_sent", "rejected", "unknown"])
    assert_type(error.problems, tuple[Problem, ...])
    assert_type(error.codes, tuple[str, ...])
    assert_type(error.retryable, bool)
    for problem in error.problems:
        assert_type(problem.constraint, Constraint)
    try:
        raise authloom.TimeoutError("Late.")
    except TimeoutError as late:
        assert isinstance(late, authloom.AuthloomError)
        assert_type(late.attempts, int)


def test_events() -> None:
    event = Event(
        kind="sending", client="Tyk", operation="o", attempt=1, elapsed=timedelta()
    )
    assert_type(event.kind, Literal["sending", "response", "retrying", "finished"])
    assert_type(event.elapsed, timedelta)
    assert_type(event.wait, timedelta | None)
    assert_type(event.error, ErrorKind | None)
    assert_type(event.status, int | None)
    assert event.wait is None


def takes_unions(
    grant: Grant, proof: Proof, credential: NewCredential, headers: Iterator[HeaderKey]
) -> tuple[Grant, Proof, NewCredential]:
    """The aliases of what is taken are types."""
    assert_type(next(headers).key, Secret)
    return grant, proof, credential


def test_aliases() -> None:
    taken = takes_unions(
        GrantClientCredentials(client_secret="s"),
        ProofClientSecret("s"),
        ROLE,
        iter([HeaderKey(name="X", key="k")]),
    )
    assert isinstance(taken[0], Grant)
    assert isinstance(taken[1], Proof)
    assert isinstance(taken[2], NewCredential)
