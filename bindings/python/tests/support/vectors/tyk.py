"""Tyk's calls and values."""

from __future__ import annotations

from authloom.tyk import (
    Authorization,
    AuthorizationCode,
    KeyStatus,
    ListedToken,
    OAuthClient,
    TokenPage,
)
from support.narrow import is_list
from support.vectors.compare import NotReturned, Shape
from support.vectors.given import Arguments, Json, given

_OF_CLIENT = ("redirect_uri", "policy_id", "meta_data", "description")

# The positional and the keyword arguments of each operation but the updating one, whose vectors are
# written in two ways.
_ARGUMENTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "authorize_client": (
        ("response_type", "client_id"),
        ("redirect_uri", "key_rules", "state", "prefix"),
    ),
    "create_oauth_client": ((), ("client_id", "api_id", "secret", *_OF_CLIENT)),
    "get_oauth_client": (("api_id", "client_id"), ()),
    "list_oauth_clients": (("api_id",), ()),
    "delete_oauth_client": (("api_id", "client_id"), ()),
    "list_oauth_client_tokens": (("api_id", "client_id"), ()),
    "list_oauth_client_tokens_page": (("api_id", "client_id", "page"), ()),
    "invalidate_oauth_refresh": (("api_id", "refresh_token"), ()),
    "revoke_token": (("token", "client_id"), ("token_type_hint", "org_id")),
    "revoke_all_tokens": (("client_id", "client_secret"), ("org_id",)),
    "rotate_oauth_client_secret": (("api_id", "client_id"), ()),
    "list_apis_for_oauth_client": (("client_id",), ("org_id",)),
    "purge_lapsed_tokens": ((), ()),
}

OPERATIONS = {*_ARGUMENTS, "update_oauth_client"}


def settings(_operation: str, client: Json) -> Json:
    """What the client is built from."""
    with given(client) as its:
        return {"secret": "key-1", **its.options("secret")}


def arguments(operation: str, call: Json) -> Arguments:
    """What the call is made with."""
    with given(call) as its:
        if operation == "update_oauth_client":
            api_id = its.take("api_id")
            beside = its.options("client_id", *_OF_CLIENT)
            body = its.may_take("body")
            if body is None:
                return (api_id,), beside
            assert not any(beside.values()), "`body` is for an update without more"
            with given(body) as whole:
                update_client_id = whole.may_take("client_id")
                update = whole.options(*_OF_CLIENT)
            return (api_id,), {"update_client_id": update_client_id, **update}
        positional, keywords = _ARGUMENTS[operation]
        return tuple(map(its.take, positional)), its.options(*keywords)


def shape(operation: str, value: object) -> object:
    """What the call returned, as vectors write it."""
    if operation in ("revoke_token", "revoke_all_tokens", "purge_lapsed_tokens"):
        assert value is None
        return NotReturned()
    if is_list(value):
        return [_one(item) for item in value]
    return _one(value)


def _one(value: object) -> object:
    match value:
        case str():
            return value
        case OAuthClient():
            return Shape(
                client_id=value.client_id,
                secret=value.secret.reveal(),
                redirect_uri=value.redirect_uri,
                api_id=value.api_id,
                policy_id=value.policy_id,
                meta_data=value.meta_data,
                description=value.description,
            )
        case KeyStatus(key, status, action):
            return Shape(key=key.reveal(), status=status, action=action)
        case ListedToken(code, expires):
            return Shape(code=code.reveal(), expires=expires)
        case TokenPage(tokens, page_num, page_total, page_size):
            return Shape(
                tokens=[_one(token) for token in tokens],
                page_num=page_num,
                page_total=page_total,
                page_size=page_size,
            )
        case _:
            assert isinstance(value, Authorization)
            return _authorization(value)


def _authorization(value: Authorization) -> Shape:
    shape = Shape(
        code=None,
        access_token=None,
        token_type=None,
        expires_in=None,
        redirect_to=value.redirect_to.reveal(),
        state=value.state,
    )
    if isinstance(value, AuthorizationCode):
        shape.update(code=value.code.reveal())
    else:
        shape.update(
            access_token=value.access_token.reveal(),
            token_type=value.token_type,
            expires_in=value.expires_in,
        )
    return shape
