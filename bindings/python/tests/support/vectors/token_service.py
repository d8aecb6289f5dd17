"""The token service's calls and values."""

from __future__ import annotations

from authloom.token_service import (
    IssuedToken,
    Proof,
    ProofAssertion,
    ProofClientSecret,
    ProofOtpCode,
    ProofShortTermToken,
)
from support.vectors.compare import IfListed, InAnyOrder, Shape
from support.vectors.given import Arguments, Given, Json, given

OPERATIONS = {"issue_long_term_token", "issue_short_term_token", "revoke_token"}


def settings(_operation: str, client: Json) -> Json:
    """What the client is built from."""
    with given(client) as its:
        return {"token": "lt_5f2a", **its.options("token")}


def arguments(operation: str, call: Json) -> Arguments:
    """What the call is made with."""
    with given(call) as its:
        if operation == "issue_long_term_token":
            positional = (_proof(its),)
            return positional, its.options("client_id", "scopes", "ttl_seconds")
        if operation == "issue_short_term_token":
            return (), its.options("long_token", "scopes")
        return (its.take("token_id"),), {}


def _proof(call: Given) -> Proof:
    """The one proof that is given, which must be of the grant's type."""
    proofs: list[Proof] = []
    if (secret := call.may_take("client_secret")) is not None:
        proofs.append(ProofClientSecret(secret))
    if (code := call.may_take("otp_code")) is not None:
        proofs.append(ProofOtpCode(code))
    if (token := call.may_take("short_term_token")) is not None:
        proofs.append(ProofShortTermToken(token))
    assertion = call.may_take("assertion")
    assertion_type = call.may_take("assertion_type")
    asserted = assertion is not None or assertion_type is not None
    if asserted:
        proofs.append(
            ProofAssertion(
                assertion=assertion or "", assertion_type=assertion_type or ""
            )
        )
    grant = call.take("grant_type")
    assert grant == ("assertion" if asserted else "client_credentials")
    # Without a proof the client's own secret is meant, and these clients have none.
    (proof,) = proofs or [ProofClientSecret()]
    return proof


def shape(operation: str, value: object) -> object:
    """What the call returned, as vectors write it."""
    if operation == "revoke_token":
        return value
    assert isinstance(value, IssuedToken)
    return Shape(
        token_type=value.token_type,
        access_token=value.access_token.reveal(),
        expires_in=value.expires_in,
        expires_at=IfListed(value.expires_at),
        scopes=InAnyOrder(value.scopes),
        token_id=value.token_id,
    )
