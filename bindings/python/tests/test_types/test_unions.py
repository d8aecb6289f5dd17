"""A `match` that forgets a variant is a finding of type checkers: each case here ends in one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from typing_extensions import assert_never, assert_type

from authloom import Secret
from authloom.errors import (
    Constraint,
    ConstraintChoice,
    ConstraintDependent,
    ConstraintMaximum,
    ConstraintMinimum,
    ConstraintNone,
    ErrorKind,
    Outcome,
)
from authloom.fitbit_plus import (
    BodyForm,
    Grant,
    GrantClientCredentials,
    GrantRefreshToken,
)
from authloom.konnect import (
    AuthConfig,
    AuthConfigOAuth,
    AuthConfigUnknown,
    CredentialConfig,
    CredentialConfigAwsRoleDelegation,
    CredentialConfigGithubAppInstallation,
    CredentialConfigMultiKeyAuth,
    CredentialConfigOAuth,
    CredentialConfigUnknown,
    HeaderKey,
    NewCredential,
    NewCredentialAwsRoleDelegation,
    NewCredentialGithubAppInstallation,
    NewCredentialMultiKeyAuth,
    NewCredentialOAuth,
    Region,
)
from authloom.token_service import (
    Proof,
    ProofAssertion,
    ProofClientSecret,
    ProofOtpCode,
    ProofShortTermToken,
)
from authloom.tyk import (
    Authorization,
    AuthorizationCode,
    AuthorizationToken,
    ListedToken,
)
from support.samples import FIELDS, sample


def of_auth_config(config: AuthConfig) -> object:
    match config:
        case AuthConfigOAuth(client_id, authorization_endpoint, token_endpoint):
            assert_type(client_id, str)
            assert_type(authorization_endpoint, str)
            return client_id, authorization_endpoint, token_endpoint
        case AuthConfigUnknown(kind, raw):
            assert_type(kind, str)
            assert_type(raw, object)
            return kind, raw
        case _:
            assert_never(config)


def of_new_credential(credential: NewCredential) -> object:
    match credential:
        case NewCredentialOAuth(code, redirect_uri):
            assert_type(code, Secret)
            return code, redirect_uri
        case NewCredentialGithubAppInstallation(installation_id, code, by):
            assert_type(by, str | None)
            return installation_id, code, by
        case NewCredentialMultiKeyAuth(headers):
            assert_type(headers, tuple[HeaderKey, ...])
            return (headers,)
        case NewCredentialAwsRoleDelegation(role_arn):
            return (role_arn,)
        case _:
            assert_never(credential)


def of_credential_config(config: CredentialConfig) -> object:
    match config:
        case CredentialConfigOAuth() | CredentialConfigMultiKeyAuth():
            return ()
        case CredentialConfigGithubAppInstallation(installation_id, by):
            assert_type(by, str | None)
            return installation_id, by
        case CredentialConfigAwsRoleDelegation(role_arn=role_arn):
            return (role_arn,)
        case CredentialConfigUnknown(kind, its_config):
            assert_type(its_config, object | None)
            return kind, its_config
        case _:
            assert_never(config)


def of_grant(grant: Grant) -> object:
    if isinstance(grant, GrantClientCredentials):
        assert_type(grant.refresh_token, Secret | None)
        return grant.client_secret, grant.refresh_token
    assert_type(grant, GrantRefreshToken)
    return grant.refresh_token, grant.client_secret


def of_proof(proof: Proof) -> object:
    match proof:
        case ProofClientSecret(of_client):
            return (assert_type(of_client, Secret | None),)
        case ProofOtpCode(secret) | ProofShortTermToken(secret):
            return (assert_type(secret, Secret),)
        case ProofAssertion(assertion, assertion_type):
            return assertion, assertion_type
        case _:
            assert_never(proof)


def of_authorization(authorization: Authorization) -> object:
    match authorization:
        case AuthorizationCode(code, redirect_to, state):
            return code, redirect_to, state
        case AuthorizationToken(token, kind, expires_in, redirect_to, state):
            assert_type(expires_in, int | None)
            return token, kind, expires_in, redirect_to, state
        case _:
            assert_never(authorization)


def of_constraint(constraint: Constraint) -> object:
    match constraint:
        case ConstraintNone():
            return ()
        case ConstraintMinimum(least):
            return (assert_type(least, int),)
        case ConstraintMaximum(most):
            return (assert_type(most, int),)
        case ConstraintChoice(choices):
            return (assert_type(choices, tuple[object, ...]),)
        case ConstraintDependent(dependents):
            return (assert_type(dependents, tuple[object, ...] | None),)
        case _:
            assert_never(constraint)


TAKEN_APART: list[tuple[Any, list[Any]]] = [
    (of_auth_config, [AuthConfigOAuth, AuthConfigUnknown]),
    (
        of_new_credential,
        [
            NewCredentialOAuth,
            NewCredentialGithubAppInstallation,
            NewCredentialMultiKeyAuth,
            NewCredentialAwsRoleDelegation,
        ],
    ),
    (
        of_credential_config,
        [
            CredentialConfigOAuth,
            CredentialConfigGithubAppInstallation,
            CredentialConfigMultiKeyAuth,
            CredentialConfigAwsRoleDelegation,
            CredentialConfigUnknown,
        ],
    ),
    (of_grant, [GrantClientCredentials, GrantRefreshToken]),
    (
        of_proof,
        [ProofClientSecret, ProofOtpCode, ProofAssertion, ProofShortTermToken],
    ),
    (of_authorization, [AuthorizationCode, AuthorizationToken]),
    (
        of_constraint,
        [
            ConstraintNone,
            ConstraintMinimum,
            ConstraintMaximum,
            ConstraintChoice,
            ConstraintDependent,
        ],
    ),
]


@pytest.mark.parametrize(
    ("take_apart", "variant"),
    [(function, variant) for function, all_of in TAKEN_APART for variant in all_of],
)
def test_every_variant_is_taken_apart(take_apart: Any, variant: Any) -> None:
    assert take_apart(sample(variant)) == tuple(FIELDS[variant].values())


def of_region(region: Region) -> int:
    match region:
        case "global":
            return 0
        case "us" | "eu":
            return 1
        case "au":
            return 2
        case _:
            assert_never(region)


def of_body_form(form: BodyForm) -> int:
    if form == "json_api":
        return 0
    if form == "flat":
        return 1
    assert_never(form)


def of_outcome(outcome: Outcome) -> bool:
    """Whether a call may be made again without looking."""
    match outcome:
        case "not_sent" | "rejected":
            return True
        case "unknown":
            return False
        case _:
            assert_never(outcome)


def of_kind(kind: ErrorKind) -> str:
    """What to do."""
    match kind:
        case "bad_request" | "unprocessable" | "validation" | "config":
            return "correct"
        case "unauthorized" | "forbidden" | "credential" | "oauth_error":
            return "log in"
        case "not_found" | "method_not_allowed" | "conflict":
            return "look"
        case "rate_limited" | "server_error" | "timeout" | "transport":
            return "wait"
        case "decode" | "store" | "closed" | "cancelled" | "internal":
            return "give up"
        case _:
            assert_never(kind)


def test_texts_are_told_apart() -> None:
    assert [of_region("global"), of_region("eu"), of_region("au")] == [0, 1, 2]
    assert [of_body_form("json_api"), of_body_form("flat")] == [0, 1]
    assert of_outcome("rejected") and not of_outcome("unknown")
    assert of_kind("timeout") == "wait"


def test_optional_fields_have_to_be_looked_at() -> None:
    listed = ListedToken(code="c", expires=None)
    if listed.expires is not None:
        assert_type(listed.expires, datetime)
    assert listed.expires is None
