"""What the holder of a token does, and no client of the gateway's control API: calls to the API
behind the gateway, and to its token endpoint.

A program would use the HTTP library that it has.
"""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlencode

from authloom import Secret

DEADLINE = 10.0
# What is called here is on this machine: no proxy leads to it.
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Response:
    """A response: its status, and the texts of its body if that is a JSON object."""

    status: int
    texts: dict[str, str]


def get(base_url: str, path: str, token: Secret) -> Response:
    """Calls an API behind the gateway with an access token."""
    return _exchange(base_url + path, f"Bearer {token.reveal()}", None)


def token_request(
    base_url: str, path: str, client_id: str, client_secret: Secret, form: dict[str, str]
) -> Response:
    """Asks an API's token endpoint for tokens, as a client."""
    pair = f"{client_id}:{client_secret.reveal()}"
    authorization = f"Basic {base64.b64encode(pair.encode()).decode()}"
    return _exchange(base_url + path, authorization, urlencode(form).encode())


def _exchange(url: str, authorization: str, body: bytes | None) -> Response:
    request = urllib.request.Request(url, body, {"Authorization": authorization})
    try:
        with OPENER.open(request, timeout=DEADLINE) as response:
            return Response(response.status, _texts(response.read()))
    except urllib.error.HTTPError as response:
        with response:
            return Response(response.code, _texts(response.read()))


def _texts(body: bytes) -> dict[str, str]:
    try:
        members: object = json.loads(body)
    except ValueError:
        return {}
    if not isinstance(members, dict):
        return {}
    pairs = cast("dict[str, object]", members).items()
    return {name: value for name, value in pairs if isinstance(value, str)}
