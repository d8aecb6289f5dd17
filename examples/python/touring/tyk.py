"""Tyk Gateway: an OAuth client and its end. What its tokens go through is beside it."""

from __future__ import annotations

import os
import secrets

from authloom import Secret, Tyk
from authloom.tyk import OAuthClient

from .ledger import Item
from .stage import Stage
from .system import System
from .tyk_tokens import REDIRECT_URI, TykTokens


class TykTour(System):
    """A gateway, and the client to be created there."""

    NAME = "Tyk"
    NEEDS = (
        "AUTHLOOM_TYK_BASE_URL",
        "AUTHLOOM_TYK_SECRET",
        "AUTHLOOM_DEMO_TYK_API_ID",
        "AUTHLOOM_DEMO_TYK_POLICY_ID",
    )

    def __init__(self) -> None:
        self.tyk = Tyk.from_env()
        self.api_id = os.environ["AUTHLOOM_DEMO_TYK_API_ID"]
        self.policy_id = os.environ["AUTHLOOM_DEMO_TYK_POLICY_ID"]
        self.client_id = f"authloom-demo-{secrets.token_hex(8)}"
        self.client = Item(self.NAME, f"OAuth client {self.client_id}")
        self.tokens = TykTokens(self.NAME, self.tyk, self.api_id, self.client_id)

    @property
    def server(self) -> str:
        return self.tyk.base_url

    def changes(self) -> list[str]:
        return [
            f"creates the OAuth client {self.client_id} in the API {self.api_id}, with the policy "
            f"{self.policy_id}",
            "issues a token for it, rotates its secret, revokes the token, deletes the client",
        ]

    def tour(self, stage: Stage) -> None:
        self.create_and_read(stage)
        token = self.tokens.authorize(stage)
        secret = self.rotate(stage)
        self.tokens.revoke(stage, token)
        self.tokens.invalidate_refresh(stage, secret)
        self.revoke_all_and_delete(stage, secret)

    def clean_up(self, stage: Stage) -> None:
        if not self.client.is_there:
            return
        stage.cleaning_up()
        self.tokens.clean_up(stage)
        stage.called(f"tyk.delete_oauth_client({self.api_id}, {self.client_id})")
        with stage.cleans(self.client, "deleted"):
            self.tyk.delete_oauth_client(self.api_id, self.client_id)

    def close(self) -> None:
        self.tyk.close()

    def create_and_read(self, stage: Stage) -> None:
        tyk, api_id, client_id = self.tyk, self.api_id, self.client_id

        stage.step(
            "Create an OAuth client",
            f"tyk.create_oauth_client(client_id: {client_id}, api_id: {api_id}, policy_id: "
            f"{self.policy_id}, redirect_uri: {REDIRECT_URI})",
        )
        with stage.ledger.creates(self.client):
            created = tyk.create_oauth_client(
                client_id=client_id,
                api_id=api_id,
                policy_id=self.policy_id,
                redirect_uri=REDIRECT_URI,
                meta_data={"made_by": "authloom-tour"},
                description="Made by a tour of Authloom; it may be deleted",
            )
        stage.check(created.client_id == client_id, "it has another id")
        stage.check(bool(created.secret), "it has no secret")
        stage.shows(described(created))

        stage.step("Read it back", f"tyk.get_oauth_client({api_id}, {client_id})")
        read = tyk.get_oauth_client(api_id, client_id)
        stage.check(read == created, "it is not as it was created")
        stage.shows(
            "the same, secret included: this gateway shows it to its administrator"
        )

        stage.step(
            "List the clients of the API", f"tyk.list_oauth_clients({api_id})"
        )
        clients = tyk.list_oauth_clients(api_id)
        stage.check(
            any(client.client_id == client_id for client in clients),
            "the new client is not among them",
        )
        s = "" if len(clients) == 1 else "s"
        stage.shows(f"{len(clients)} client{s}; the new client is among them")

    def rotate(self, stage: Stage) -> Secret:
        before = self.tyk.get_oauth_client(self.api_id, self.client_id)
        stage.step(
            "Rotate the client's secret",
            f"tyk.rotate_oauth_client_secret({self.api_id}, {self.client_id})",
        )
        rotated = self.tyk.rotate_oauth_client_secret(self.api_id, self.client_id)
        stage.check(rotated.secret != before.secret, "the secret is the old one")
        stage.shows(f"a new secret {rotated.secret!r}; tokens stay valid")
        return rotated.secret

    def revoke_all_and_delete(self, stage: Stage, secret: Secret) -> None:
        tyk, api_id, client_id = self.tyk, self.api_id, self.client_id
        stage.step(
            "Revoke whatever is left",
            f"tyk.revoke_all_tokens({client_id}, client_secret: ***)",
        )
        tyk.revoke_all_tokens(client_id, secret)
        stage.shows(
            "done; a wrong secret would look the same, so the list is read again"
        )

        stage.check(not self.tokens.listed(stage), "there is a token still")
        stage.shows("none")
        self.tokens.all_removed("revoked with all")

        stage.step(
            "Delete the client", f"tyk.delete_oauth_client({api_id}, {client_id})"
        )
        status = tyk.delete_oauth_client(api_id, client_id)
        stage.shows(f"{status.status}: {status.action}")

        stage.step("It is gone", f"tyk.get_oauth_client({api_id}, {client_id})")
        with stage.missing():
            tyk.get_oauth_client(api_id, client_id)
        self.client.removed = "deleted"


def described(client: OAuthClient) -> str:
    return (
        f"client {client.client_id}, policy {client.policy_id or 'none'}, secret "
        f"{client.secret!r}"
    )
