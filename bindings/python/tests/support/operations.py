"""Every operation of the four clients, with arguments that the sandbox's default data accepts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import authloom
from authloom import Secret
from authloom.fitbit_plus import GrantClientCredentials, GrantRefreshToken
from authloom.konnect import (
    HeaderKey,
    NewCredentialAwsRoleDelegation,
    NewCredentialMultiKeyAuth,
    NewCredentialOAuth,
)
from authloom.token_service import (
    ProofAssertion,
    ProofClientSecret,
    ProofOtpCode,
    ProofShortTermToken,
)
from support.sandbox import AWS_PROD, GITHUB_MAIN, Sandbox

Arguments = tuple[tuple[Any, ...], dict[str, Any]]

# The sync and the async client of each API.
CLIENTS: dict[str, tuple[Any, Any]] = {
    "konnect": (authloom.Konnect, authloom.AsyncKonnect),
    "fitbit_plus": (authloom.FitbitPlus, authloom.AsyncFitbitPlus),
    "token_service": (authloom.TokenService, authloom.AsyncTokenService),
    "tyk": (authloom.Tyk, authloom.AsyncTyk),
}
STYLES = ("sync", "async")


@dataclass(frozen=True)
class Secrets:
    """The secrets that calls take; by default those of the sandbox's default data."""

    konnect: Secret = Secret("kpat_example")
    fitbit_plus: Secret = Secret("at-1")
    token_service: Secret = Secret("lt_5f2a")
    tyk: Secret = Secret("key-1")
    # Where it is None, each API's own.
    client_secret: Secret | None = None
    code: Secret = Secret("a-code-of-the-provider")
    header_key: Secret = Secret("a-key-of-the-service")
    refresh_token: Secret = Secret("rt-1")
    otp_code: Secret = Secret("012345")
    assertion: Secret = Secret("eyJh.eyJz.c2ln")
    long_token: Secret = Secret("lt_5f2a")
    short_token: Secret = Secret("st_31c0")
    key_rules: Secret = Secret('{"rate": 10, "per": 1}')
    revoked_token: Secret = Secret("some-token")


@dataclass(frozen=True)
class Operation:
    """An operation with arguments. Some stand there more than once, with others."""

    api: str
    name: str
    arguments: Callable[[Secrets], Arguments]

    @property
    def token_option(self) -> str:
        """The keyword of the credential for one call."""
        return "call_token" if self == _REVOKE_TOKEN_OF_TYK else "token"

    def __str__(self) -> str:
        return f"{self.api}.{self.name}"


# What an argument is, or how it is made of the secrets.
_Source = str | int | NewCredentialAwsRoleDelegation | Callable[[Secrets], object]


def _with(*positional: _Source, **keywords: _Source) -> Callable[[Secrets], Arguments]:
    """Arguments, in which a function stands for what it takes from the secrets."""

    def filled(secrets: Secrets) -> Arguments:
        def fill(value: _Source) -> object:
            return value(secrets) if callable(value) else value

        return tuple(map(fill, positional)), {
            name: fill(value) for name, value in keywords.items()
        }

    return filled


def _secret_or(usual: str) -> Callable[[Secrets], Secret]:
    return lambda secrets: secrets.client_secret or Secret(usual)


_TOKEN_ID = "64b0c1d2e3f4a5b6c7d8e9f0"
_OF_SHOP = ("oauth-api", "shop")
_AUTHORIZING = {"redirect_uri": "https://shop.test/cb", "prefix": "/oauth-api"}
_NEW_CLIENT = {"api_id": "oauth-api", "redirect_uri": "https://new.test/cb"}
_REVOKE_TOKEN_OF_TYK = Operation(
    "tyk", "revoke_token", _with(lambda s: s.revoked_token, "shop")
)

KONNECT = [
    Operation("konnect", name, arguments)
    for name, arguments in (
        ("get_auth_config", _with(GITHUB_MAIN)),
        (
            "upsert_auth_config",
            _with(
                AWS_PROD,
                client_id="catalog-app",
                client_secret=_secret_or("a-new-secret"),
                authorization_endpoint="https://id.acme.test/authorize",
                token_endpoint="https://id.acme.test/token",
            ),
        ),
        ("delete_auth_config", _with(GITHUB_MAIN)),
        (
            "create_auth_credential",
            _with(
                AWS_PROD,
                NewCredentialAwsRoleDelegation(
                    role_arn="arn:aws:iam::123456789012:role/catalog"
                ),
            ),
        ),
        (
            "create_auth_credential",
            _with(
                AWS_PROD,
                lambda s: NewCredentialOAuth(
                    code=s.code, redirect_uri="https://app.acme.test/cb"
                ),
            ),
        ),
        (
            "create_auth_credential",
            _with(
                AWS_PROD,
                lambda s: NewCredentialMultiKeyAuth(
                    headers=[HeaderKey(name="X-Api-Key", key=s.header_key)]
                ),
            ),
        ),
        ("get_auth_credential", _with(GITHUB_MAIN)),
        ("delete_auth_credential", _with(GITHUB_MAIN)),
    )
]
FITBIT_PLUS = [
    Operation("fitbit_plus", name, arguments)
    for name, arguments in (
        (
            "create_token",
            _with(
                lambda s: GrantClientCredentials(client_secret=_secret_or("s-9f1")(s)),
                client_id="acme-reporting",
            ),
        ),
        (
            "create_token",
            _with(
                lambda s: GrantRefreshToken(
                    refresh_token=s.refresh_token,
                    client_secret=_secret_or("s-9f1")(s),
                ),
                client_id="acme-reporting",
                body_form="flat",
            ),
        ),
        ("fetch_token_groups", _with(_TOKEN_ID)),
        ("fetch_token_organization", _with(_TOKEN_ID)),
    )
]
TOKEN_SERVICE = [
    Operation("token_service", name, arguments)
    for name, arguments in (
        (
            "issue_long_term_token",
            _with(lambda s: ProofClientSecret(_secret_or("pa55")(s)), client_id="c2m_acme"),
        ),
        (
            "issue_long_term_token",
            _with(lambda s: ProofOtpCode(s.otp_code), client_id="c2m_acme"),
        ),
        (
            "issue_long_term_token",
            _with(
                lambda s: ProofAssertion(
                    assertion=s.assertion,
                    assertion_type="urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                ),
                client_id="c2m_acme",
            ),
        ),
        (
            "issue_long_term_token",
            _with(lambda s: ProofShortTermToken(s.short_token), client_id="c2m_acme"),
        ),
        ("issue_short_term_token", _with()),
        ("issue_short_term_token", _with(long_token=lambda s: s.long_token)),
        ("revoke_token", _with("tok_st_31c0de")),
    )
]
TYK = [
    Operation("tyk", name, arguments)
    for name, arguments in (
        ("authorize_client", _with("code", "shop", **_AUTHORIZING)),
        (
            "authorize_client",
            _with("token", "shop", key_rules=lambda s: s.key_rules, **_AUTHORIZING),
        ),
        ("create_oauth_client", _with(**_NEW_CLIENT)),
        (
            "create_oauth_client",
            _with(client_id="new", secret=_secret_or("a-new-secret"), **_NEW_CLIENT),
        ),
        ("get_oauth_client", _with(*_OF_SHOP)),
        ("list_oauth_clients", _with("oauth-api")),
        (
            "update_oauth_client",
            _with(
                "oauth-api",
                client_id="shop",
                redirect_uri="https://shop.test/new",
                policy_id="gold",
            ),
        ),
        ("delete_oauth_client", _with(*_OF_SHOP)),
        ("list_oauth_client_tokens", _with(*_OF_SHOP)),
        ("list_oauth_client_tokens_page", _with(*_OF_SHOP, 1)),
        ("invalidate_oauth_refresh", _with("oauth-api", lambda s: s.refresh_token)),
        (
            "revoke_all_tokens",
            _with("shop", _secret_or("s1")),
        ),
        ("rotate_oauth_client_secret", _with(*_OF_SHOP)),
        ("list_apis_for_oauth_client", _with("shop")),
        ("purge_lapsed_tokens", _with()),
    )
]
ALL = [*KONNECT, *FITBIT_PLUS, *TOKEN_SERVICE, *TYK, _REVOKE_TOKEN_OF_TYK]

# Each operation once, with the first arguments that it has.
DISTINCT = list({str(each): each for each in reversed(ALL)}.values())[::-1]


def credential(api: str, secrets: Secrets) -> dict[str, Secret]:
    """The keyword that gives a client its credential."""
    return {"secret" if api == "tyk" else "token": getattr(secrets, api)}


def base_url(sandbox: Sandbox, api: str, tls: bool = False) -> str:
    """Where a sandbox serves an API."""
    env: Mapping[str, str] = sandbox.tls_env if tls else sandbox.env
    return env[f"AUTHLOOM_{api.upper()}_BASE_URL"]
