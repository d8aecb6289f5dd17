"""No secret is seen: not in errors, logs, events or values, also when the server sends it back.

Each test gathers whatever can be seen in a `Seen`, and looks there for canaries. Each also shows
itself that it would find them.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import functools
import gc
import json
import pydoc
import traceback
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote_plus

import pytest

import authloom
from authloom import ClientCertificate, RawResponse, Secret
from support import answers, canaries, operations
from support.narrow import is_list, is_tuple
from support.operations import ALL, CLIENTS, STYLES, Operation, Secrets
from support.raw import Server, serving
from support.sandbox import Sandbox
from support.seen import Seen, listening


@pytest.fixture
def seen() -> Iterator[Seen]:
    """What is seen, and the proof that canaries among it would be found."""
    with listening() as seen:
        yield seen
        # For all of them, once is enough.
        seen.control("code")


@pytest.mark.parametrize("name", canaries.NAMES)
def test_the_control_finds_each(name: str) -> None:
    with listening() as seen:
        seen.control(name)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that answers as a test says."""
    with serving() as server:
        yield server


class Unshown(dict[str, str]):
    """Header fields of a program that takes care of its own frames."""

    def __repr__(self) -> str:
        return "Unshown"


class Caller:
    """Makes calls with canaries for secrets, and takes in what is seen of them."""

    def __init__(self, style: str, seen: Seen) -> None:
        self._async = style == "async"
        self._seen = seen
        self._loop = asyncio.new_event_loop()
        # A loop in this mode tells its logger of coroutines and tasks that take long.
        self._loop.set_debug(True)

    def chatty(self) -> None:
        """Has its loop tell of all of them."""
        self._loop.slow_callback_duration = 0.0

    def close(self) -> None:
        """Ends its loop."""
        self._loop.close()

    def call(
        self,
        operation: Operation,
        base_url: str,
        secrets: Secrets,
        with_token: bool = False,
    ) -> Any:
        """What an operation returns; None where it fails."""
        options: dict[str, Any] = {
            "headers": Unshown(
                {"X-Partner-Key": canaries.get("custom_header").reveal()}
            )
        }
        if with_token:
            options[operation.token_option] = canaries.get("call_token")
        settings = {
            "base_url": base_url,
            "max_attempts": 1,
            "hooks": [self._seen.event],
            **operations.credential(operation.api, secrets),
        }
        try:
            return self.raw(operation, settings, secrets, options)
        except authloom.AuthloomError as error:
            self._seen.error(error)
            return None

    def raw(
        self,
        operation: Operation,
        settings: dict[str, Any],
        secrets: Secrets,
        options: dict[str, Any],
    ) -> Any:
        """What an operation returns or raises."""
        positional, keywords = operation.arguments(secrets)
        sync_client, async_client = CLIENTS[operation.api]
        if not self._async:
            with sync_client(**settings) as client:
                self._seen.value("client", client)
                return getattr(client, operation.name)(
                    *positional, **keywords, **options
                )

        async def main() -> Any:
            async with async_client(**settings) as client:
                self._seen.value("client", client)
                call = getattr(client, operation.name)(
                    *positional, **keywords, **options
                )
                self._seen.value("coroutine", call)
                task = asyncio.current_task()
                self._seen.value("task", task)
                return await call

        return self._loop.run_until_complete(main())


@pytest.fixture(params=STYLES)
def caller(request: pytest.FixtureRequest, seen: Seen) -> Iterator[Caller]:
    """Calls in either style."""
    with contextlib.closing(Caller(request.param, seen)) as caller:
        yield caller


THROUGHOUT = "percent-encoded throughout"
# How a server may write down what it was sent.
ENCODINGS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 for URLs": lambda text: base64.urlsafe_b64encode(text.encode()).decode(),
    "as a form": quote_plus,
    THROUGHOUT: canaries.percent_throughout,
    "escaped as in JSON": lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
}
ECHOES = [(200, "quoted"), (307, "text"), (400, "errors"), (401, "torn"), (500, "page")]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_what_a_server_sends_back_is_not_shown(
    encoding: str, caller: Caller, server: Server, seen: Seen
) -> None:
    encode = ENCODINGS[encoding]
    with_token = list(ENCODINGS).index(encoding) % 2 == 1
    server.requests.clear()
    for status, shape in ECHOES:
        if encoding == THROUGHOUT and shape != "page":
            # It is the same wherever it stands, and slow to look through.
            continue

        def answer(request: str, status: int = status, shape: str = shape) -> str:
            return answers.echoing(status, shape, encode(request))

        server.answer = answer
        for operation in ALL:
            caller.call(operation, server.url, canaries.secrets(), with_token)
            seen.check(f"{operation}, {status}, {shape}")
    # Each was sent, so that each could come back.
    sent = set(canaries.in_text("".join(server.requests)))
    unused = {"konnect", "fitbit_plus", "token_service", "tyk"}
    assert sent == {*canaries.NAMES} - (unused if with_token else {"call_token"})


# All of a request, as the sandbox fills it in.
ALL_OF_IT = "{target} {headers} {body}"
KEPT = {
    name: ALL_OF_IT
    for name in ("WWW-Authenticate", "X-Request-Id", "Content-Type", "Location")
}
FAULTS: list[dict[str, Any]] = [
    {"kind": "echo", "status": 400},
    *(
        {
            "kind": "echo",
            "status": status,
            "reason": ALL_OF_IT,
            "body": ALL_OF_IT,
            "headers": KEPT,
        }
        for status in (200, 302, 403, 503)
    ),
    {"kind": "redirect", "status": 308},
    {"kind": "reset", "at": "before"},
    {"kind": "close", "at": "head"},
    {"kind": "malformed", "part": "header"},
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault}"[:40])
def test_what_the_sandbox_sends_back_is_not_shown(
    fault: dict[str, Any], caller: Caller, sandbox: Sandbox, seen: Seen
) -> None:
    sandbox.faults({"fault": fault})
    caller.chatty()
    for number, operation in enumerate(ALL):
        url = operations.base_url(sandbox, operation.api)
        caller.call(operation, url, canaries.secrets(), number % 2 == 1)
        seen.check(f"{operation}")
    assert len(sandbox.log()) == len(ALL)


@pytest.mark.parametrize("begin", ["", "HTTP/1.1 200 OK\r\n"])
def test_what_is_no_http_at_all_is_not_shown(
    begin: str, caller: Caller, server: Server, seen: Seen
) -> None:
    server.answer = lambda request: begin + request
    for operation in ALL:
        assert caller.call(operation, server.url, canaries.secrets()) is None
        seen.check(f"{operation}")


@pytest.mark.parametrize(
    ("coding", "bodies"),
    [(None, answers.UNDECODABLE), ("gzip", answers.UNDECODABLE[3:5])],
)
def test_a_new_secret_in_an_answer_that_does_not_decode_is_not_shown(
    coding: str | None,
    bodies: list[str],
    caller: Caller,
    server: Server,
    seen: Seen,
) -> None:
    new = canaries.get("call_token").reveal()
    fields = ["Content-Type: application/json"]
    if coding:
        fields.append(f"Content-Encoding: {coding}")
    for body in bodies:
        answer = answers.plain(200, "OK", fields, body.replace("NEW", new))
        server.answer = functools.partial(_always, answer)
        for operation in ALL:
            # Those to which a success is one, whatever the body says, return nothing.
            given = caller.call(operation, server.url, Secrets())
            assert given is None, f"{operation} made {given} of {body}"
            seen.check(f"{operation}, {body}")


def _always(answer: str, _request: str) -> str:
    return answer


def test_what_a_call_returns_does_not_show_its_secrets(
    caller: Caller, sandbox: Sandbox, seen: Seen
) -> None:
    count = 0
    for operation in ALL:
        sandbox.reset()
        seen.strings.clear()
        url = operations.base_url(sandbox, operation.api)
        settings = {
            "base_url": url,
            "hooks": [seen.event],
            **operations.credential(operation.api, Secrets()),
        }
        given = caller.raw(operation, settings, Secrets(), {})
        found = [secret.reveal() for secret in secrets_in(given)]
        seen.value("value", given)
        seen.pickled("value", given)
        seen.pickled("many values", [given])
        for text in found:
            # Those of the default data are too short to be told apart from other text.
            if len(text) >= 10:
                count += 1
                assert not seen.holds(text), f"{operation}: {seen.strings}"
                seen.text("control", text)
                assert seen.holds(text)
    assert count >= 10


def secrets_in(value: Any) -> Iterator[Secret]:
    """The secrets of a value, however deep."""
    if isinstance(value, Secret):
        yield value
    elif is_list(value) or is_tuple(value):
        for item in value:
            yield from secrets_in(item)
    else:
        for name in getattr(value, "__match_args__", ()):
            yield from secrets_in(getattr(value, name))


@pytest.mark.parametrize("operation", ALL, ids=str)
def test_what_a_call_is_given_is_not_shown(operation: Operation, seen: Seen) -> None:
    positional, keywords = operation.arguments(canaries.secrets())
    for value in (*positional, *keywords.values()):
        if isinstance(value, (str, int)):
            continue
        seen.value("argument", value)
        seen.pickled("argument", value)
        seen.text("help", pydoc.render_doc(value))
        with pytest.raises(TypeError) as refused:
            vars(value)
        seen.value("vars", refused.value)
    seen.text("some operations take none", "")
    seen.check(str(operation))
    # They hold what they do not show.
    names = {name for name in secrets_in([positional, list(keywords.values())])}
    revealed = [canaries.in_text(secret.reveal()) for secret in names]
    assert all(len(found) == 1 for found in revealed)


def test_a_raw_answer_shows_neither_body_nor_fields(seen: Seen) -> None:
    secret = canaries.get("code").reveal()
    answer = RawResponse(
        status=200,
        headers={"set-cookie": secret},
        body=secret,
        json={"token": secret},
    )
    seen.value("answer", answer)
    seen.check("a raw answer")
    assert answer.body == secret


SETTINGS: dict[str, dict[str, Any]] = {
    "konnect": {"token": canaries.get("konnect")},
    "fitbit_plus": {
        "token": canaries.get("fitbit_plus"),
        "client_secret": canaries.get("client_secret"),
    },
    "token_service": {
        "token": canaries.get("token_service"),
        "client_secret": canaries.get("client_secret"),
    },
    "tyk": {"secret": canaries.get("tyk")},
}
PROXIED = {
    "proxy": Secret(f"http://user:{quote_plus(canaries.get('code').reveal())}@p.test:1")
}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("api", CLIENTS)
def test_what_a_client_is_built_from_is_not_shown(
    api: str, style: str, seen: Seen
) -> None:
    client_class = CLIENTS[api][STYLES.index(style)]
    client = client_class(base_url="http://127.0.0.1:9", **SETTINGS[api], **PROXIED)
    seen.value("client", client)
    seen.pickled("client", client)
    seen.text("help", pydoc.render_doc(client))
    seen.value("what it refers to", gc.get_referents(client))
    for name in dir(client):
        attribute = getattr(client, name)
        seen.value(name, attribute)
        seen.value(f"{name}'s own", getattr(attribute, "__self__", None))
    with pytest.raises(TypeError) as refused:
        vars(client)
    seen.value("vars", refused.value)
    seen.check(api)


@pytest.mark.parametrize("name", ["repr", "pickle", "vars", "help"])
def test_a_certificate_does_not_show_its_key(name: str, seen: Seen) -> None:
    certificate = ClientCertificate(chain="none", key=canaries.get("key"))
    match name:
        case "repr":
            seen.value("certificate", certificate)
        case "pickle":
            with pytest.raises(TypeError):
                seen.pickled("certificate", certificate)
                raise TypeError("what refuses is taken in")
        case "vars":
            with pytest.raises(TypeError) as refused:
                vars(certificate)
            seen.value("vars", refused.value)
        case _:
            seen.text("help", pydoc.render_doc(certificate))
    seen.check("a certificate")
    assert canaries.in_text(certificate.key.reveal()) == ["key"]


CANARY = canaries.get("client_secret")
BROKEN: list[dict[str, Any]] = [
    {"proxy": Secret(f"http://user:{CANARY.reveal()}@p.test:port")},
    {"proxy": Secret(f"gopher://{CANARY.reveal()}")},
    {"proxy": CANARY},
    {"client_certificate": ClientCertificate(chain="none", key=CANARY)},
    {"client_certificate": ClientCertificate(chain=CANARY.reveal(), key=CANARY)},
    {"ca_certificates": CANARY.reveal()},
    {"base_url": f"https://user:{CANARY.reveal()}@api.test"},
]


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: f"{broken}"[:40])
@pytest.mark.parametrize("style", STYLES)
def test_a_configuration_that_is_refused_is_not_shown(
    broken: dict[str, Any], style: str, seen: Seen
) -> None:
    client = CLIENTS["konnect"][STYLES.index(style)]
    with pytest.raises(authloom.AuthloomError) as raised:
        client(**broken)
    # The frames of this test hold it in the clear.
    raised.value.__traceback__ = None
    seen.error(raised.value)
    seen.check("a configuration")


def test_a_credential_that_cannot_be_sent_is_not_shown(
    caller: Caller, sandbox: Sandbox, seen: Seen
) -> None:
    broken = Secret(f"{CANARY.reveal()}\n")
    secrets = Secrets(konnect=broken, tyk=broken)
    # Every call of these shows it.
    for operation in (each for each in ALL if each.api in ("konnect", "tyk")):
        url = operations.base_url(sandbox, operation.api)
        assert caller.call(operation, url, secrets) is None
        seen.check(f"{operation}")
    assert sandbox.log() == []


@pytest.mark.parametrize("style", STYLES)
def test_no_frame_of_the_library_keeps_a_secret_that_was_given_as_text(
    style: str, sandbox: Sandbox, seen: Seen
) -> None:
    frames = 0
    for operation in ALL:
        client_class = CLIENTS[operation.api][STYLES.index(style)]
        client = client_class(base_url=operations.base_url(sandbox, operation.api))
        positional, keywords = operation.arguments(canaries.secrets())
        plain = {
            "headers": {"X-Key": canaries.get("custom_header").reveal()},
            operation.token_option: canaries.get("call_token").reveal(),
        }
        for name, value in keywords.items():
            plain[name] = value.reveal() if isinstance(value, Secret) else value
        # Refused by the server, and refused before anything is sent.
        for spoilt in (plain, {**plain, "timeout": -1}):
            try:
                called = getattr(client, operation.name)(
                    *(
                        value.reveal() if isinstance(value, Secret) else value
                        for value in positional
                    ),
                    **spoilt,
                )
                if style == "async":
                    asyncio.run(called)
            except authloom.AuthloomError as error:
                for frame, _ in traceback.walk_tb(error.__traceback__):
                    if frame.f_globals["__name__"].startswith("authloom"):
                        frames += 1
                        seen.value(str(operation), frame.f_locals)
        if style == "async":
            asyncio.run(client.aclose())
        else:
            client.close()
    assert frames == (0 if style == "sync" else 2 * len(ALL))
    seen.text("those that have no frame", "")
    seen.check("frames")


class Anything:
    """No value that an argument could have."""

    def __repr__(self) -> str:
        return canaries.get("code").reveal()


@pytest.mark.parametrize("style", STYLES)
def test_an_argument_that_is_refused_is_not_shown(style: str, seen: Seen) -> None:
    """Neither of a wrong type nor of a wrong value, nor where an argument has its place."""
    plain = canaries.get("code").reveal()
    for operation in ALL:
        client_class = CLIENTS[operation.api][STYLES.index(style)]
        client = client_class(
            base_url="http://127.0.0.1:9",
            **operations.credential(operation.api, canaries.secrets()),
        )
        positional, keywords = operation.arguments(canaries.secrets())
        method = getattr(client, operation.name)
        for wrong in (
            Anything(),
            [plain],
            {plain: plain},
            plain.encode(),
            f"{plain}\ud800",
        ):
            for place in range(len(positional)):
                spoilt = (*positional[:place], wrong, *positional[place + 1 :])
                seen_of(seen, method, spoilt, keywords)
            for name in (*keywords, "timeout", "max_attempts", "token", "base_url"):
                seen_of(seen, method, positional, {**keywords, name: wrong})
            seen_of(seen, method, positional, {**keywords, "headers": {"X": wrong}})
            seen_of(seen, method, positional, {**keywords, "headers": [wrong]})
    seen.check("an argument")


def seen_of(seen: Seen, method: Any, positional: Any, keywords: Any) -> None:
    """Takes in what a call raises that is refused before anything is sent."""
    try:
        called = method(*positional, **keywords)
        if asyncio.iscoroutine(called):
            asyncio.run(called)
    except (TypeError, ValueError, authloom.AuthloomError) as error:
        # Its frames are those of this test.
        error.__traceback__ = None
        seen.value("error", error)
        seen.value("args", error.args)
        seen.value("fields", getattr(error, "__dict__", None))
    else:
        raise AssertionError(f"{method} takes it")


def test_a_canary_is_found_in_every_form() -> None:
    for name in canaries.NAMES:
        for text in canaries.written(canaries.get(name).reveal()):
            assert canaries.in_text(f"<{text}>") == [name], text
    assert canaries.in_text("no canary, nor cnry00 alone") == []
    assert len(canaries.NAMES) >= 12


def test_the_table_has_every_operation() -> None:
    for api, (sync_client, _) in CLIENTS.items():
        public = {name for name in dir(sync_client) if not name.startswith("_")}
        there = {operation.name for operation in ALL if operation.api == api}
        assert there == public - {"base_url", "close", "from_env", "request"}
