"""The options of a call: each does what it says, for this call alone."""

from __future__ import annotations

import builtins
from datetime import timedelta
from typing import Any

import pytest

import authloom
from authloom import Secret
from support import operations
from support.calling import call, called, fails, parameters, redacted
from support.control import BUSY, HANG
from support.operations import ALL, CLIENTS, DISTINCT, STYLES, Operation, Secrets
from support.raw import serving
from support.sandbox import Sandbox

OPTIONS = ["timeout", "max_attempts", "headers", "token", "base_url"]
# Its proof stands where the bearer would.
WITHOUT_BEARER = {"token_service.issue_long_term_token"}
of_each = pytest.mark.parametrize("operation", DISTINCT, ids=str)
in_each_style = pytest.mark.parametrize("style", STYLES)


@of_each
def test_every_operation_takes_every_option_at_its_end(operation: Operation) -> None:
    names = [each.name for each in parameters(operation)]
    expected = [operation.token_option if name == "token" else name for name in OPTIONS]
    assert names[-5:] == expected
    options = parameters(operation)[-5:]
    assert all(each.kind is each.KEYWORD_ONLY for each in options)
    assert all(each.default is None for each in options)


@in_each_style
@of_each
class TestEach:
    """Of every operation."""

    def test_a_timeout_ends_it(
        self, operation: Operation, style: str, sandbox: Sandbox
    ) -> None:
        sandbox.faults({"fault": HANG})
        for timeout in (0.03, timedelta(milliseconds=30)):
            with pytest.raises(builtins.TimeoutError) as raised:
                call(style, operation, sandbox, {"timeout": timeout})
            assert isinstance(raised.value, authloom.TimeoutError)
            assert "longer than 0.03 s" in str(raised.value)

    def test_attempts_are_as_many_as_it_says(
        self, operation: Operation, style: str, sandbox: Sandbox
    ) -> None:
        sandbox.faults({"fault": BUSY})
        for attempts in (1, 2, 4):
            before = len(sandbox.log())
            error = fails(
                lambda: call(style, operation, sandbox, {"max_attempts": attempts})
            )
            assert error.attempts == attempts
            assert len(sandbox.log()) - before == attempts

    def test_header_fields_are_sent(
        self, operation: Operation, style: str, sandbox: Sandbox
    ) -> None:
        call(style, operation, sandbox, {"headers": {"X-Mine": "ü", "x-other": "2"}})
        (entry,) = sandbox.log()
        assert entry["headers"]["x-other"] == "2"
        assert entry["headers"]["x-mine"] == "ü"

    def test_a_token_comes_before_that_of_the_client(
        self, operation: Operation, style: str, sandbox: Sandbox
    ) -> None:
        for token in ("tok-of-this-call", Secret("tok-of-this-call")):
            sandbox.reset()
            try:
                call(style, operation, sandbox, {operation.token_option: token})
            except authloom.ApiError:
                # The sandbox does not know it.
                pass
            (entry,) = sandbox.log()
            shown = {
                entry["headers"].get("authorization", "").removeprefix("Bearer "),
                entry["headers"].get("x-tyk-authorization", ""),
            } - {""}
            if str(operation) in WITHOUT_BEARER:
                assert shown == set()
            else:
                assert shown == {redacted("tok-of-this-call")}

    def test_a_base_url_is_called_with_its_own_token(
        self, operation: Operation, style: str, sandbox: Sandbox
    ) -> None:
        with serving() as server:
            server.answer = lambda _: "HTTP/1.1 404 Gone\r\nContent-Length: 0\r\n\r\n"
            options = {"base_url": f"{server.url}/below", operation.token_option: "t-1"}
            error = fails(lambda: call(style, operation, sandbox, options))
            (request,) = server.requests
        if error.outcome != "not_sent":
            assert error.status == 404
        assert request.split()[1].startswith("/below/")
        assert ("t-1" in request) == (str(operation) not in WITHOUT_BEARER)
        assert sandbox.log() == []

    def test_they_are_of_this_call_alone(
        self, operation: Operation, style: str, sandbox: Sandbox
    ) -> None:
        if style == "async":
            # The client of the next call would be another.
            return
        client = CLIENTS[operation.api][0](
            base_url=operations.base_url(sandbox, operation.api),
            **operations.credential(operation.api, Secrets()),
        )
        positional, keywords = operation.arguments(Secrets())
        method = getattr(client, operation.name)
        options = {
            "headers": {"X-Mine": "1"},
            "max_attempts": 1,
            operation.token_option: "tok-of-this-call",
        }
        try:
            method(*positional, **keywords, **options)
        except authloom.ApiError:
            pass
        sandbox.reset()
        method(*positional, **keywords)
        client.close()
        (entry,) = sandbox.log()
        assert "x-mine" not in entry["headers"]
        assert redacted("tok-of-this-call") not in str(entry["headers"])


class TestNames:
    """Where two arguments would have one name."""

    @in_each_style
    def test_the_token_to_revoke_and_that_of_the_call(
        self, style: str, sandbox: Sandbox
    ) -> None:
        revoke = next(
            each for each in ALL if (each.api, each.name) == ("tyk", "revoke_token")
        )
        with pytest.raises(authloom.ForbiddenError):
            keywords = {"call_token": "tok-of-this-call"}
            called(style, revoke, sandbox, ("some-token", "shop"), keywords)
        (entry,) = sandbox.log()
        assert entry["headers"]["x-tyk-authorization"] == redacted("tok-of-this-call")
        assert entry["body"] == f"token={redacted('some-token')}&client_id=shop"

    @in_each_style
    def test_the_client_of_the_path_and_that_of_the_body(
        self, style: str, sandbox: Sandbox
    ) -> None:
        update = next(each for each in ALL if each.name == "update_oauth_client")
        keywords = {"redirect_uri": "https://new.test", "policy_id": "gold"}
        sandbox.faults(
            {"fault": {"kind": "status", "status": 400, "body": {"message": "no"}}}
        )
        for beside in ({"client_id": "shop"}, {"update_client_id": "shop"}):
            with pytest.raises(authloom.BadRequestError):
                called(style, update, sandbox, ("oauth-api",), {**keywords, **beside})
        in_path, in_body = sandbox.log()
        assert in_path["path"].endswith("/oauth-api/shop")
        assert "client_id" not in in_path["body"]
        assert in_body["path"].endswith("/oauth-api")
        assert in_body["body"]["client_id"] == "shop"

    @in_each_style
    @pytest.mark.parametrize("api", CLIENTS)
    def test_a_request_has_one_sort_of_headers(
        self, api: str, style: str, sandbox: Sandbox
    ) -> None:
        request = Operation(api, "request", lambda _: ((), {}))
        assert [each.name for each in parameters(request)] == [
            "method",
            "path",
            "query",
            "headers",
            "json",
            "form",
            "timeout",
            "max_attempts",
            "token",
            "base_url",
        ]
        keywords: dict[str, Any] = {
            "query": {"a b": "c&d"},
            "headers": {"X-Mine": "1"},
            "form": {"name": "ü"},
            "max_attempts": 1,
            "token": "tok-of-this-call",
        }
        with pytest.raises(authloom.ApiError):
            called(style, request, sandbox, ("POST", "/no/such%2Fpath"), keywords)
        (entry,) = sandbox.log()
        assert entry["method"] == "POST"
        assert entry["path"].endswith("/no/such%2Fpath")
        assert entry["query"] in ("a+b=c%26d", "a%20b=c%26d")
        assert entry["headers"]["x-mine"] == "1"
        assert entry["body"] == "name=%C3%BC"
        assert redacted("tok-of-this-call") in str(entry["headers"])

    @in_each_style
    def test_a_request_returns_what_came(self, style: str, sandbox: Sandbox) -> None:
        request = Operation("tyk", "request", lambda _: ((), {}))
        got = called(
            style, request, sandbox, ("GET", "/tyk/oauth/clients/oauth-api"), {}
        )
        assert isinstance(got, authloom.RawResponse)
        assert got.status == 200
        assert got.headers["content-type"].startswith("application/json")
        assert isinstance(got.json, list)
        assert '"client_id"' in got.body
