"""A value of every model, with every field given."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from types import ModuleType
from typing import Any

import authloom
from authloom import Secret, errors, fitbit_plus, konnect, token_service, tyk
from support import derived
from support.narrow import is_tuple

MODULES: tuple[ModuleType, ...] = (
    authloom,
    konnect,
    fitbit_plus,
    token_service,
    tyk,
    errors,
)
NOON = datetime(2026, 3, 1, 12, 0, 0, 250_000, tzinfo=timezone.utc)
LATER = NOON + timedelta(hours=1)
JSON: dict[str, Any] = {"team": ["web", None, 1, 1.5, True], "deep": {"er": {}}}

_GROUP = {"id": "g-1", "name": "North", "bio": "Open"}
_INSTANCE = {"id": "i-1", "name": "github", "display_name": "GitHub"}
_LISTED: dict[str, Any] = {"code": Secret("at-listed"), "expires": NOON}

# What each is made of, in the order of its fields.
_BY_HAND: dict[Any, dict[str, Any]] = {
    authloom.Event: {
        "kind": "retrying",
        "client": "Konnect",
        "operation": "get_auth_config",
        "attempt": 2,
        "elapsed": timedelta(seconds=1.5),
        "status": 503,
        "error": "server_error",
        "wait": timedelta(milliseconds=250),
    },
    authloom.RawResponse: {
        "status": 200,
        "headers": {"x-a": "1"},
        "body": "{}",
        "json": JSON,
    },
    errors.Problem: {
        "field": "name",
        "reason": "is too short",
        "rule": "min_length",
        "source": "body",
        "constraint": errors.ConstraintMinimum(minimum=3),
    },
    errors.ConstraintNone: {},
    errors.ConstraintMinimum: {"minimum": 3},
    errors.ConstraintMaximum: {"maximum": 9},
    errors.ConstraintChoice: {"choices": ("a", 1, None)},
    errors.ConstraintDependent: {"dependents": ("b", {"c": 1})},
    konnect.AuthConfigOAuth: {
        "client_id": "catalog",
        "authorization_endpoint": "https://id.acme.test/a",
        "token_endpoint": "https://id.acme.test/t",
    },
    konnect.AuthConfigUnknown: {"type": "saml", "raw": JSON},
    konnect.NewCredentialOAuth: {
        "code": Secret("a-code"),
        "redirect_uri": "https://a.test",
    },
    konnect.NewCredentialGithubAppInstallation: {
        "installation_id": "0042",
        "code": Secret("a-code"),
        "app_installed_by": "octocat",
    },
    konnect.NewCredentialMultiKeyAuth: {
        "headers": (konnect.HeaderKey(name="X-Key", key="a-key"),)
    },
    konnect.NewCredentialAwsRoleDelegation: {"role_arn": "arn:aws:iam::1:role/r"},
    konnect.HeaderKey: {"name": "X-Key", "key": Secret("a-key")},
    konnect.Credential: {
        "id": "c-1",
        "integration_instance": konnect.IntegrationInstance(**_INSTANCE),
        "missing_permissions": (
            konnect.MissingPermission(scopes=["repo", None], message="Grant repo"),
        ),
        "tainted": True,
        "expires_at": LATER,
        "created_at": NOON,
        "config": konnect.CredentialConfigOAuth(),
    },
    konnect.CredentialConfigOAuth: {},
    konnect.CredentialConfigGithubAppInstallation: {
        "installation_id": "0042",
        "app_installed_by": "octocat",
    },
    konnect.CredentialConfigMultiKeyAuth: {},
    konnect.CredentialConfigAwsRoleDelegation: {"role_arn": "arn:aws:iam::1:role/r"},
    konnect.CredentialConfigUnknown: {"type": "saml", "config": JSON},
    konnect.IntegrationInstance: _INSTANCE,
    konnect.MissingPermission: {"scopes": ("repo", None), "message": "Grant repo"},
    fitbit_plus.GrantClientCredentials: {
        "client_secret": Secret("s-1"),
        "refresh_token": Secret("rt-1"),
    },
    fitbit_plus.GrantRefreshToken: {
        "refresh_token": Secret("rt-1"),
        "client_secret": Secret("s-1"),
    },
    fitbit_plus.Token: {
        "id": "t-1",
        "access_token": Secret("at-1"),
        "refresh_token": Secret("rt-1"),
        "token_type": "Bearer",
        "expires_in": 3600,
        "expires_at": NOON,
        "groups": (fitbit_plus.Group(**_GROUP),),
        "organization": fitbit_plus.Organization(id="o-1", name="Acme"),
        "ignored": ("scope",),
        "request_id": "r-1",
    },
    fitbit_plus.Group: _GROUP,
    fitbit_plus.Organization: {"id": "o-1", "name": "Acme"},
    token_service.ProofClientSecret: {"client_secret": Secret("pa55")},
    token_service.ProofOtpCode: {"otp_code": Secret("012345")},
    token_service.ProofAssertion: {
        "assertion": Secret("eyJh.eyJz.c2ln"),
        "assertion_type": "urn:jwt",
    },
    token_service.ProofShortTermToken: {"short_term_token": Secret("st_1")},
    token_service.IssuedToken: {
        "token_type": "Bearer",
        "access_token": Secret("lt_1"),
        "expires_in": 900,
        "expires_at": NOON,
        "scopes": ("jobs:*", "tokens:*"),
        "token_id": "tok_1",
    },
    tyk.OAuthClient: {
        "client_id": "shop",
        "secret": Secret("s1"),
        "redirect_uri": "https://shop.test/cb",
        "api_id": "oauth-api",
        "policy_id": "gold",
        "meta_data": JSON,
        "description": "Shop",
    },
    tyk.AuthorizationCode: {
        "code": Secret("c1"),
        "redirect_to": Secret("https://shop.test/cb?code=c1"),
        "state": "s",
    },
    tyk.AuthorizationToken: {
        "access_token": Secret("a1"),
        "token_type": "bearer",
        "expires_in": 3600,
        "redirect_to": Secret("https://shop.test/cb#access_token=a1"),
        "state": "s",
    },
    tyk.KeyStatus: {"key": Secret("a1"), "status": "ok", "action": "deleted"},
    tyk.ListedToken: _LISTED,
    tyk.TokenPage: {
        "tokens": (tyk.ListedToken(**_LISTED),),
        "page_num": 1,
        "page_total": 2,
        "page_size": 100,
    },
}
FIELDS = {**derived.FIELDS, **_BY_HAND}
# Those with one field that has the variant's own name are made by place, as in Rust.
BY_PLACE = derived.BY_PLACE | {
    token_service.ProofClientSecret,
    token_service.ProofOtpCode,
    token_service.ProofShortTermToken,
}
# What can hold JSON of anybody, which cannot be hashed.
UNHASHABLE = derived.UNHASHABLE | {
    authloom.RawResponse,
    errors.Problem,
    errors.ConstraintChoice,
    errors.ConstraintDependent,
    konnect.AuthConfigUnknown,
    konnect.Credential,
    konnect.CredentialConfigUnknown,
    tyk.OAuthClient,
}
# Texts that only some can be replaced by.
_ANOTHER_TEXT = {"kind": "finished", "error": "timeout"}


def models() -> list[Any]:
    """Every model that a module exports, found where it is."""
    found = {
        value: None
        for module in MODULES
        for name in module.__all__
        if isinstance(value := getattr(module, name), type)
        and hasattr(value, "__match_args__")
    }
    return list(found)


def sample(model: Any, **changes: Any) -> Any:
    """A value of it."""
    return model(**{**FIELDS[model], **changes})


def another(name: str, value: Any) -> Any:
    """A value that the field may have too, and that is not equal."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str():
            return _ANOTHER_TEXT.get(name, value + "x")
        case Secret():
            return Secret(value.reveal() + "x")
        case datetime() | timedelta():
            return value + timedelta(seconds=1)
        case tuple():
            return ()
        case dict():
            return {"another": "1"}
        case konnect.CredentialConfigOAuth():
            return konnect.CredentialConfigMultiKeyAuth()
        case _:
            first, old = next(iter(FIELDS[type(value)].items()))
            return sample(type(value), **{first: another(first, old)})


def holds_secret(value: Any) -> bool:
    """Whether a secret is in it, however deep."""
    if is_tuple(value):
        return any(map(holds_secret, value))
    if type(value) in FIELDS:
        return any(holds_secret(getattr(value, name)) for name in FIELDS[type(value)])
    return isinstance(value, Secret)
