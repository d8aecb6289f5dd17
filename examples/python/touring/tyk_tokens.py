"""Tyk Gateway: the tokens of an OAuth client."""

from __future__ import annotations

import secrets

from authloom import OAuthError, Secret, Tyk
from authloom.tyk import (
    Authorization,
    AuthorizationCode,
    AuthorizationToken,
    ListedToken,
)

from . import plain_http
from .ledger import Item
from .plain_http import Response
from .stage import Stage

REDIRECT_URI = "https://client.example/callback"
FOREIGN_URI = "https://elsewhere.example/callback"


class TykTokens:
    """Access and refresh tokens of a client."""

    def __init__(self, system: str, tyk: Tyk, api_id: str, client_id: str) -> None:
        self.system = system
        self.tyk = tyk
        self.api_id = api_id
        self.client_id = client_id
        self.known: list[tuple[Item, Secret]] = []

    def authorize(self, stage: Stage) -> Secret:
        """Obtains an access token, and shows it to the API."""
        stage.step(
            "Ask for a token with a redirect URI that is not the client's: this is how an OAuth "
            "error reads",
            self.authorize_call("token", FOREIGN_URI),
        )
        with stage.refusal(OAuthError):
            # Should the gateway give one nevertheless, it goes with the others.
            self.authorize_client(stage, "token", FOREIGN_URI)

        stage.step(
            "Authorize the client: an access token at once",
            self.authorize_call("token", REDIRECT_URI),
        )
        authorization = self.authorize_client(stage, "token", REDIRECT_URI)
        if not isinstance(authorization, AuthorizationToken):
            raise stage.unexpected("a code came back instead of a token")
        token = authorization.access_token
        seconds = authorization.expires_in
        lives = "of unknown life" if seconds is None else f"for {seconds} s"
        stage.shows(f"{authorization.token_type} token {token!r} {lives}")

        tokens = self.listed(stage)
        stage.check(len(tokens) == 1, "there is not exactly one token")
        if tokens[0].code == token:
            stage.shows("1 token, the one above")
        else:
            stage.shows("1 token, by its hash: this gateway hashes keys")

        if not stage.live:
            response = self.call_api(stage, "Call the API with it", token)
            stage.check(response.status == 200, "the gateway did not let it through")
            stage.shows("200: let through to the API")
        return token

    def revoke(self, stage: Stage, token: Secret) -> None:
        """Revokes an access token, and shows it to the API."""
        stage.step("Revoke the token", f"tyk.revoke_token(***, {self.client_id})")
        self.tyk.revoke_token(token, self.client_id)
        stage.shows("revoked, at once")
        self.removed(token, "revoked")

        stage.check(not self.listed(stage), "there is a token still")
        stage.shows("none")

        if stage.live:
            stage.remark(
                "What the API says to the revoked token is not tried on a live gateway."
            )
            return
        response = self.call_api(stage, "The API refuses the revoked token", token)
        stage.check(response.status == 403, "the gateway let it through")
        stage.shows(f"403: {response.texts.get('error', '')}")

    def invalidate_refresh(self, stage: Stage, secret: Secret) -> None:
        """Invalidates a refresh token. To have one, the sandbox's client exchanges a code; against
        a live gateway a made-up one shows the call."""
        if stage.live:
            refresh_token = Secret(f"authloom-demo-{secrets.token_hex(8)}")
        else:
            refresh_token = self.obtain_refresh_token(stage, secret)
        stage.step(
            "Invalidate a refresh token",
            f"tyk.invalidate_oauth_refresh({self.api_id}, ***)",
        )
        status = self.tyk.invalidate_oauth_refresh(self.api_id, refresh_token)
        stage.check(status.status == "ok", "the status is not ok")
        stage.shows(f"{status.status}: {status.action}")
        self.removed(refresh_token, "invalidated")

        if stage.live:
            stage.remark(
                "It was a made-up one: an unknown refresh token is a success too."
            )
            return
        response = self.token_endpoint(
            stage,
            "The client refreshes with it, and is refused",
            "grant_type=refresh_token, refresh_token=***",
            secret,
            {"grant_type": "refresh_token", "refresh_token": refresh_token.reveal()},
        )
        stage.check(
            response.texts.get("error") == "invalid_grant",
            "the refresh token was not refused as invalid",
        )
        stage.shows(f"{response.status}: invalid_grant")

    def obtain_refresh_token(self, stage: Stage, secret: Secret) -> Secret:
        stage.step(
            "Authorize the client: this time a code",
            self.authorize_call("code", REDIRECT_URI),
        )
        authorization = self.authorize_client(stage, "code", REDIRECT_URI)
        if not isinstance(authorization, AuthorizationCode):
            raise stage.unexpected("a token came back instead of a code")
        code = authorization.code
        stage.shows(f"code {code!r}")

        response = self.token_endpoint(
            stage,
            "The client exchanges it, as its own program would",
            "grant_type=authorization_code, code=***",
            secret,
            {"grant_type": "authorization_code", "code": code.reveal()},
        )
        for kind in ("access_token", "refresh_token"):
            if token := response.texts.get(kind):
                self.note(stage, kind.replace("_", " "), Secret(token))
        refresh = stage.present(
            response.texts.get("refresh_token"), "the response holds no refresh token"
        )
        stage.shows("200: an access token and a refresh token")
        return Secret(refresh)

    def listed(self, stage: Stage) -> list[ListedToken]:
        """The tokens that the gateway lists."""
        stage.step(
            "List the client's tokens",
            f"tyk.list_oauth_client_tokens({self.api_id}, {self.client_id})",
        )
        return self.tyk.list_oauth_client_tokens(self.api_id, self.client_id)

    def authorize_client(
        self, stage: Stage, response_type: str, redirect_uri: str
    ) -> Authorization:
        """Authorizes the client under the API's id: a gateway serves the route per API. The client
        was created in that very API, so it takes OAuth and the call stays with the gateway."""
        authorization = self.tyk.authorize_client(
            response_type,
            self.client_id,
            redirect_uri=redirect_uri,
            prefix=f"/{self.api_id}",
        )
        if isinstance(authorization, AuthorizationToken):
            self.note(stage, "access token", authorization.access_token)
        return authorization

    def authorize_call(self, response_type: str, redirect_uri: str) -> str:
        return (
            f"tyk.authorize_client({response_type}, {self.client_id}, redirect_uri: "
            f"{redirect_uri}, prefix: /{self.api_id})"
        )

    def call_api(self, stage: Stage, title: str, token: Secret) -> Response:
        path = f"/{self.api_id}/"
        stage.step(title, f"GET {path}, Authorization: Bearer ***")
        try:
            return plain_http.get(self.tyk.base_url, path, token)
        except OSError as error:
            raise stage.unexpected(f"no response came: {error}") from None

    def token_endpoint(
        self, stage: Stage, title: str, call: str, secret: Secret, form: dict[str, str]
    ) -> Response:
        path = f"/{self.api_id}/oauth/token/"
        stage.step(title, f"POST {path}, {call}")
        try:
            return plain_http.token_request(
                self.tyk.base_url, path, self.client_id, secret, form
            )
        except OSError as error:
            raise stage.unexpected(f"no response came: {error}") from None

    def note(self, stage: Stage, kind: str, token: Secret) -> None:
        item = Item(self.system, kind)
        with stage.ledger.creates(item):
            self.known.append((item, token))

    def removed(self, token: Secret, how: str) -> None:
        for item, known in self.known:
            if known == token:
                item.removed = how

    def all_removed(self, how: str) -> None:
        """Notes that the gateway has no token of the client any more."""
        for item, _ in self.known:
            if item.is_there:
                item.removed = how

    def clean_up(self, stage: Stage) -> None:
        """Revokes what is left."""
        for item, token in self.known:
            if item.is_there:
                stage.called(f"tyk.revoke_token(***, {self.client_id})")
                with stage.cleans(item, "revoked"):
                    self.tyk.revoke_token(token, self.client_id)
