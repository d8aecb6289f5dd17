"""Konnect's calls and values."""

from __future__ import annotations

from authloom.konnect import (
    AuthConfig,
    AuthConfigOAuth,
    Credential,
    CredentialConfigAwsRoleDelegation,
    CredentialConfigGithubAppInstallation,
    CredentialConfigMultiKeyAuth,
    CredentialConfigOAuth,
    HeaderKey,
    NewCredential,
    NewCredentialAwsRoleDelegation,
    NewCredentialGithubAppInstallation,
    NewCredentialMultiKeyAuth,
    NewCredentialOAuth,
)
from support.vectors.compare import Shape
from support.vectors.given import Arguments, Json, given

OPERATIONS = {
    "get_auth_config",
    "upsert_auth_config",
    "delete_auth_config",
    "create_auth_credential",
    "get_auth_credential",
    "delete_auth_credential",
}


def settings(_operation: str, client: Json) -> Json:
    """What the client is built from."""
    with given(client) as its:
        return {"token": "kpat_example", **its.options("token", "region")}


def arguments(operation: str, call: Json) -> Arguments:
    """What the call is made with."""
    with given(call) as its:
        instance = its.take("integration_instance_id")
        if operation == "upsert_auth_config":
            with given(its.take("config")) as config:
                assert config.take("type") == "oauth"
                return (instance,), {
                    name: config.take(name)
                    for name in (
                        "client_id",
                        "client_secret",
                        "authorization_endpoint",
                        "token_endpoint",
                    )
                }
        if operation == "create_auth_credential":
            return (instance, _credential(its.take("credential"))), {}
        return (instance,), {}


def _credential(credential: Json) -> NewCredential:
    with given(credential) as its, given(its.take("config")) as config:
        match its.take("type"):
            case "oauth":
                assert config.take("grant_type") == "authorization_code"
                return NewCredentialOAuth(
                    code=config.take("code"), redirect_uri=config.take("redirect_uri")
                )
            case "github_app_installation":
                return NewCredentialGithubAppInstallation(
                    installation_id=config.take("installation_id"),
                    code=config.take("code"),
                    app_installed_by=config.may_take("app_installed_by"),
                )
            case "multi_key_auth":
                headers = config.take("headers")
                assert all(header.keys() == {"name", "key"} for header in headers)
                return NewCredentialMultiKeyAuth(
                    headers=[HeaderKey(**header) for header in headers]
                )
            case "aws_role_delegation":
                return NewCredentialAwsRoleDelegation(role_arn=config.take("role_arn"))
            case unknown:
                raise AssertionError(f"there is no type {unknown!r}")


def shape(operation: str, value: object) -> object:
    """What the call returned, as vectors write it."""
    if operation.startswith("delete_"):
        return value
    if operation.endswith("_auth_config"):
        assert isinstance(value, AuthConfig)
        return _auth_config(value)
    assert isinstance(value, Credential)
    instance = value.integration_instance
    kind, config = _config(value)
    return Shape(
        id=value.id,
        integration_instance=Shape(
            id=instance.id, name=instance.name, display_name=instance.display_name
        ),
        missing_permissions=[
            Shape(scopes=list(missing.scopes), message=missing.message)
            for missing in value.missing_permissions
        ],
        tainted=value.tainted,
        expires_at=value.expires_at,
        created_at=value.created_at,
        type=kind,
        config=config,
    )


def _auth_config(config: AuthConfig) -> Shape:
    if isinstance(config, AuthConfigOAuth):
        return Shape(
            type="oauth",
            client_id=config.client_id,
            authorization_endpoint=config.authorization_endpoint,
            token_endpoint=config.token_endpoint,
            raw=None,
        )
    return Shape(type=config.type, raw=config.raw)


def _config(credential: Credential) -> tuple[str, object]:
    match credential.config:
        case CredentialConfigOAuth():
            return "oauth", None
        case CredentialConfigMultiKeyAuth():
            return "multi_key_auth", None
        case CredentialConfigGithubAppInstallation() as config:
            return "github_app_installation", Shape(
                installation_id=config.installation_id,
                app_installed_by=config.app_installed_by,
            )
        case CredentialConfigAwsRoleDelegation(role_arn):
            return "aws_role_delegation", Shape(role_arn=role_arn)
        case unknown:
            return unknown.type, unknown.config
