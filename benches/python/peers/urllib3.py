"""urllib3: one pool manager, with a connection for each thread as its documentation advises."""

from __future__ import annotations

import urllib3

from calls import AUTHORIZATION, INSTANCE, AuthConfig, auth_config_url, upsert_body

PER_THREAD = False


class Sync:
    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.pool = urllib3.PoolManager(headers={"Authorization": AUTHORIZATION}, maxsize=8)

    def get(self) -> AuthConfig:
        return read(self.pool.request("GET", auth_config_url(self.base_url, INSTANCE)))

    def upsert(self) -> AuthConfig:
        url = auth_config_url(self.base_url, INSTANCE)
        return read(self.pool.request("PUT", url, json=upsert_body()))


def read(response: urllib3.BaseHTTPResponse) -> AuthConfig:
    if response.status >= 400:
        raise RuntimeError(f"status {response.status}")
    return AuthConfig.from_json(response.json())
