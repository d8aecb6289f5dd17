"""What a client is built from: every keyword has its effect, its type, and its bounds."""

from __future__ import annotations

import base64
import builtins
import inspect
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

import authloom
from authloom import ClientCertificate, Event, Secret
from support import https, operations
from support.calling import client_of, fails, run
from support.control import BUSY, HANG
from support.operations import CLIENTS, STYLES
from support.raw import serving
from support.sandbox import GITHUB_MAIN, Sandbox
from support.settings import OWN, PRODUCTION, TRAVEL

in_each_style = pytest.mark.parametrize("style", STYLES)
of_each_api = pytest.mark.parametrize("api", CLIENTS)


Get = Callable[..., Any]


@pytest.fixture(params=STYLES)
def read(request: pytest.FixtureRequest, sandbox: Sandbox) -> Get:
    """Reads an auth config with a client that is built from these settings."""

    def read(**settings: Any) -> Any:
        client = client_of("konnect", request.param)
        return run(
            client(**{**sandbox.konnect, **settings}), "get_auth_config", GITHUB_MAIN
        )

    return read


class TestSignatures:
    """What there is to set."""

    @in_each_style
    @of_each_api
    def test_every_client_has_the_same_and_its_own(self, api: str, style: str) -> None:
        for made in (client_of(api, style), client_of(api, style).from_env):
            parameters = inspect.signature(made).parameters.values()
            assert [each.name for each in parameters] == OWN[api] + TRAVEL
            assert all(each.kind is each.KEYWORD_ONLY for each in parameters)
            assert all(each.default is None for each in parameters)

    @in_each_style
    @of_each_api
    def test_none_is_the_default_of_each(self, api: str, style: str) -> None:
        client = client_of(api, style)
        nothing = dict.fromkeys(OWN[api] + TRAVEL)
        if api in PRODUCTION:
            assert client(**nothing).base_url == PRODUCTION[api]
            assert client().base_url == PRODUCTION[api]
        given = {**nothing, "base_url": "https://x.test/api/"}
        assert client(**given).base_url == "https://x.test/api"
        name = client.__name__
        assert repr(client(**given)) == f"{name}(base_url='https://x.test/api')"

    @in_each_style
    @of_each_api
    def test_what_is_no_setting_is_refused_with_those_that_are(
        self, api: str, style: str
    ) -> None:
        for made in (client_of(api, style), client_of(api, style).from_env):
            with pytest.raises(TypeError) as raised:
                made(time_out=1)
            known = ", ".join(OWN[api] + TRAVEL)
            assert str(raised.value) == (
                f"unexpected keyword argument 'time_out'; there are {known}"
            )
        with pytest.raises(TypeError, match="keyword arguments only"):
            client_of(api, style)("https://x.test")

    @in_each_style
    @of_each_api
    def test_a_wrong_type_is_refused_by_its_name(self, api: str, style: str) -> None:
        for made in (client_of(api, style), client_of(api, style).from_env):
            for name in OWN[api] + TRAVEL:
                with pytest.raises(
                    TypeError, match=rf"^`{name}` must be .*, not object$"
                ):
                    made(**{name: object()})

    def test_a_gateway_has_no_base_url_by_default(self) -> None:
        for style in STYLES:
            with pytest.raises(authloom.ConfigError, match="base_url"):
                client_of("tyk", style)()


BROKEN: list[tuple[dict[str, Any], type[Exception], str]] = [
    *(
        ({name: value}, authloom.ConfigError, f"`{name}`")
        for name in TRAVEL[:4]
        for value in (0, 0.0009, 86_401, timedelta(days=2))
    ),
    *(
        ({name: value}, authloom.ValidationError, f"`{name}`")
        for name in (*TRAVEL[:4], "idle_timeout")
        for value in (-1, float("nan"), float("inf"), 10**400, timedelta(seconds=-1))
    ),
    *(
        ({name: 0}, authloom.ConfigError, f"`{name}`")
        for name in ("max_attempts", "max_token_body", "max_body", "max_json_depth")
    ),
    *(
        ({name: 2**63}, authloom.ValidationError, f"`{name}` must lie between")
        for name in TRAVEL[4:8]
    ),
    ({"max_json_depth": 129}, authloom.ConfigError, "`max_json_depth`.* 128"),
    ({"max_connections": 0}, authloom.ConfigError, "`max_connections`.* at least 1"),
    ({"idle_timeout": 25.5}, authloom.ConfigError, "`idle_timeout`.* 25 s"),
    ({"base_url": ""}, authloom.ConfigError, "`base_url` is not a URL"),
    ({"base_url": "api.test"}, authloom.ConfigError, "`base_url` is not absolute"),
    ({"base_url": "ftp://api.test"}, authloom.ConfigError, "https://"),
    ({"base_url": "http://api.test"}, authloom.ConfigError, "allow_http"),
    ({"region": "mars"}, authloom.ValidationError, "'global', 'us', 'eu', 'au'$"),
    (
        {"proxy": "Direct"},
        authloom.ValidationError,
        "'environment', 'direct', or a URL",
    ),
    ({"proxy": "gopher://p.test"}, authloom.ConfigError, "`proxy`"),
    ({"ca_certificates": "none"}, authloom.ConfigError, "`ca_certificates`"),
    ({"user_agent_suffix": "a\nb"}, authloom.ConfigError, "`user_agent_suffix`"),
    (
        {"client_certificate": ClientCertificate(chain="none", key="none")},
        authloom.ConfigError,
        "`client_certificate` .* `chain`",
    ),
    (
        {"client_certificate": ClientCertificate(chain=https.CLIENT, key="none")},
        authloom.ConfigError,
        "`client_certificate` .* `key`",
    ),
    ({"max_attempts": True}, TypeError, "^`max_attempts` must be an int, not bool$"),
    ({"max_attempts": 1.0}, TypeError, "^`max_attempts` must be an int, not float$"),
    (
        {"read_timeout": True},
        TypeError,
        "^`read_timeout` must be seconds or a timedelta",
    ),
    ({"http2": 1}, TypeError, "^`http2` must be a bool, not int$"),
    ({"allow_http": "yes"}, TypeError, "^`allow_http` must be a bool, not str$"),
    ({"hooks": print}, TypeError, "^`hooks` must be a list or tuple of callables"),
    ({"hooks": [print, 1]}, TypeError, r"^`hooks\[1\]` must be a callable, not int$"),
    ({"token": "\ud800"}, authloom.ValidationError, "surrogate"),
]


@in_each_style
@pytest.mark.parametrize(
    ("settings", "error", "words"), BROKEN, ids=lambda value: f"{value}"[:40]
)
def test_what_cannot_be_used_is_refused_at_once(
    settings: dict[str, Any], error: type[Exception], words: str, style: str
) -> None:
    with pytest.raises(error, match=words) as raised:
        client_of("konnect", style)(**settings)
    assert type(raised.value) is error
    if isinstance(raised.value, authloom.AuthloomError):
        assert [raised.value.field] == list(settings)


class TestTime:
    """Deadlines, in seconds or as a timedelta."""

    @pytest.mark.parametrize("value", [0.04, timedelta(milliseconds=40)])
    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("read_timeout", "silent for 0.04 s"),
            ("attempt_timeout", "attempt took longer than 0.04 s"),
            ("total_timeout", "call took longer than 0.04 s"),
        ],
    )
    def test_a_server_that_hangs_is_left(
        self, name: str, words: str, value: Any, read: Get, sandbox: Sandbox
    ) -> None:
        sandbox.faults({"fault": HANG})
        with pytest.raises(builtins.TimeoutError, match=words):
            read(max_attempts=1, **{name: value})

    def test_a_connection_that_does_not_stand_is_given_up(
        self, read: Get, sandbox: Sandbox
    ) -> None:
        sandbox.faults({"api": "konnect", "fault": {"kind": "tls", "mode": "hang"}})
        with pytest.raises(builtins.TimeoutError, match="could not connect within 0.04 s"):
            read(
                base_url=operations.base_url(sandbox, "konnect", tls=True),
                ca_certificates=sandbox.authority_pem,
                connect_timeout=0.04,
                max_attempts=1,
            )

    @pytest.mark.parametrize(("attempts", "sent"), [(1, 1), (2, 2), (None, 3), (5, 5)])
    def test_attempts_are_as_many_as_it_says(
        self, attempts: int | None, sent: int, read: Get, sandbox: Sandbox
    ) -> None:
        sandbox.faults({"fault": BUSY})
        assert fails(lambda: read(max_attempts=attempts)).attempts == sent
        assert len(sandbox.log()) == sent


class TestSizes:
    """How much is read."""

    def test_an_answer_may_be_so_large(self, read: Get, sandbox: Sandbox) -> None:
        size = len(sandbox_answer(sandbox))
        assert read(max_body=size)
        error = fails(lambda: read(max_body=size - 1))
        assert isinstance(error, authloom.DecodeError)
        assert f"larger than {size - 1} bytes" in str(error)
        # That is for others.
        assert read(max_token_body=1)

    @in_each_style
    def test_an_answer_with_a_token_may_be_so_large(
        self, style: str, sandbox: Sandbox
    ) -> None:
        def issue(**settings: Any) -> object:
            client = client_of("token_service", style)(
                base_url=operations.base_url(sandbox, "token_service"),
                token="lt_5f2a",
                **settings,
            )
            return run(client, "issue_short_term_token")

        assert issue(max_body=1)
        error = fails(lambda: issue(max_token_body=20))
        assert "larger than 20 bytes" in str(error)

    def test_json_may_be_so_deep(self, read: Get, sandbox: Sandbox) -> None:
        sandbox.faults({"fault": {"kind": "nested", "levels": 100}})
        # The object that they are in counts too.
        assert read(max_json_depth=101)
        assert "deeper than 100 levels" in str(fails(lambda: read(max_json_depth=100)))
        assert "deeper than 64 levels" in str(fails(read))


def sandbox_answer(sandbox: Sandbox) -> str:
    """The body of what `read` reads."""
    with authloom.Konnect(**sandbox.konnect) as client:
        path = f"/v1/integration-instances/{GITHUB_MAIN}/auth-config"
        return client.request("GET", path).body


class TestWay:
    """Where a call goes, and by which way."""

    @pytest.mark.parametrize("region", ["global", "us", "eu", "au"])
    def test_a_region_has_its_server(self, region: Any) -> None:
        for style in STYLES:
            client = client_of("konnect", style)
            expected = f"https://{region}.api.konghq.com"
            assert client(region=region).base_url == expected
            # What is explicit comes first.
            both = client(region=region, base_url="https://x.test")
            assert both.base_url == "https://x.test"

    def test_plain_http_beyond_loopback_has_to_be_meant(self) -> None:
        for style in STYLES:
            client = client_of("konnect", style)
            made = client(base_url="http://api.test", allow_http=True)
            assert made.base_url == "http://api.test"
            with pytest.raises(authloom.ConfigError):
                client(base_url="http://api.test", allow_http=False)
            for loopback in (
                "http://127.0.0.1:9",
                "http://localhost:9",
                "http://[::1]:9",
            ):
                assert client(base_url=loopback).base_url == loopback

    def test_a_proxy_carries_the_call(self, read: Get, sandbox: Sandbox) -> None:
        with serving() as proxy:
            proxy.answer = lambda _: "HTTP/1.1 418 No\r\nContent-Length: 0\r\n\r\n"
            authority = proxy.url.removeprefix("http://")
            for given in (proxy.url, Secret(f"http://user:pa%2Fss@{authority}")):
                error = fails(
                    lambda: read(
                        proxy=given, base_url="http://api.test/below", allow_http=True
                    )
                )
                assert error.status == 418
            plain, with_user = proxy.requests
        path = f"v1/integration-instances/{GITHUB_MAIN}/auth-config"
        assert plain.startswith(f"GET http://api.test/below/{path} HTTP/1.1\r\n")
        assert "proxy-authorization" not in plain.lower()
        basic = base64.b64encode(b"user:pa/ss").decode()
        assert f"proxy-authorization: basic {basic}".lower() in with_user.lower()

    def test_the_environment_names_a_proxy(
        self, read: Get, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with serving() as proxy:
            proxy.answer = lambda _: "HTTP/1.1 418 No\r\nContent-Length: 0\r\n\r\n"
            for name in ("HTTP_PROXY", "http_proxy"):
                monkeypatch.setenv(name, proxy.url)
            for name in ("NO_PROXY", "no_proxy"):
                monkeypatch.delenv(name, raising=False)
            beyond = {"base_url": "http://api.test", "allow_http": True}
            for settings in (beyond, {**beyond, "proxy": "environment"}):
                assert fails(lambda: read(**settings)).status == 418
            assert len(proxy.requests) == 2
            # Loopback is called directly, and so is what is to be.
            assert read(proxy="environment")
            nowhere = {"base_url": "http://api.invalid", "allow_http": True}
            error = fails(lambda: read(**nowhere, proxy="direct", max_attempts=1))
            assert isinstance(error, authloom.TransportError)
            assert len(proxy.requests) == 2

    def test_an_authority_is_trusted_if_it_is_told(
        self, read: Get, sandbox: Sandbox
    ) -> None:
        base_url = operations.base_url(sandbox, "konnect", tls=True)
        assert read(base_url=base_url, ca_certificates=sandbox.authority_pem)
        for settings in ({}, {"ca_certificates": https.AUTHORITY}):
            error = fails(lambda: read(base_url=base_url, **settings))
            assert isinstance(error, authloom.TransportError)

    def test_a_certificate_is_shown_to_who_asks(self, read: Get) -> None:
        with https.serving(protocols=["http/1.1"]) as server:
            settings = {"base_url": server.url, "ca_certificates": https.AUTHORITY}
            certificate = ClientCertificate(chain=https.CLIENT, key=https.CLIENT_KEY)
            config = read(**settings, client_certificate=certificate)
            assert config.client_id == "seen"
            (shown,) = server.certificates
            assert shown["subject"] == ((("commonName", "client of the tests"),),)
            error = fails(lambda: read(**settings, max_attempts=1))
            assert isinstance(error, authloom.TransportError)
            assert len(server.certificates) <= 2

    @in_each_style
    @pytest.mark.parametrize(
        ("given", "sync", "asynchronous"),
        [(None, "http/1.1", "h2"), (True, "h2", "h2"), (False, "http/1.1", "http/1.1")],
    )
    def test_http2_is_offered_or_not(
        self, given: bool | None, sync: str, asynchronous: str, style: str
    ) -> None:
        with https.serving(protocols=["h2", "http/1.1"]) as server:
            client = client_of("konnect", style)(
                base_url=server.url,
                token="t",
                ca_certificates=https.AUTHORITY,
                client_certificate=ClientCertificate(
                    chain=https.CLIENT, key=https.CLIENT_KEY
                ),
                http2=given,
                max_attempts=1,
            )
            try:
                run(client, "get_auth_config", "i")
            except authloom.TransportError:
                # The server speaks HTTP/1.1 alone, whatever it offers.
                pass
            # None is what a client takes that knows no protocol but HTTP/1.1.
            (chosen,) = server.protocols
            assert (chosen or "http/1.1") == (sync if style == "sync" else asynchronous)

    def test_connections_are_kept_unless_they_may_not(self, sandbox: Sandbox) -> None:
        def connections(**settings: Any) -> int:
            since = len(sandbox.log())
            with authloom.Konnect(**sandbox.konnect, **settings) as client:
                client.get_auth_config(GITHUB_MAIN)
                client.get_auth_config(GITHUB_MAIN)
            return len({entry["connection"] for entry in sandbox.log()[since:]})

        assert connections() == 1
        assert connections(idle_timeout=20, max_connections=1) == 1
        assert connections(idle_timeout=0) == 2

    def test_the_user_agent_has_what_is_added(
        self, read: Get, sandbox: Sandbox
    ) -> None:
        read(user_agent_suffix="billing/2.1")
        read()
        longer, plain = (entry["headers"]["user-agent"] for entry in sandbox.log())
        assert plain == f"authloom/{authloom.__version__}"
        assert longer == f"{plain} billing/2.1"

    def test_hooks_are_told(self, read: Get) -> None:
        seen: list[Event] = []
        also: list[Event] = []
        read(hooks=(seen.append, also.append))
        kinds = [event.kind for event in seen]
        assert kinds == ["sending", "response", "finished"]
        assert seen == also
        assert {event.operation for event in seen} == {"get_auth_config"}
