"""pycurl: one handle, reused; a handle belongs to one thread."""

from __future__ import annotations

import json

import pycurl

from calls import AUTHORIZATION, INSTANCE, AuthConfig, auth_config_url, upsert_body

PER_THREAD = True


class Sync:
    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.curl = pycurl.Curl()
        # Its page on threads asks for this.
        self.curl.setopt(pycurl.NOSIGNAL, True)

    def get(self) -> AuthConfig:
        self.curl.setopt(pycurl.HTTPHEADER, [f"Authorization: {AUTHORIZATION}"])
        return self.perform()

    def upsert(self) -> AuthConfig:
        headers = [f"Authorization: {AUTHORIZATION}", "Content-Type: application/json"]
        self.curl.setopt(pycurl.HTTPHEADER, headers)
        self.curl.setopt(pycurl.CUSTOMREQUEST, "PUT")
        self.curl.setopt(pycurl.POSTFIELDS, json.dumps(upsert_body()))
        return self.perform()

    def perform(self) -> AuthConfig:
        self.curl.setopt(pycurl.URL, auth_config_url(self.base_url, INSTANCE))
        body = self.curl.perform_rb()
        status = self.curl.getinfo(pycurl.RESPONSE_CODE)
        if status >= 400:
            raise RuntimeError(f"status {status}")
        return AuthConfig.from_json(json.loads(body))
