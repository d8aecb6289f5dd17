"""Errors: a class for each kind, with every field, and what is refused before anything is sent."""

from __future__ import annotations

import asyncio
import builtins
import copy
import inspect
import pickle
import sys
import traceback
import typing
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

import authloom
from authloom import errors
from authloom.errors import (
    ApiError,
    AuthloomError,
    ConstraintChoice,
    ConstraintMinimum,
    ConstraintNone,
    Problem,
)
from support import operations
from support.calling import call, fails, status
from support.operations import ALL, STYLES
from support.program import run, succeeded
from support.sandbox import GITHUB_MAIN, Sandbox

# The class of each kind, and whether a server answered.
KINDS: dict[str, tuple[str, bool]] = {
    "bad_request": ("BadRequestError", True),
    "unauthorized": ("UnauthorizedError", True),
    "forbidden": ("ForbiddenError", True),
    "not_found": ("NotFoundError", True),
    "method_not_allowed": ("MethodNotAllowedError", True),
    "conflict": ("ConflictError", True),
    "unprocessable": ("UnprocessableError", True),
    "rate_limited": ("RateLimitedError", True),
    "server_error": ("ServerError", True),
    "oauth_error": ("OAuthError", True),
    "decode": ("DecodeError", True),
    "transport": ("TransportError", False),
    "validation": ("ValidationError", False),
    "timeout": ("TimeoutError", False),
    "config": ("ConfigError", False),
    "credential": ("CredentialError", False),
    "store": ("StoreError", False),
    "closed": ("ClosedError", False),
    "internal": ("InternalError", False),
}
# What is no kind of its own.
OTHERS = {"AuthloomError", "ApiError", "Cause"}
# All fields of an error.
FIELDS: dict[str, Any] = {
    "client": "Konnect",
    "operation": "get_auth_config",
    "message": "No such instance.",
    "status": 404,
    "code": "missing",
    "codes": ("missing", "gone"),
    "request_id": "r-1",
    "retry_after": timedelta(seconds=1.5),
    "headers": {"date": "today"},
    "attempts": 2,
    "retryable": True,
    "outcome": "unknown",
    "resolve_with": "get_auth_config",
    "field": "client_id",
    "problems": (Problem(field="a", constraint=ConstraintMinimum(minimum=3)),),
    "body": "{}",
}
of_each_kind = pytest.mark.parametrize("kind", KINDS)


def texts_of(alias: Any) -> set[str]:
    """The strings of an alias, which may be a union of literals."""
    if isinstance(alias, str):
        return {alias}
    return {text for part in typing.get_args(alias) for text in texts_of(part)}


def class_of(kind: str) -> Any:
    """The class of a kind, by its name."""
    return getattr(errors, KINDS[kind][0])


class TestHierarchy:
    """The classes."""

    def test_every_kind_has_a_class_and_every_class_a_kind(self) -> None:
        # Cancelling has exceptions of Python's own.
        assert {*KINDS, "cancelled"} == texts_of(errors.ErrorKind)
        exported = {
            name
            for name in errors.__all__
            if isinstance(one := getattr(errors, name), type)
            and issubclass(one, BaseException)
        }
        assert exported == {name for name, _ in KINDS.values()} | OTHERS

    @of_each_kind
    def test_a_class_has_its_kind_and_its_bases(self, kind: str) -> None:
        name, answered = KINDS[kind]
        cls = class_of(kind)
        assert (cls.__name__, cls.kind) == (name, kind)
        assert cls is getattr(authloom, name)
        assert cls.__module__ == "authloom.errors"
        assert issubclass(cls, AuthloomError) and issubclass(cls, Exception)
        assert issubclass(cls, ApiError) == answered
        for other in KINDS:
            assert issubclass(cls, class_of(other)) == (other == kind)

    def test_some_are_what_python_has_for_it(self) -> None:
        assert issubclass(errors.TimeoutError, builtins.TimeoutError)
        assert issubclass(errors.TimeoutError, asyncio.TimeoutError) == (
            asyncio.TimeoutError is builtins.TimeoutError
        )
        assert issubclass(errors.ValidationError, ValueError)
        plain = [
            kind
            for kind in KINDS
            if issubclass(class_of(kind), (OSError, ValueError, TypeError))
        ]
        assert plain == ["validation", "timeout"]


class TestFields:
    """What an error holds."""

    @of_each_kind
    def test_they_are_read_as_they_were_given(self, kind: str) -> None:
        error = class_of(kind)("What happened.", **FIELDS)
        assert {name: getattr(error, name) for name in FIELDS} == FIELDS
        assert error.kind == kind
        assert str(error) == "What happened."
        assert error.args == ("What happened.",)
        assert repr(error) == f"{KINDS[kind][0]}('What happened.')"

    @of_each_kind
    def test_each_may_be_left_out(self, kind: str) -> None:
        """A program that tests itself raises them too."""
        error = class_of(kind)("What happened.")
        assert {name: getattr(error, name) for name in FIELDS} == {
            "client": "",
            "operation": "",
            "message": "What happened.",
            "status": None,
            "code": None,
            "codes": (),
            "request_id": None,
            "retry_after": None,
            "headers": {},
            "attempts": 0,
            "retryable": False,
            "outcome": "not_sent",
            "resolve_with": None,
            "field": None,
            "problems": (),
            "body": None,
        }

    @of_each_kind
    def test_copies_and_pickles_have_them_all(self, kind: str) -> None:
        error = class_of(kind)("What happened.", **FIELDS)
        error.__notes__ = ["while setting up"]
        twins = [copy.copy(error), copy.deepcopy(error)]
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            twins.append(pickle.loads(pickle.dumps(error, protocol)))
        for twin in twins:
            assert type(twin) is type(error)
            assert twin is not error
            assert str(twin) == "What happened."
            assert vars(twin) == vars(error)
            assert {name: getattr(twin, name) for name in FIELDS} == FIELDS
            assert twin.__notes__ == ["while setting up"]

    def test_they_are_documented(self) -> None:
        documentation = inspect.getdoc(AuthloomError) or ""
        missing = [
            name for name in ("kind", *FIELDS) if f"    {name}: " not in documentation
        ]
        assert missing == []


class TestOfCalls:
    """Errors that calls raise."""

    @pytest.mark.parametrize(
        ("code", "kind"),
        [
            (307, "decode"),
            (400, "bad_request"),
            (401, "unauthorized"),
            (403, "forbidden"),
            (404, "not_found"),
            (405, "method_not_allowed"),
            (409, "conflict"),
            (410, "bad_request"),
            (418, "bad_request"),
            (422, "unprocessable"),
            (429, "rate_limited"),
            (500, "server_error"),
            (503, "server_error"),
            (599, "server_error"),
        ],
    )
    def test_a_status_has_its_class(
        self, code: int, kind: str, get: Any, sandbox: Sandbox
    ) -> None:
        sandbox.faults(status(code))
        error = fails(lambda: get(max_attempts=1))
        assert type(error) is class_of(kind)
        assert (error.status, error.kind, error.attempts) == (code, kind, 1)
        assert (error.client, error.operation) == ("Konnect", "get_auth_config")
        assert str(code) in str(error)

    def test_an_oauth_error_has_the_servers_code(self, sandbox: Sandbox) -> None:
        with authloom.Tyk(
            base_url=operations.base_url(sandbox, "tyk"), secret="key-1"
        ) as tyk:
            error = fails(
                lambda: tyk.authorize_client(
                    "code",
                    "shop",
                    redirect_uri="https://elsewhere.test",
                    prefix="/oauth-api",
                )
            )
        assert type(error) is errors.OAuthError
        assert error.code
        assert error.outcome == "rejected"

    def test_every_field_that_a_server_fills_is_read(
        self, get: Any, sandbox: Sandbox
    ) -> None:
        body = {
            "status": 400,
            "title": "Invalid",
            "instance": "kong:trace:42",
            "detail": "Two things are wrong.",
            "invalid_parameters": [
                {
                    "field": "name",
                    "rule": "min_length",
                    "minimum": 3,
                    "reason": "short",
                },
                {
                    "field": "kind",
                    "rule": "enum",
                    "choices": ["a", 1],
                    "source": "body",
                },
                {"field": "other", "reason": "bad"},
            ],
        }
        sandbox.faults(
            status(
                400,
                body=body,
                headers={
                    "X-Request-Id": "r-1",
                    "X-Other": "not kept",
                    "RateLimit-Limit": "9",
                    "Retry-After": "7",
                },
            )
        )
        error = fails(get)
        assert isinstance(error, errors.BadRequestError)
        assert error.message == "Two things are wrong."
        assert error.request_id == "kong:trace:42"
        assert error.retry_after == timedelta(seconds=7)
        assert error.headers["x-request-id"] == "r-1"
        assert error.headers["ratelimit-limit"] == "9"
        assert "x-other" not in error.headers
        assert error.outcome == "rejected"
        assert error.body is not None and "Two things are wrong." in error.body
        assert error.problems == (
            Problem(
                field="name",
                rule="min_length",
                reason="short",
                constraint=ConstraintMinimum(minimum=3),
            ),
            Problem(
                field="kind",
                rule="enum",
                source="body",
                constraint=ConstraintChoice(choices=["a", 1]),
            ),
            Problem(field="other", reason="bad", constraint=ConstraintNone()),
        )
        sentence = str(error)
        for part in (
            "Konnect get_auth_config: ",
            "400 Bad Request",
            "Two things are wrong",
            "name short",
            "Quote kong:trace:42",
        ):
            assert part in sentence

    def test_codes_of_several_errors_are_a_tuple(self, sandbox: Sandbox) -> None:
        sandbox.faults(
            status(403, body={"errors": [{"code": "a", "detail": "d"}, {"code": "b"}]})
        )
        with authloom.FitbitPlus(
            base_url=operations.base_url(sandbox, "fitbit_plus"), token="at-1"
        ) as client:
            error = fails(lambda: client.fetch_token_groups("t"))
        assert error.code == "a"
        assert error.codes == ("a", "b")
        assert error.message == "d"

    def test_attempts_are_counted_and_waits_told(
        self, get: Any, sandbox: Sandbox
    ) -> None:
        sandbox.faults(status(503, headers={"retry-after-ms": "1"}))
        error = fails(lambda: get(max_attempts=3))
        assert isinstance(error, errors.ServerError)
        assert error.attempts == 3 == len(sandbox.log())
        assert error.retry_after == timedelta(milliseconds=1)
        assert error.retryable
        assert "after 3 attempts" in str(error)

    @pytest.mark.parametrize("style", STYLES)
    def test_an_unknown_outcome_says_how_to_find_out(
        self, style: str, sandbox: Sandbox
    ) -> None:
        sandbox.faults({"fault": {"kind": "reset", "at": "head"}})
        upsert = next(each for each in ALL if each.name == "upsert_auth_config")
        error = fails(lambda: call(style, upsert, sandbox, {"max_attempts": 1}))
        assert isinstance(error, errors.TransportError)
        assert error.outcome == "unknown"
        assert error.resolve_with == "get_auth_config"
        assert error.status is None
        assert isinstance(root(error), ConnectionResetError)
        assert "call get_auth_config to check" in str(error)

    def test_a_deadline_is_a_timeout_error(self, get: Any, sandbox: Sandbox) -> None:
        sandbox.faults({"fault": {"kind": "hang", "at": "before"}})
        with pytest.raises(builtins.TimeoutError) as raised:
            get(timeout=0.05)
        error = raised.value
        assert type(error) is errors.TimeoutError
        assert error.kind == "timeout"
        assert str(error).startswith("Konnect get_auth_config: ")
        again = pickle.loads(pickle.dumps(error))
        assert (str(again), vars(again)) == (str(error), vars(error))

    def test_a_refused_connection_is_behind_its_error(self, get: Any) -> None:
        error = fails(lambda: get(base_url="http://127.0.0.1:9", token="t"))
        assert type(error) is errors.TransportError
        assert (error.outcome, error.retryable) == ("not_sent", True)
        below = root(error)
        assert isinstance(below, ConnectionRefusedError)
        assert below.errno is not None and below.strerror
        shown = "".join(traceback.format_exception(error))
        assert "ConnectionRefusedError" in shown
        assert shown.count("direct cause of the following exception") == depth(error)

    def test_what_is_no_error_of_the_system_is_behind_it_too(
        self, get: Any, sandbox: Sandbox
    ) -> None:
        tls = sandbox.tls_env["AUTHLOOM_KONNECT_BASE_URL"]
        error = fails(lambda: get(base_url=tls, token="t"))
        assert type(error) is errors.TransportError
        assert depth(error) >= 1
        # What TLS reports is an OSError, as what the system reports.
        assert all(type(one) in (errors.Cause, OSError) for one in chain(error))
        assert type(root(error)) is OSError
        assert any("certificate" in str(one).lower() for one in chain(error))
        assert not isinstance(error.__cause__, AuthloomError)

    @pytest.mark.skipif(sys.platform == "win32", reason="has no limit of open files")
    def test_a_system_that_gives_no_event_loop_is_a_transport_error(self) -> None:
        sync, asynchronous = succeeded(run("starved.py", env={})).splitlines()
        assert sync == asynchronous
        assert sync.startswith(
            "TransportError not_sent OSError could not start a thread or event loop: "
        )
        assert "Check the limits of the process" in sync

    def test_an_answer_that_does_not_decode_names_the_place(
        self, sandbox: Sandbox
    ) -> None:
        sandbox.faults(status(200, body={"id": "c", "integration_instance": {"id": 1}}))
        with authloom.Konnect(**sandbox.konnect) as client:
            error = fails(lambda: client.get_auth_credential(GITHUB_MAIN))
        assert type(error) is errors.DecodeError
        assert error.status == 200
        assert error.body is None
        assert "`integration_instance.id` in the response is not a string" in str(error)

    def test_a_sentence_is_one_line(self, get: Any, sandbox: Sandbox) -> None:
        sandbox.faults(status(400, body={"detail": "a\r\n\u202eb" + "x" * 10_000}))
        error = fails(get)
        assert str(error).isprintable()
        assert len(str(error)) < 1000
        assert len(error.body or "") <= 8 << 10


def chain(error: BaseException) -> Iterator[BaseException]:
    """What lies below an error."""
    below = error.__cause__
    while below:
        yield below
        below = below.__cause__


def depth(error: BaseException) -> int:
    """How much lies below it."""
    return len(list(chain(error)))


def root(error: BaseException) -> BaseException:
    """What lies lowest."""
    return list(chain(error))[-1]
