"""Clients: their credentials, the environment, and their life."""

from __future__ import annotations

import asyncio
import gc
import weakref
from typing import Any

import pytest

import authloom
from authloom import Secret
from support import operations
from support.calling import client_of, fails, redacted, run
from support.operations import CLIENTS, STYLES
from support.sandbox import GITHUB_MAIN, Sandbox
from support.settings import OWN, PRODUCTION

in_each_style = pytest.mark.parametrize("style", STYLES)
of_each_api = pytest.mark.parametrize("api", CLIENTS)


class TestCredentials:
    """What a client shows of itself."""

    @in_each_style
    @pytest.mark.parametrize("as_secret", [str, Secret])
    def test_a_token_is_the_bearer(
        self, as_secret: Any, style: str, sandbox: Sandbox
    ) -> None:
        for api, operation, arguments, field in (
            ("konnect", "get_auth_config", (GITHUB_MAIN,), "token"),
            ("fitbit_plus", "fetch_token_groups", ("t",), "token"),
            ("token_service", "revoke_token", ("t",), "token"),
            ("tyk", "purge_lapsed_tokens", (), "secret"),
        ):
            client = client_of(api, style)(
                base_url=operations.base_url(sandbox, api),
                **{field: as_secret("tok-of-client")},
            )
            with pytest.raises(authloom.ApiError):
                run(client, operation, *arguments)
            headers = sandbox.log()[-1]["headers"]
            if api == "tyk":
                assert headers["x-tyk-authorization"] == redacted("tok-of-client")
            else:
                assert headers["authorization"] == f"Bearer {redacted('tok-of-client')}"

    @in_each_style
    def test_an_id_and_a_secret_stand_in_for_empty_arguments(
        self, style: str, sandbox: Sandbox
    ) -> None:
        service = client_of("token_service", style)(
            base_url=operations.base_url(sandbox, "token_service"),
            client_id="c2m_acme",
            client_secret="pa55",
        )
        proof = authloom.token_service.ProofClientSecret()
        assert run(service, "issue_long_term_token", proof).access_token.reveal()
        fitbit = client_of("fitbit_plus", style)(
            base_url=operations.base_url(sandbox, "fitbit_plus"),
            client_id="acme-reporting",
            client_secret=Secret("s-9f1"),
        )
        grant = authloom.fitbit_plus.GrantClientCredentials()
        assert run(fitbit, "create_token", grant).access_token.reveal()


class TestEnvironment:
    """`from_env`: the environment first, keywords over it."""

    @in_each_style
    @of_each_api
    def test_it_gives_what_the_sandbox_says(
        self, api: str, style: str, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name, value in sandbox.env.items():
            monkeypatch.setenv(name, value)
        client = client_of(api, style).from_env()
        assert type(client) is client_of(api, style)
        assert client.base_url == operations.base_url(sandbox, api)
        operation = {
            "konnect": ("get_auth_config", GITHUB_MAIN),
            "fitbit_plus": ("fetch_token_groups", "64b0c1d2e3f4a5b6c7d8e9f0"),
            "token_service": ("issue_short_term_token",),
            "tyk": ("list_oauth_clients", "oauth-api"),
        }[api]
        assert run(client, *operation)

        over = client_of(api, style).from_env(base_url="https://x.test", max_attempts=1)
        assert over.base_url == "https://x.test"
        credential = OWN[api][-1]
        wrong = client_of(api, style).from_env(**{credential: "another"})
        with pytest.raises(authloom.ApiError):
            run(wrong, *operation)
        assert redacted("another") in str(sandbox.log()[-1]["headers"])
        # Without `from_env` nothing is taken from there.
        if api in PRODUCTION:
            assert client_of(api, style)().base_url == PRODUCTION[api]

    @in_each_style
    def test_ids_and_secrets_are_there_too(
        self, style: str, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name, value in sandbox.env.items():
            monkeypatch.setenv(name, value)
        proof = authloom.token_service.ProofClientSecret()
        service = client_of("token_service", style).from_env()
        assert run(service, "issue_long_term_token", proof).access_token.reveal()

    @in_each_style
    def test_a_region_and_plain_http_are_there_too(
        self, style: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = client_of("konnect", style)
        monkeypatch.setenv("AUTHLOOM_KONNECT_REGION", "eu")
        assert client.from_env().base_url == "https://eu.api.konghq.com"
        assert client.from_env(region="au").base_url == "https://au.api.konghq.com"
        monkeypatch.setenv("AUTHLOOM_KONNECT_REGION", "mars")
        with pytest.raises(
            authloom.ConfigError,
            match="`region` must be global, us, eu or au in AUTHLOOM_KONNECT_REGION",
        ):
            client.from_env()
        monkeypatch.delenv("AUTHLOOM_KONNECT_REGION")

        monkeypatch.setenv("AUTHLOOM_KONNECT_BASE_URL", "http://api.test")
        with pytest.raises(authloom.ConfigError, match="AUTHLOOM_ALLOW_HTTP=1"):
            client.from_env()
        assert client.from_env(allow_http=True).base_url == "http://api.test"
        monkeypatch.setenv("AUTHLOOM_ALLOW_HTTP", "1")
        assert client.from_env().base_url == "http://api.test"

    @of_each_api
    def test_a_subclass_gets_one_of_itself(self, api: str) -> None:
        derived: Any = type("Derived", (CLIENTS[api][1],), {})
        made = derived.from_env(base_url="https://x.test")
        assert type(made) is derived
        assert repr(made) == "Derived(base_url='https://x.test')"


class TestLife:
    """A client is open until it is closed."""

    @of_each_api
    def test_a_block_closes_it(self, api: str) -> None:
        client = CLIENTS[api][0](base_url="http://127.0.0.1:9")
        with client as entered:
            assert entered is client
        for operation in operations.DISTINCT:
            if operation.api == api:
                positional, keywords = operation.arguments(operations.Secrets())
                method = getattr(client, operation.name)
                error = fails(lambda: method(*positional, **keywords))
                assert type(error) is authloom.ClosedError
                assert (error.attempts, error.outcome) == (0, "not_sent")
                assert error.operation == operation.name
        assert type(fails(lambda: client.request("GET", "/"))) is authloom.ClosedError
        # Once more is once too often, and nothing happens.
        client.close()
        with client:
            pass
        assert client.base_url == "http://127.0.0.1:9"

    @of_each_api
    def test_an_async_block_closes_it(self, api: str) -> None:
        async def main() -> None:
            client = CLIENTS[api][1](base_url="http://127.0.0.1:9")
            async with client as entered:
                assert entered is client
            for operation in operations.DISTINCT:
                if operation.api == api:
                    positional, keywords = operation.arguments(operations.Secrets())
                    with pytest.raises(authloom.ClosedError):
                        await getattr(client, operation.name)(*positional, **keywords)
            await client.aclose()
            async with client:
                pass

        asyncio.run(main())

    def test_what_is_raised_in_a_block_is_raised(self, sandbox: Sandbox) -> None:
        client = authloom.Konnect(**sandbox.konnect)
        with pytest.raises(ZeroDivisionError):
            with client:
                raise ZeroDivisionError
        assert type(fails(lambda: client.get_auth_config("i"))) is authloom.ClosedError

        async def main() -> None:
            async with authloom.AsyncKonnect(**sandbox.konnect):
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            asyncio.run(main())

    def test_others_stay_open(self, sandbox: Sandbox) -> None:
        one, other = (authloom.Konnect(**sandbox.konnect) for _ in range(2))
        one.get_auth_config(GITHUB_MAIN)
        one.close()
        assert other.get_auth_config(GITHUB_MAIN)
        other.close()

    @in_each_style
    def test_it_cannot_be_changed(self, style: str) -> None:
        client: Any = client_of("konnect", style)(base_url="https://x.test")
        for name in ("base_url", "token", "anything", "get_auth_config"):
            with pytest.raises(AttributeError):
                setattr(client, name, "https://y.test")
        assert client.base_url == "https://x.test"


class TestSubclass:
    """A program's own class of clients."""

    @in_each_style
    @of_each_api
    def test_of_a_client(
        self, api: str, style: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        base: Any = client_of(api, style)

        def initialize(self: Any, *_arguments: object, **_settings: object) -> None:
            self.itself = self

        # No type checker knows this base: it is one of all.
        Own: Any = type("Own", (base,), {"__init__": initialize})
        credential = "secret" if api == "tyk" else "token"
        settings = {"base_url": "http://127.0.0.1:9/own", credential: "t"}
        monkeypatch.setenv(f"AUTHLOOM_{api.upper()}_BASE_URL", settings["base_url"])
        for client in (Own(**settings), Own.from_env()):
            assert type(client) is Own and isinstance(client, base)
            assert client.base_url == settings["base_url"]
            assert "Own" in repr(client)
        # It is in a cycle with itself, which ends with it.
        reference = weakref.ref(client)
        del client
        gc.collect()
        assert reference() is None
