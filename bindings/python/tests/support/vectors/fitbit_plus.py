"""Fitbit Plus's calls and values."""

from __future__ import annotations

from authloom.fitbit_plus import (
    Grant,
    GrantClientCredentials,
    GrantRefreshToken,
    Group,
    Organization,
    Token,
)
from support.narrow import is_list
from support.vectors.compare import IfListed, Shape
from support.vectors.given import Arguments, Given, Json, given

OPERATIONS = {"create_token", "fetch_token_groups", "fetch_token_organization"}


def settings(operation: str, client: Json) -> Json:
    """What the client is built from."""
    token = None if operation == "create_token" else "at-1"
    with given(client) as its:
        return {"token": token, **its.options("token")}


def arguments(operation: str, call: Json) -> Arguments:
    """What the call is made with."""
    with given(call) as its:
        if operation == "create_token":
            positional = (_grant(its),)
            return positional, its.options("client_id", "include", "body_form")
        return (its.take("token_id"),), {}


def _grant(call: Given) -> Grant:
    client_secret = call.may_take("client_secret")
    refresh_token = call.may_take("refresh_token")
    match call.take("grant_type"):
        case "client_credentials":
            return GrantClientCredentials(
                client_secret=client_secret, refresh_token=refresh_token
            )
        case "refresh_token":
            return GrantRefreshToken(
                refresh_token=refresh_token or "", client_secret=client_secret
            )
        case unknown:
            raise AssertionError(f"there is no grant {unknown!r}")


def shape(operation: str, value: object) -> object:
    """What the call returned, as vectors write it."""
    if operation == "fetch_token_groups":
        assert is_list(value)
        return [_group(group) for group in value]
    if operation == "fetch_token_organization":
        return _organization(value)
    assert isinstance(value, Token)
    return Shape(
        id=value.id,
        access_token=value.access_token.reveal(),
        refresh_token=value.refresh_token and value.refresh_token.reveal(),
        token_type=value.token_type,
        expires_in=value.expires_in,
        expires_at=IfListed(value.expires_at),
        groups=[_group(group) for group in value.groups],
        organization=value.organization and _organization(value.organization),
        ignored=list(value.ignored),
        request_id=value.request_id,
    )


def _group(group: object) -> Shape:
    assert isinstance(group, Group)
    return Shape(id=group.id, name=group.name, bio=group.bio)


def _organization(organization: object) -> Shape:
    assert isinstance(organization, Organization)
    return Shape(id=organization.id, name=organization.name)
