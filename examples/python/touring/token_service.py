"""The token service: a long-term token, a short-term one, and both revoked."""

from __future__ import annotations

import os

from authloom import TokenService, UnauthorizedError
from authloom.token_service import IssuedToken, ProofClientSecret

from .ledger import Item
from .stage import Stage, clock
from .system import System

# What the long-term token shall allow: to be narrowed, and to revoke itself.
SCOPES = ["jobs:read", "tokens:revoke"]
# What the short-term token shall allow.
NARROWED = "jobs:read"
# The shortest life that the service gives a long-term token.
TTL_SECONDS = 3600


class TokenServiceTour(System):
    """The token service, and the client that the tour is."""

    NAME = "Token service"
    NEEDS = ("AUTHLOOM_TOKEN_SERVICE_CLIENT_ID", "AUTHLOOM_TOKEN_SERVICE_CLIENT_SECRET")

    def __init__(self) -> None:
        self.token_service = TokenService.from_env()
        self.client_id = os.environ["AUTHLOOM_TOKEN_SERVICE_CLIENT_ID"]
        # The long-term token, which revokes the others and at last itself.
        self.long: IssuedToken | None = None
        self.tokens: list[tuple[Item, IssuedToken | None]] = []

    @property
    def server(self) -> str:
        return self.token_service.base_url

    def changes(self) -> list[str]:
        return [
            f"issues a long-term and a short-term token of the client {self.client_id}, and "
            "revokes both; where the service caches, they work for up to 5 minutes longer"
        ]

    def tour(self, stage: Stage) -> None:
        stage.step(
            "Issue a long-term token",
            "token_service.issue_long_term_token(client_secret, scopes: "
            f"[{', '.join(SCOPES)}], ttl_seconds: {TTL_SECONDS})",
        )
        long_item = self.item("long-term token of unknown id")
        with stage.ledger.creates(long_item):
            # Id and secret are those of the client's configuration.
            proof = ProofClientSecret()
            long = self.token_service.issue_long_term_token(
                proof, scopes=SCOPES, ttl_seconds=TTL_SECONDS
            )
        self.long = long
        self.note(long_item, "long-term token", long)
        stage.check(sorted(long.scopes) == SCOPES, "other scopes were granted")
        long_id = stage.present(long.token_id, "the token has no id")
        stage.shows(described(long))

        narrow = (
            f"token_service.issue_short_term_token(long_token: ***, scopes: [{NARROWED}])"
        )
        stage.step("Derive a short-term token that may do less", narrow)
        short_item = self.item("short-term token of unknown id")
        with stage.ledger.creates(short_item):
            short = self.issue_short_term_token(long)
        self.note(short_item, "short-term token", short)
        stage.check(
            list(short.scopes) == [NARROWED], "its scopes were not narrowed as asked"
        )
        short_id = stage.present(short.token_id, "the token has no id")
        stage.shows(described(short))

        for title, token_id, item in (
            ("Revoke the short-term token", short_id, short_item),
            ("Revoke the long-term token, by itself", long_id, long_item),
        ):
            stage.step(title, f"token_service.revoke_token({token_id}, token: ***)")
            self.token_service.revoke_token(token_id, token=long.access_token)
            stage.shows("revoked")
            item.removed = "revoked"

        stage.step("The revoked token is refused, and this is how that reads", narrow)
        late_item = self.item("short-term token of unknown id")
        try:
            with stage.ledger.creates(late_item):
                late = self.issue_short_term_token(long)
        except UnauthorizedError as error:
            stage.show_error(error)
            return
        self.note(late_item, "short-term token", late)
        stage.check(stage.live, "the revoked token is accepted still")
        stage.remark(
            "It is accepted still: this service caches, for up to 5 minutes as it says. What it "
            "gave now ends when the revoked token does, or in about 15 minutes."
        )
        late_item.stays = (
            "issued from a token that was revoked but cached: at most 15 minutes"
        )

    def clean_up(self, stage: Stage) -> None:
        there = [(item, token) for item, token in self.tokens if item.is_there]
        if not there:
            return
        stage.cleaning_up()
        # The last first: the long-term token revokes the others, then itself.
        for item, token in reversed(there):
            if token is None or token.token_id is None or self.long is None:
                until = clock(token.expires_at) if token else "it expires"
                item.stays = f"it cannot be named: it works until {until}"
                continue
            stage.called(f"token_service.revoke_token({token.token_id}, token: ***)")
            with stage.cleans(item, "revoked"):
                self.token_service.revoke_token(
                    token.token_id, token=self.long.access_token
                )

    def close(self) -> None:
        self.token_service.close()

    def issue_short_term_token(self, long: IssuedToken) -> IssuedToken:
        return self.token_service.issue_short_term_token(
            long_token=long.access_token, scopes=[NARROWED]
        )

    def item(self, what: str) -> Item:
        item = Item(self.NAME, what)
        self.tokens.append((item, None))
        return item

    def note(self, item: Item, kind: str, token: IssuedToken) -> None:
        item.what = f"{kind} {token.token_id or 'of unknown id'}"
        self.tokens = [
            (known, token if known is item else its) for known, its in self.tokens
        ]


def described(token: IssuedToken) -> str:
    return (
        f"token {token.token_id or 'without an id'} for {', '.join(token.scopes)}; ends "
        f"{clock(token.expires_at)}; access token {token.access_token!r}"
    )
