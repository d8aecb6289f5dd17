"""Fitbit Plus: a token, what it reaches, and its refresh."""

from __future__ import annotations

import os
from collections.abc import Iterable

from authloom import FitbitPlus, UnauthorizedError
from authloom.fitbit_plus import (
    Grant,
    GrantClientCredentials,
    GrantRefreshToken,
    Token,
)

from .ledger import Item
from .stage import Stage, clock
from .system import System


class FitbitPlusTour(System):
    """Fitbit Plus, and the application that the tour is."""

    NAME = "Fitbit Plus"
    NEEDS = ("AUTHLOOM_FITBIT_PLUS_CLIENT_ID", "AUTHLOOM_FITBIT_PLUS_CLIENT_SECRET")

    def __init__(self) -> None:
        self.fitbit_plus = FitbitPlus.from_env()
        self.client_id = os.environ["AUTHLOOM_FITBIT_PLUS_CLIENT_ID"]
        # Each token of the tour, and when it ends.
        self.tokens: list[tuple[Item, str]] = []

    @property
    def server(self) -> str:
        return self.fitbit_plus.base_url

    def changes(self) -> list[str]:
        return [
            f"creates a token of the application {self.client_id}, and refreshes it; the API has "
            "no operation that revokes one, so the second stays until it expires"
        ]

    def tour(self, stage: Stage) -> None:
        fitbit_plus = self.fitbit_plus

        stage.step(
            "Create a token, with its groups described",
            "fitbit_plus.create_token(client_credentials, include: groups)",
        )
        # Id and secret are those of the client's configuration.
        grant = GrantClientCredentials()
        first = self.create_token(stage, grant, include="groups")
        token_id = stage.present(first.id, "the token has no id")
        stage.check(
            all(group.name is not None for group in first.groups),
            "a group came without its name, though it was to be included",
        )
        stage.shows(f"token {token_id}, {described(first)}")

        stage.step(
            "List the groups that it reaches",
            f"fitbit_plus.fetch_token_groups({token_id}, token: ***)",
        )
        # A token asks for its own groups, so the call shows it in place of the client's.
        groups = fitbit_plus.fetch_token_groups(token_id, token=first.access_token)
        stage.check(
            len(groups) == len(first.groups),
            "these are not the groups that came with the token",
        )
        stage.shows(listed(group.name for group in groups if group.name is not None))

        stage.step(
            "Read the organization that it belongs to",
            f"fitbit_plus.fetch_token_organization({token_id}, token: ***)",
        )
        organization = fitbit_plus.fetch_token_organization(
            token_id, token=first.access_token
        )
        stage.check(bool(organization.id), "the organization has no id")
        stage.shows(organization.name or organization.id)

        stage.step("Refresh it", "fitbit_plus.create_token(refresh_token: ***)")
        refresh_token = stage.present(first.refresh_token, "there is no refresh token")
        second = self.create_token(stage, GrantRefreshToken(refresh_token=refresh_token))
        stage.check(
            second.access_token != first.access_token, "the access token is the old one"
        )
        stage.shows(f"token {second.id or 'without an id'}, {described(second)}")

        stage.step(
            "The first token is retired, and this is how its refusal reads",
            f"fitbit_plus.fetch_token_groups({token_id}, token: ***)",
        )
        with stage.refusal(UnauthorizedError):
            fitbit_plus.fetch_token_groups(token_id, token=first.access_token)
        self.tokens[0][0].removed = "retired by its refresh"

    def clean_up(self, stage: Stage) -> None:
        for item, ends in self.tokens:
            if item.is_there:
                item.stays = f"no operation revokes it: it works until {ends}"

    def close(self) -> None:
        self.fitbit_plus.close()

    def create_token(
        self, stage: Stage, grant: Grant, *, include: str | None = None
    ) -> Token:
        item = Item(self.NAME, "token of unknown id")
        # Should the call end without a token, one may have been made nevertheless.
        self.tokens.append((item, "it expires"))
        with stage.ledger.creates(item):
            token = self.fitbit_plus.create_token(grant, include=include)
        item.what = f"token {token.id or 'of unknown id'}"
        self.tokens[-1] = (item, clock(token.expires_at))
        return token


def described(token: Token) -> str:
    groups = listed(group.name or group.id for group in token.groups)
    ends = clock(token.expires_at)
    return f"groups: {groups}; ends {ends}; access token {token.access_token!r}"


def listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"
