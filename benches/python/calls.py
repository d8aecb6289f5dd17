"""Requests and responses, the same for all peers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

TOKEN = "kpat_2f1c9b7e20d0a7c1e93f44f0b8a53benchmark"
INSTANCE = "7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11"
CLIENT_ID = "catalog-app-7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11"
CLIENT_SECRET = "an example of a secret"
AUTHORIZATION_ENDPOINT = (
    "https://id.acme.test/realms/platform-engineering/"
    "protocol/openid-connect/authorize?audience=catalog"
)
TOKEN_ENDPOINT = "https://id.acme.test/realms/platform-engineering/protocol/openid-connect/token"

AUTHORIZATION = f"Bearer {TOKEN}"


def auth_config_url(base_url: str, instance: str) -> str:
    """The URL of an auth config, as a program puts it together for each call."""
    return f"{base_url}/v1/integration-instances/{instance}/auth-config"


@dataclass(frozen=True)
class AuthConfig:
    """An auth config as a program that calls the API by itself would declare it."""

    client_id: str
    authorization_endpoint: str
    token_endpoint: str

    @classmethod
    def from_json(cls, document: Any) -> AuthConfig:
        """Takes what is known of a decoded response."""
        return cls(
            client_id=document["client_id"],
            authorization_endpoint=document["authorization_endpoint"],
            token_endpoint=document["token_endpoint"],
        )


def upsert_body() -> dict[str, str]:
    """The body of an upsert, likewise."""
    return {
        "type": "oauth",
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "authorization_endpoint": AUTHORIZATION_ENDPOINT,
        "token_endpoint": TOKEN_ENDPOINT,
    }


class Config(Protocol):
    """What every peer returns, whatever its class."""

    @property
    def client_id(self) -> str: ...
    @property
    def authorization_endpoint(self) -> str: ...
    @property
    def token_endpoint(self) -> str: ...


#: For the one peer that does not decode: what it would have read.
EXPECTED = AuthConfig(CLIENT_ID, AUTHORIZATION_ENDPOINT, TOKEN_ENDPOINT)


def check(config: Config) -> None:
    """Looks at what came, so that no peer can do without reading it."""
    if (
        config.client_id != CLIENT_ID
        or config.authorization_endpoint != AUTHORIZATION_ENDPOINT
        or config.token_endpoint != TOKEN_ENDPOINT
    ):
        raise AssertionError(f"the server sent something else than {config!r}")
