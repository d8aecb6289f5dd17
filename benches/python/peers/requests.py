"""requests: one session for each thread, since a session is not said to be safe for several."""

from __future__ import annotations

import requests

from calls import AUTHORIZATION, INSTANCE, AuthConfig, auth_config_url, upsert_body

PER_THREAD = True


class Sync:
    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.session = requests.Session()
        self.session.headers.update({"Authorization": AUTHORIZATION})

    def get(self) -> AuthConfig:
        response = self.session.get(auth_config_url(self.base_url, INSTANCE))
        response.raise_for_status()
        return AuthConfig.from_json(response.json())

    def upsert(self) -> AuthConfig:
        url = auth_config_url(self.base_url, INSTANCE)
        response = self.session.put(url, json=upsert_body())
        response.raise_for_status()
        return AuthConfig.from_json(response.json())
