"""Konnect: the auth config and the credential of an integration instance."""

from __future__ import annotations

import os

from authloom import BadRequestError, Konnect, NotFoundError
from authloom.konnect import (
    AuthConfigOAuth,
    Credential,
    HeaderKey,
    NewCredentialMultiKeyAuth,
)

from .ledger import Item
from .stage import Stage
from .system import System

CLIENT_ID = "authloom-demo"
AUTHORIZATION_ENDPOINT = "https://id.example.com/authorize"
TOKEN_ENDPOINT = "https://id.example.com/token"
HEADER = "X-Authloom-Demo"

EXPECTED = AuthConfigOAuth(
    client_id=CLIENT_ID,
    authorization_endpoint=AUTHORIZATION_ENDPOINT,
    token_endpoint=TOKEN_ENDPOINT,
)


class KonnectTour(System):
    """Konnect, and the instance to be set up."""

    NAME = "Konnect"
    NEEDS = ("AUTHLOOM_KONNECT_TOKEN", "AUTHLOOM_DEMO_INSTANCE_ID")

    def __init__(self) -> None:
        self.konnect = Konnect.from_env()
        self.instance = os.environ["AUTHLOOM_DEMO_INSTANCE_ID"]
        self.config = Item(self.NAME, f"auth config of {self.instance}")
        self.credential = Item(self.NAME, f"credential of {self.instance}")

    @property
    def server(self) -> str:
        return self.konnect.base_url

    def changes(self) -> list[str]:
        return [
            f"sets and deletes the auth config of the integration instance {self.instance}",
            "creates and deletes its credential, with a made-up key",
        ]

    def tour(self, stage: Stage) -> None:
        konnect, instance = self.konnect, self.instance
        get_config = f"konnect.get_auth_config({instance})"
        get_credential = f"konnect.get_auth_credential({instance})"

        stage.step("The instance has no auth config yet", get_config)
        with stage.missing():
            konnect.get_auth_config(instance)

        stage.step("Nor is it authorized", get_credential)
        with stage.missing():
            konnect.get_auth_credential(instance)

        self.upsert(stage, "Set how it obtains tokens")

        stage.step("Read that back", get_config)
        config = konnect.get_auth_config(instance)
        stage.check(config == EXPECTED, "another config came back")
        stage.shows("the same; the client secret is write-only and no part of it")

        if self.authorize(stage, "Authorize it"):
            stage.step("Read the credential back", get_credential)
            credential = konnect.get_auth_credential(instance)
            stage.check(
                credential.integration_instance.id == instance,
                "the credential is another instance's",
            )
            stage.shows(described(credential))

            self.upsert(stage, "Set the very same config again")

            stage.step("That has dropped the credential", get_credential)
            with stage.missing():
                konnect.get_auth_credential(instance)
            self.credential.removed = "dropped by upsert_auth_config"
            self.credential = Item(self.NAME, self.credential.what)

            self.authorize(stage, "So authorize it again")

            stage.step(
                "Delete the credential", f"konnect.delete_auth_credential({instance})"
            )
            konnect.delete_auth_credential(instance)
            stage.shows("deleted")
            self.credential.removed = "deleted"

        stage.step("Delete the auth config", f"konnect.delete_auth_config({instance})")
        konnect.delete_auth_config(instance)
        stage.shows("deleted")
        self.config.removed = "deleted"

        stage.step("It is gone, and this is how an error reads", get_config)
        with stage.refusal(NotFoundError):
            konnect.get_auth_config(instance)

    def clean_up(self, stage: Stage) -> None:
        if self.credential.is_there or self.config.is_there:
            stage.cleaning_up()
        if self.credential.is_there:
            stage.called(f"konnect.delete_auth_credential({self.instance})")
            with stage.cleans(self.credential, "deleted"):
                self.konnect.delete_auth_credential(self.instance)
        if self.config.is_there:
            stage.called(f"konnect.delete_auth_config({self.instance})")
            with stage.cleans(self.config, "deleted"):
                self.konnect.delete_auth_config(self.instance)

    def close(self) -> None:
        self.konnect.close()

    def is_in_use(self) -> bool:
        """Whether the instance has a config or a credential: then it is somebody's, and no place
        for a tour."""
        for look in (self.konnect.get_auth_config, self.konnect.get_auth_credential):
            try:
                look(self.instance)
                return True
            except NotFoundError:
                continue
        return False

    def upsert(self, stage: Stage, title: str) -> None:
        stage.step(
            title,
            f"konnect.upsert_auth_config({self.instance}, client_id: {CLIENT_ID}, client_secret: "
            f"***, authorization_endpoint: {AUTHORIZATION_ENDPOINT}, token_endpoint: "
            f"{TOKEN_ENDPOINT})",
        )
        with stage.ledger.creates(self.config):
            config = self.konnect.upsert_auth_config(
                self.instance,
                client_id=CLIENT_ID,
                client_secret="made-up-client-secret",
                authorization_endpoint=AUTHORIZATION_ENDPOINT,
                token_endpoint=TOKEN_ENDPOINT,
            )
        stage.check(config == EXPECTED, "another config came back")
        stage.shows(f"OAuth client {CLIENT_ID}, tokens from {TOKEN_ENDPOINT}")

    def authorize(self, stage: Stage, title: str) -> bool:
        """Creates a credential; false if a live integration takes none of this kind."""
        stage.step(
            title,
            f"konnect.create_auth_credential({self.instance}, multi_key_auth, headers: "
            f"[{HEADER}: ***])",
        )
        key = HeaderKey(name=HEADER, key="made-up-header-key")
        try:
            with stage.ledger.creates(self.credential):
                credential = self.konnect.create_auth_credential(
                    self.instance, NewCredentialMultiKeyAuth(headers=[key])
                )
        except BadRequestError as error:
            if not stage.live:
                raise
            stage.remark(
                "This integration takes no made-up key, so the steps that need a credential are "
                f"left out. {error}"
            )
            return False
        stage.shows(described(credential))
        return True


def described(credential: Credential) -> str:
    return (
        f"credential {credential.id} of {credential.integration_instance.display_name} "
        f"({credential.config!r}); the key never comes back"
    )
