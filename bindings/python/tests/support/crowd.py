"""A sandbox with many instances, whose configs say whose they are."""

from __future__ import annotations

import json

from authloom.konnect import AuthConfig, AuthConfigOAuth

# How many there are.
SIZE = 64


def instance(number: int) -> str:
    """The id of an instance."""
    return f"5f0c1e9a-0000-4000-8000-{number:012d}"


def client_id(number: int) -> str:
    """What the config of that instance has as its client id."""
    return f"client-of-{number}"


def seed() -> str:
    """The sandbox's seed."""
    instances = [
        {
            "id": instance(number),
            "name": f"instance-{number}",
            "display_name": f"Instance {number}",
            "auth_config": {
                "client_id": client_id(number),
                "authorization_endpoint": "https://id.acme.test/authorize",
                "token_endpoint": "https://id.acme.test/token",
            },
        }
        for number in range(SIZE)
    ]
    tokens = [{"token": "kpat_example", "access": "all"}]
    return json.dumps({"konnect": {"tokens": tokens, "instances": instances}})


def owner(config: AuthConfig) -> str:
    """The client id of a config."""
    assert isinstance(config, AuthConfigOAuth)
    return config.client_id
