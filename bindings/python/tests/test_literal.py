"""A few calls, requests and values written by hand.

Which operations the vectors call, and with what, is read from what the generator writes, which also
writes the clients. Here nothing is generated but the clients themselves.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

import authloom
from authloom import FitbitPlus, Konnect, Secret, TokenService, Tyk
from authloom.fitbit_plus import GrantClientCredentials, Organization
from authloom.konnect import (
    AuthConfigOAuth,
    HeaderKey,
    NewCredentialMultiKeyAuth,
)
from authloom.token_service import ProofClientSecret
from authloom.tyk import OAuthClient
from support.manifest import DEFINITIONS, OPERATIONS
from support.sandbox import AWS_PROD, GITHUB_MAIN, Sandbox
from support.vectors.arguments import arguments, read
from support.vectors.compare import differences
from support.vectors.values import shape


def sent(sandbox: Sandbox) -> tuple[str, str, Any]:
    """The last request; the secrets in its body are hidden."""
    last = sandbox.log()[-1]
    return last["method"], last["path"], last["body"]


def test_konnect_sends_and_returns_what_is_written_here(sandbox: Sandbox) -> None:
    with Konnect(**sandbox.konnect) as konnect:
        config = konnect.get_auth_config(GITHUB_MAIN)
        instance = "/v1/integration-instances/2f6d9a84-1c3b-4e7f-8a90-b1c2d3e4f506"
        assert sent(sandbox) == ("GET", f"{instance}/auth-config", None)
        assert isinstance(config, AuthConfigOAuth)
        assert config.token_endpoint == "https://id.acme.test/token"

        keys = NewCredentialMultiKeyAuth(headers=[HeaderKey(name="X-Api-Key", key="k")])
        credential = konnect.create_auth_credential(AWS_PROD, keys)
        method, path, body = sent(sandbox)
        instance = "/v1/integration-instances/7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11"
        assert (method, path) == ("POST", f"{instance}/auth-credential")
        assert body["type"] == "multi_key_auth"
        assert body["config"]["headers"][0]["name"] == "X-Api-Key"
        assert credential.integration_instance.name == "aws-prod"

        konnect.delete_auth_config(GITHUB_MAIN)
        with pytest.raises(authloom.NotFoundError):
            konnect.get_auth_config(GITHUB_MAIN)


def test_fitbit_plus_sends_and_returns_what_is_written_here(sandbox: Sandbox) -> None:
    base_url = sandbox.env["AUTHLOOM_FITBIT_PLUS_BASE_URL"]
    with FitbitPlus(base_url=base_url) as fitbit_plus:
        token = fitbit_plus.create_token(
            GrantClientCredentials(client_secret="s-9f1"),
            client_id="acme-reporting",
            include="organization",
            body_form="flat",
        )
    method, path, body = sent(sandbox)
    assert (method, path) == ("POST", "/pub/oauth/token")
    assert body.keys() == {"grant_type", "client_id", "client_secret"}
    assert body["grant_type"] == "client_credentials"
    assert body["client_id"] == "acme-reporting"
    assert token.expires_in == 3600
    assert isinstance(token.organization, Organization)
    assert token.organization.name == "Acme Health"


def test_the_token_service_sends_and_returns_what_is_written_here(
    sandbox: Sandbox,
) -> None:
    base_url = sandbox.env["AUTHLOOM_TOKEN_SERVICE_BASE_URL"]
    with TokenService(base_url=base_url, token="lt_5f2a") as service:
        issued = service.issue_long_term_token(
            ProofClientSecret("pa55"),
            client_id="c2m_acme",
            scopes=["jobs:read"],
            ttl_seconds=7200,
        )
        method, path, body = sent(sandbox)
        assert (method, path) == ("POST", "/v2/auth/tokens/long")
        assert (body["scopes"], body["ttl_seconds"]) == (["jobs:read"], 7200)
        assert issued.scopes == ("jobs:read",)
        assert issued.expires_in == 7200

        service.revoke_token("tok_st_31c0de", timeout=timedelta(seconds=5))
        assert sent(sandbox) == ("POST", "/v2/auth/tokens/tok_st_31c0de/revoke", None)


def test_tyk_sends_and_returns_what_is_written_here(sandbox: Sandbox) -> None:
    with Tyk(base_url=sandbox.env["AUTHLOOM_TYK_BASE_URL"], secret="key-1") as tyk:
        updated = tyk.update_oauth_client(
            "oauth-api",
            client_id="shop",
            redirect_uri="https://shop.test/new",
            meta_data={"team": "web"},
        )
        body = {"redirect_uri": "https://shop.test/new", "meta_data": {"team": "web"}}
        assert sent(sandbox) == ("PUT", "/tyk/oauth/clients/oauth-api/shop", body)
        expected: dict[str, Any] = {
            "client_id": "shop",
            "secret": Secret("s1"),
            "redirect_uri": "https://shop.test/new",
            "meta_data": {"team": "web"},
            "description": "",
        }
        assert updated == OAuthClient(**expected)
        assert tyk.list_apis_for_oauth_client("shop") == ["oauth-api"]

        # By its name it is the same call, and the same value.
        operation = OPERATIONS["tyk", "update_oauth_client"]
        call = {"api_id": "oauth-api", "client_id": "shop", **body}
        positional, keywords = arguments(operation, read(operation, call))
        assert positional == ("oauth-api",)
        assert keywords == {"client_id": "shop", **body}
        value = shape(operation, tyk.update_oauth_client(*positional, **keywords))
        assert differences({**expected, "secret": "s1"}, value) == []
        assert differences({**expected, "secret": "s2"}, value) != []


def test_the_manifest_says_what_is_written_here() -> None:
    create = OPERATIONS["fitbit_plus", "create_token"]
    assert [(of.name, of.type) for of in create.parameters] == [("grant", "union Grant")]
    assert [of.name for of in create.options] == ["client_id", "include", "body_form"]
    assert create.result == "struct Token"
    assert OPERATIONS["konnect", "delete_auth_config"].result is None
    groups = OPERATIONS["fitbit_plus", "fetch_token_groups"].result
    assert groups == "list struct Group"
    listed = DEFINITIONS["ListedToken"].fields
    assert [(of.name, of.type) for of in listed] == [
        ("code", "secret"),
        ("expires", "optional instant"),
    ]
