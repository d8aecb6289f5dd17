"""Arguments: what is refused before anything is sent, and how that is reported."""

from __future__ import annotations

import inspect
import types
from datetime import timedelta
from typing import Any

import pytest

import authloom
from authloom.errors import ValidationError
from support import operations
from support.calling import call, called, fails, parameters, spoilt
from support.operations import ALL, DISTINCT, STYLES, Operation
from support.sandbox import GITHUB_MAIN, Sandbox

# What takes no text at all.
NO_TEXTS = {
    "timeout",
    "max_attempts",
    "headers",
    "scopes",
    "ttl_seconds",
    "grant",
    "proof",
    "credential",
    "page",
}


def repr_of_type(value: object) -> str:
    """A name for a value that may have no text."""
    return type(value).__name__


class Strange:
    """No argument takes it, and it tells when it is shown."""

    def __repr__(self) -> str:
        raise AssertionError("it is shown")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("operation", DISTINCT, ids=str)
class TestArguments:
    """What is refused before anything is sent, whatever the operation."""

    def test_a_wrong_type_is_a_type_error_that_names_the_argument(
        self, operation: Operation, style: str, sandbox: Sandbox
    ) -> None:
        names = [each.name for each in parameters(operation)]
        assert len(names) >= 5
        for name in names:
            # Anything that JSON has no word for.
            wrong: object
            for wrong in (Strange(), b"bytes", object):
                arguments = spoilt(operation, name, wrong)
                with pytest.raises(TypeError, match=rf"^`{name}` must be .*, not \w+$"):
                    called(style, operation, sandbox, *arguments)
        assert sandbox.log() == []

    def test_a_lone_surrogate_is_no_text(
        self, operation: Operation, style: str, sandbox: Sandbox
    ) -> None:
        for name in {each.name for each in parameters(operation)} - NO_TEXTS:
            arguments = spoilt(operation, name, "a\ud800b")
            with pytest.raises(ValidationError) as raised:
                called(style, operation, sandbox, *arguments)
            assert raised.value.field == name
            assert "surrogate" in str(raised.value)
        assert sandbox.log() == []

    def test_none_is_no_value_of_what_is_required(
        self, operation: Operation, style: str, sandbox: Sandbox
    ) -> None:
        for parameter in parameters(operation):
            if parameter.default is inspect.Parameter.empty:
                arguments = spoilt(operation, parameter.name, None)
                with pytest.raises(TypeError, match=f"^`{parameter.name}` must be "):
                    called(style, operation, sandbox, *arguments)
        assert sandbox.log() == []

    def test_an_unknown_keyword_is_named(
        self, operation: Operation, style: str, sandbox: Sandbox
    ) -> None:
        with pytest.raises(TypeError, match="unexpected keyword argument 'time_out'"):
            call(style, operation, sandbox, {"time_out": 1})
        assert sandbox.log() == []


OPTIONS: list[tuple[dict[str, Any], str]] = [
    ({"timeout": 0}, "timeout"),
    ({"timeout": -1}, "timeout"),
    ({"timeout": 0.0001}, "timeout"),
    ({"timeout": float("nan")}, "timeout"),
    ({"timeout": float("inf")}, "timeout"),
    ({"timeout": float("-inf")}, "timeout"),
    ({"timeout": 10**400}, "timeout"),
    ({"timeout": timedelta(days=1, seconds=1)}, "timeout"),
    ({"timeout": timedelta.max}, "timeout"),
    ({"timeout": timedelta(seconds=-1)}, "timeout"),
    ({"max_attempts": 0}, "max_attempts"),
    ({"max_attempts": -1}, "max_attempts"),
    ({"max_attempts": 2**31}, "max_attempts"),
    ({"max_attempts": 10**400}, "max_attempts"),
    ({"headers": {"Authorization": "x"}}, "headers"),
    ({"headers": {"authorization": "x"}}, "headers"),
    ({"headers": {"Host": "x"}}, "headers"),
    ({"headers": {"Content-Length": "1"}}, "headers"),
    ({"headers": {"X Y": "x"}}, "headers"),
    ({"headers": {"": "x"}}, "headers"),
    ({"headers": {"X": "a\nb"}}, "headers"),
    ({"headers": {"X": "\ud800"}}, "headers"),
    ({"headers": {"\ud800": "x"}}, "headers"),
    ({"base_url": ""}, "base_url"),
    ({"base_url": "ftp://api.test", "token": "t"}, "base_url"),
    ({"base_url": "http://api.test", "token": "t"}, "base_url"),
    ({"base_url": "https://api.test"}, "base_url"),
]
WRONG_TYPES: list[tuple[dict[str, Any], str]] = [
    ({"timeout": True}, "`timeout` must be seconds or a timedelta, not bool"),
    ({"timeout": "1"}, "`timeout` must be seconds or a timedelta, not str"),
    ({"max_attempts": True}, "`max_attempts` must be an int, not bool"),
    ({"max_attempts": 1.0}, "`max_attempts` must be an int, not float"),
    ({"headers": [("X", "y")]}, "`headers` must be a dict with str keys, not list"),
    ({"headers": "X: y"}, "`headers` must be a dict with str keys, not str"),
    ({"headers": {1: "y"}}, "every key in `headers` must be a str, not int"),
    ({"headers": {"X": 1}}, '`headers["X"]` must be a str, not int'),
    ({"headers": {"X": b"y"}}, '`headers["X"]` must be a str, not bytes'),
    ({"headers": {"X": ["y"]}}, '`headers["X"]` must be a str, not list'),
    ({"token": b"t"}, "`token` must be a Secret or str, not bytes"),
]


class TestOptions:
    """The options of every call."""

    @pytest.mark.parametrize(("options", "field"), OPTIONS, ids=lambda at: str(at)[:40])
    def test_a_wrong_value_is_a_validation_error(
        self, options: dict[str, Any], field: str, get: Any, sandbox: Sandbox
    ) -> None:
        error = fails(lambda: get(**options))
        assert type(error) is ValidationError
        assert isinstance(error, ValueError)
        assert error.field == field
        assert (error.outcome, error.attempts, error.status) == ("not_sent", 0, None)
        assert f"`{field}" in str(error)
        assert sandbox.log() == []

    @pytest.mark.parametrize(
        ("options", "sentence"), WRONG_TYPES, ids=lambda at: str(at)[:40]
    )
    def test_a_wrong_type_is_a_type_error(
        self, options: dict[str, Any], sentence: str, get: Any, sandbox: Sandbox
    ) -> None:
        with pytest.raises(TypeError) as raised:
            get(**options)
        assert str(raised.value) == sentence
        assert sandbox.log() == []

    @pytest.mark.parametrize("instance", ["", ".", ".."])
    def test_an_id_that_is_no_segment_is_refused(
        self, instance: str, get: Any, sandbox: Sandbox
    ) -> None:
        error = fails(lambda: get(instance))
        assert type(error) is ValidationError
        assert error.field == "integration_instance_id"
        assert (error.client, error.operation) == ("Konnect", "get_auth_config")
        assert sandbox.log() == []

    def test_any_mapping_is_headers(self, get: Any, sandbox: Sandbox) -> None:
        get(headers=types.MappingProxyType({"X-Mine": "1"}))
        assert sandbox.log()[0]["headers"]["x-mine"] == "1"

    def test_what_is_no_mapping_after_all_is_refused(self, get: Any) -> None:
        class Deceiving:
            def items(self) -> list[int]:
                return [1]

        with pytest.raises(TypeError, match="^`headers` must be a dict with str keys"):
            get(headers=Deceiving())


class TestTexts:
    """Enumerations."""

    @pytest.mark.parametrize("style", STYLES)
    @pytest.mark.parametrize("wrong", ["xml", "", "JSON_API", "json_api "])
    def test_a_closed_one_lists_what_is_accepted(
        self, wrong: str, style: str, sandbox: Sandbox
    ) -> None:
        create = next(each for each in ALL if each.name == "create_token")
        error = fails(lambda: call(style, create, sandbox, {"body_form": wrong}))
        assert type(error) is ValidationError
        assert error.field == "body_form"
        assert str(error) == "`body_form` must be one of 'json_api', 'flat'"
        assert sandbox.log() == []

    def test_an_open_one_takes_any(self, sandbox: Sandbox) -> None:
        create = next(each for each in ALL if each.name == "create_token")
        fails(lambda: call("sync", create, sandbox, {"include": "everything"}))
        # It was the server that refused it.
        assert len(sandbox.log()) == 1


def nested(levels: int) -> object:
    """So many lists, one in another."""
    value: object = None
    for _ in range(levels):
        value = [value]
    return value


ENDLESS: list[Any] = []
ENDLESS.append({"again": ENDLESS})
BROKEN_JSON: list[Any] = [
    float("nan"),
    [float("inf")],
    {"a": float("-inf")},
    2**64,
    [-(2**63) - 1],
    10**5000,
    "\ud800",
    {"\ud800": 1},
    nested(129),
    nested(100_000),
    ENDLESS,
]
NO_JSON: list[Any] = [b"x", {1, 2}, [object()], {"a": Strange()}, iter([1]), 1j]


class TestJson:
    """JSON that goes out."""

    def send(self, sandbox: Sandbox, style: str, value: object) -> Any:
        """Sends it, and returns what came."""
        create = next(each for each in ALL if each.name == "create_oauth_client")
        call(style, create, sandbox, {"meta_data": value})
        return sandbox.log()[-1]["body"].get("meta_data")

    @pytest.mark.parametrize("style", STYLES)
    @pytest.mark.parametrize("value", BROKEN_JSON, ids=repr_of_type)
    def test_what_json_has_no_word_for_is_refused(
        self, value: object, style: str, sandbox: Sandbox
    ) -> None:
        error = fails(lambda: self.send(sandbox, style, value))
        assert type(error) is ValidationError
        assert error.field == "meta_data"
        assert sandbox.log() == []

    @pytest.mark.parametrize("value", NO_JSON, ids=repr_of_type)
    def test_what_is_no_json_is_a_type_error(
        self, value: object, sandbox: Sandbox
    ) -> None:
        with pytest.raises(
            TypeError, match="^`meta_data` must be a dict, list, tuple, "
        ):
            self.send(sandbox, "sync", value)
        with pytest.raises(TypeError, match="^every key in `meta_data` must be a str"):
            self.send(sandbox, "sync", [{1: "x"}])
        assert sandbox.log() == []

    @pytest.mark.parametrize("style", STYLES)
    def test_everything_else_arrives(self, style: str, sandbox: Sandbox) -> None:
        value: dict[str, Any] = {
            "none": None,
            "truths": [True, False],
            "ints": [0, -1, 2**63 - 1, -(2**63)],
            "floats": [0.1, -2.5, 1e22],
            "strings": ["", "ü😀\u2028", '"\\\n\0'],
            "tuple": (1, (2,)),
            "deep": nested(50),
            "": {},
        }
        arrived = self.send(sandbox, style, value)
        assert arrived == {**value, "tuple": [1, [2]]}
        # To Python 1 is True.
        assert repr(arrived["truths"] + arrived["ints"][:2]) == "[True, False, 0, -1]"

    def test_it_may_be_as_deep_as_an_answer(self, sandbox: Sandbox) -> None:
        with authloom.Tyk(
            base_url=operations.base_url(sandbox, "tyk"), secret="key-1"
        ) as client:
            fails(lambda: client.request("POST", "/no-such-path", json=nested(128)))
        assert len(sandbox.log()) == 1


class TestModels:
    """Values in values."""

    def test_the_innermost_name_is_told(self, sandbox: Sandbox) -> None:
        with authloom.Konnect(**sandbox.konnect) as client:
            error = fails(
                lambda: client.upsert_auth_config(
                    GITHUB_MAIN,
                    client_id="c",
                    client_secret="s",
                    authorization_endpoint="https://id.test/a",
                    token_endpoint="no URL",
                )
            )
        assert type(error) is ValidationError
        assert error.field == "token_endpoint"
        assert sandbox.log() == []

    def test_a_union_names_the_classes_that_it_takes(self, sandbox: Sandbox) -> None:
        wrong: Any = authloom.konnect.HeaderKey(name="X", key="k")
        with authloom.Konnect(**sandbox.konnect) as client:
            with pytest.raises(TypeError) as raised:
                client.create_auth_credential(GITHUB_MAIN, wrong)
        assert str(raised.value) == (
            "`credential` must be NewCredentialOAuth, NewCredentialGithubAppInstallation, "
            "NewCredentialMultiKeyAuth or NewCredentialAwsRoleDelegation, not HeaderKey"
        )
