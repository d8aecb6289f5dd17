"""Models are values: frozen, comparable, copied and pickled, and shown without what is secret."""

from __future__ import annotations

import copy
import importlib
import inspect
import json
import pickle
import pkgutil
import typing
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from types import UnionType
from typing import Any

import pytest

import authloom
from authloom import Event, Secret, fitbit_plus, konnect, token_service, tyk
from authloom.errors import ConstraintMaximum, ConstraintMinimum, Problem
from support import derived, samples
from support.narrow import is_tuple
from support.samples import BY_PLACE, FIELDS, UNHASHABLE, another, holds_secret, sample
from support.sandbox import GITHUB_MAIN, Sandbox

MODELS = samples.models()
PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)
of_each = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)


def test_there_is_a_sample_of_every_model() -> None:
    assert set(FIELDS) == set(MODELS)
    assert len(MODELS) >= 38


def test_every_native_model_is_exported_by_the_module_that_it_names() -> None:
    native = [
        value
        for value in vars(importlib.import_module("authloom._authloom")).values()
        if isinstance(value, type) and hasattr(value, "__match_args__")
    ]
    assert set(native) == set(MODELS)
    for model in native:
        module = importlib.import_module(model.__module__)
        assert getattr(module, model.__name__) is model
        assert model.__name__ in module.__all__


@of_each
def test_fields_are_read_as_they_were_given(model: Any) -> None:
    value = sample(model)
    assert model.__match_args__ == tuple(FIELDS[model])
    for name, given in FIELDS[model].items():
        read = getattr(value, name)
        assert read == given
        assert type(read) is type(given)


@of_each
def test_what_may_be_left_out_is_none(model: Any) -> None:
    parameters = inspect.signature(model).parameters.values()
    required = {
        parameter.name: FIELDS[model][parameter.name]
        for parameter in parameters
        if parameter.default is inspect.Parameter.empty
    }
    value = model(**required)
    for name in FIELDS[model]:
        nothing: Any = (
            {} if model is authloom.RawResponse and name == "headers" else None
        )
        assert getattr(value, name) == required.get(name, nothing)
    # And the others may not be.
    for name in required:
        with pytest.raises(TypeError, match=f"missing 1 required .*argument.*'{name}'"):
            model(**{other: required[other] for other in required if other != name})


@of_each
def test_constructors_take_names_and_say_what_is_wrong(model: Any) -> None:
    fields = FIELDS[model]
    if model in BY_PLACE:
        (given,) = fields.values()
        assert model(given) == sample(model)
    else:
        with pytest.raises(
            TypeError, match=r"takes 0 positional arguments|no arguments"
        ):
            model(*fields.values() or [1])
    with pytest.raises(TypeError, match="unexpected keyword argument 'no_such_field'"):
        sample(model, no_such_field=1)


class Strange:
    """No field takes it, and it tells when it is shown."""

    def __repr__(self) -> str:
        raise AssertionError("it is shown")


@of_each
def test_a_wrong_type_is_refused_by_the_name_of_the_field(model: Any) -> None:
    for name in FIELDS[model]:
        with pytest.raises(TypeError, match=rf"^`{name}` must be .*, not Strange$"):
            sample(model, **{name: Strange()})


@of_each
def test_nothing_can_be_changed(model: Any) -> None:
    value = sample(model)
    for name, given in FIELDS[model].items():
        with pytest.raises(AttributeError):
            setattr(value, name, given)
        with pytest.raises(AttributeError):
            delattr(value, name)
    with pytest.raises(AttributeError):
        value.no_such_field = 1
    with pytest.raises(TypeError):
        vars(value)
    assert value == sample(model)


@of_each
def test_no_class_can_be_made_of_it(model: Any) -> None:
    with pytest.raises(TypeError, match="not an acceptable base type"):
        type("Derived", (model,), {})


@of_each
def test_what_is_read_cannot_change_it(model: Any) -> None:
    value = sample(model)
    for name, given in FIELDS[model].items():
        if isinstance(given, dict):
            getattr(value, name).clear()
    assert value == sample(model)


@of_each
def test_values_are_equal_if_all_their_fields_are(model: Any) -> None:
    value = sample(model)
    assert value == sample(model)
    assert not value != sample(model)
    for name, given in FIELDS[model].items():
        other = sample(model, **{name: another(name, given)})
        assert value != other
        assert not value == other
    for stranger in (None, 1, "x", tuple(FIELDS[model].values()), FIELDS[model]):
        assert value != stranger
        assert not value == stranger
    assert value not in [sample(other) for other in MODELS if other is not model]


@of_each
def test_values_have_a_hash_where_it_makes_sense(model: Any) -> None:
    if model in UNHASHABLE:
        with pytest.raises(TypeError, match="unhashable"):
            hash(sample(model))
        return
    assert hash(sample(model)) == hash(sample(model))
    assert {sample(model): 1}[sample(model)] == 1
    for name, given in FIELDS[model].items():
        other = sample(model, **{name: another(name, given)})
        assert len({sample(model), other}) == 2
        # They could collide, but all of them never do.
        assert hash(sample(model)) != hash(other)


@of_each
def test_it_shows_its_fields_and_hides_what_is_secret(model: Any) -> None:
    shown = ", ".join(
        f"{name}={'…' if hides(given) else repr(given)}"
        for name, given in FIELDS[model].items()
    )
    assert repr(sample(model)) == f"{model.__name__}({shown})"
    assert str(sample(model)) == f"{sample(model)}" == repr(sample(model))
    with pytest.raises(TypeError):
        json.dumps(sample(model))


def hides(given: Any) -> bool:
    """Whether it is JSON of anybody, or what a server sent as it was."""
    if is_tuple(given):
        return any(isinstance(item, (int, dict)) for item in given)
    return isinstance(given, dict) or given == FIELDS[authloom.RawResponse]["body"]


@of_each
def test_a_copy_is_the_value_itself(model: Any) -> None:
    value = sample(model)
    assert copy.copy(value) is value
    assert copy.deepcopy(value) is value
    assert copy.deepcopy([value]) == [value]


@of_each
def test_it_is_pickled_unless_it_holds_a_secret(model: Any) -> None:
    value = sample(model)
    for protocol in PROTOCOLS:
        if holds_secret(value):
            with pytest.raises(TypeError, match=r"a Secret cannot be pickled.*reveal"):
                pickle.dumps(value, protocol)
        else:
            again = pickle.loads(pickle.dumps(value, protocol))
            assert again == value
            assert type(again) is model


def test_which_hold_secrets_is_known() -> None:
    # So that the test above does not ask the code under test alone.
    assert {model.__name__ for model in MODELS if holds_secret(sample(model))} == {
        "NewCredentialOAuth",
        "NewCredentialGithubAppInstallation",
        "NewCredentialMultiKeyAuth",
        "HeaderKey",
        "GrantClientCredentials",
        "GrantRefreshToken",
        "Token",
        "ProofClientSecret",
        "ProofOtpCode",
        "ProofAssertion",
        "ProofShortTermToken",
        "IssuedToken",
        "OAuthClient",
        "AuthorizationCode",
        "AuthorizationToken",
        "KeyStatus",
        "ListedToken",
        "TokenPage",
    }


@of_each
def test_a_secret_is_taken_as_a_plain_text_too(model: Any) -> None:
    plain = {
        name: given.reveal() if isinstance(given, Secret) else given
        for name, given in FIELDS[model].items()
    }
    assert model(**plain) == sample(model)


class TestSecret:
    """The class of its own."""

    def test_its_text_is_seen_by_revealing_alone(self) -> None:
        secret = Secret("s3cr3t-text")
        assert secret.reveal() == "s3cr3t-text"
        for shown in (
            repr(secret),
            str(secret),
            f"{secret}",
            f"{secret!s}",
            f"{secret!r}",
            "%s" % secret,
            "{}".format(secret),
            repr([secret]),
            ascii(secret),
        ):
            assert "s3cr3t" not in shown
        assert repr(secret) == str(secret) == "Secret('***')"
        assert repr(Secret("")) == "Secret('***')"

    def test_it_is_equal_to_its_like_and_to_nothing_else(self) -> None:
        secret = Secret("a")
        assert secret == Secret("a")
        assert secret != Secret("b")
        assert secret != Secret("")
        # Or a string could be tried until one fits, by whoever sees an `in` succeed.
        assert secret != "a"
        assert hash(secret) == hash(Secret("a"))
        assert {secret: 1}[Secret("a")] == 1
        assert hash(secret) != hash("a")
        with pytest.raises(TypeError):
            _ = secret < Secret("b")  # type: ignore[operator]

    def test_an_empty_one_is_false(self) -> None:
        assert Secret("a")
        assert not Secret("")

    def test_it_cannot_be_read_in_other_ways(self) -> None:
        secret: Any = Secret("s3cr3t-text")
        ways: list[Callable[[Any], object]] = [
            len,
            iter,
            list,
            bytes,
            vars,
            json.dumps,
            lambda secret: secret + "x",
            lambda secret: "x" + secret,
            lambda secret: "s" in secret,
            lambda secret: secret[0],
            lambda secret: "".join([secret]),
        ]
        for read in ways:
            with pytest.raises(TypeError) as refused:
                read(secret)
            assert "s3cr3t" not in str(refused.value)
        assert [name for name in dir(secret) if not name.startswith("_")] == ["reveal"]

    def test_it_cannot_be_changed_nor_pickled(self) -> None:
        secret: Any = Secret("s3cr3t-text")
        with pytest.raises(AttributeError):
            secret.text = "x"
        assert copy.copy(secret) is secret
        assert copy.deepcopy(secret) is secret
        for protocol in PROTOCOLS:
            with pytest.raises(TypeError, match=r"a Secret cannot be pickled.*reveal"):
                pickle.dumps([secret], protocol)

    def test_it_is_made_of_a_text(self) -> None:
        made: Any = Secret
        assert Secret("ü😀").reveal() == "ü😀"
        # What may be either is made one.
        assert made(Secret("a")) == Secret("a")
        for wrong in (b"a", 1, None, ["a"]):
            with pytest.raises(
                TypeError, match="^`text` must be a Secret or str, not "
            ):
                made(wrong)
        with pytest.raises(authloom.ValidationError, match="surrogate"):
            made("\ud800")
        with pytest.raises(TypeError):
            made(text="a")


class TestTimes:
    """Instants are aware datetimes, durations timedeltas."""

    def test_an_instant_is_in_utc_whatever_it_was_given_in(self) -> None:
        elsewhere = timezone(timedelta(hours=5, minutes=45))
        given = datetime(2026, 3, 1, 17, 45, 0, 123_456, tzinfo=elsewhere)
        read = tyk.ListedToken(code="c", expires=given).expires
        assert read == given
        assert read is not None and read.tzinfo is timezone.utc
        assert read.isoformat() == "2026-03-01T12:00:00.123456+00:00"

    @pytest.mark.parametrize(
        "given",
        [
            datetime(1, 1, 1, tzinfo=timezone.utc),
            datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=timezone.utc),
            datetime(1970, 1, 1, tzinfo=timezone.utc),
            datetime(2038, 1, 19, 3, 14, 8, 1, tzinfo=timezone.utc),
            datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=timezone.utc),
        ],
        ids=str,
    )
    def test_every_instant_comes_back(self, given: datetime) -> None:
        assert tyk.ListedToken(code="c", expires=given).expires == given

    @pytest.mark.parametrize(
        "wrong",
        [datetime(2026, 3, 1), NotImplemented, 1.5, "2026-03-01T00:00:00Z"],
        ids=repr,
    )
    def test_an_instant_without_a_zone_is_none(self, wrong: Any) -> None:
        with pytest.raises(
            TypeError, match="^`expires` must be an aware datetime, not "
        ):
            tyk.ListedToken(code="c", expires=wrong)

    @pytest.mark.parametrize("given", [1.5, timedelta(seconds=1, milliseconds=500)])
    def test_a_duration_is_seconds_or_a_timedelta(self, given: Any) -> None:
        read = sample(Event, elapsed=given).elapsed
        assert read == timedelta(seconds=1.5)
        assert type(read) is timedelta
        assert sample(Event, elapsed=2).elapsed == timedelta(seconds=2)

    @pytest.mark.parametrize(
        "wrong",
        [-1, -0.5, timedelta(seconds=-1), float("nan"), float("inf"), 1e300, 10**400],
        ids=lambda wrong: str(wrong)[:9],
    )
    def test_what_is_no_duration_is_refused(self, wrong: Any) -> None:
        with pytest.raises(authloom.ValidationError) as raised:
            sample(Event, elapsed=wrong)
        assert raised.value.field == "elapsed"

    def test_what_a_server_says_is_read_as_that(self, sandbox: Sandbox) -> None:
        with authloom.Konnect(**sandbox.konnect) as client:
            credential = client.get_auth_credential(GITHUB_MAIN)
        assert isinstance(credential.created_at, datetime)
        assert credential.created_at.tzinfo is timezone.utc
        assert type(credential.missing_permissions) is tuple
        with authloom.TokenService(
            base_url=sandbox.env["AUTHLOOM_TOKEN_SERVICE_BASE_URL"], token="lt_5f2a"
        ) as service:
            before = datetime.now(timezone.utc)
            issued = service.issue_short_term_token()
            after = datetime.now(timezone.utc)
        assert issued.expires_in is not None and issued.expires_at is not None
        lifetime = timedelta(seconds=issued.expires_in)
        # The response has no clock, so that of this machine counts.
        margin = timedelta(seconds=1)
        assert (
            before + lifetime - margin <= issued.expires_at <= after + lifetime + margin
        )
        assert type(issued.scopes) is tuple


class TestLists:
    """A field is a tuple, a result a list; any iterable but a string is taken."""

    @pytest.mark.parametrize(
        "given",
        [["a", "b"], ("a", "b"), iter("ab"), dict.fromkeys("ab").keys()],
        ids=repr,
    )
    def test_any_iterable_is_taken(self, given: Any) -> None:
        assert sample(token_service.IssuedToken, scopes=given).scopes == ("a", "b")

    @pytest.mark.parametrize("wrong", ["ab", {"a": 1}, 1, None], ids=repr)
    def test_but_no_text_and_no_dict(self, wrong: Any) -> None:
        with pytest.raises(TypeError, match="^`scopes` must be a list or tuple, not "):
            sample(token_service.IssuedToken, scopes=wrong)

    def test_an_item_is_refused_by_its_place(self) -> None:
        wrong: Any = ["a", 1]
        with pytest.raises(TypeError, match=r"^`scopes\[1\]` must be a str, not int$"):
            sample(token_service.IssuedToken, scopes=wrong)

    def test_what_an_iterable_raises_is_raised(self) -> None:
        def broken() -> Any:
            yield "a"
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            sample(token_service.IssuedToken, scopes=broken())

    def test_a_result_is_a_list_of_the_caller(self, sandbox: Sandbox) -> None:
        with authloom.Tyk(
            base_url=sandbox.env["AUTHLOOM_TYK_BASE_URL"], secret="key-1"
        ) as client:
            clients = client.list_oauth_clients("oauth-api")
            page = client.list_oauth_client_tokens_page("oauth-api", "shop", 1)
            apis = client.list_apis_for_oauth_client("shop")
        assert type(clients) is list
        assert {type(one) for one in clients} == {tyk.OAuthClient}
        assert type(page.tokens) is tuple
        assert type(apis) is list
        assert "oauth-api" in apis


UNIONS: dict[Any, set[Any]] = {
    **derived.UNIONS,
    konnect.AuthConfig: {konnect.AuthConfigOAuth, konnect.AuthConfigUnknown},
    konnect.NewCredential: {
        konnect.NewCredentialOAuth,
        konnect.NewCredentialGithubAppInstallation,
        konnect.NewCredentialMultiKeyAuth,
        konnect.NewCredentialAwsRoleDelegation,
    },
    konnect.CredentialConfig: {
        konnect.CredentialConfigOAuth,
        konnect.CredentialConfigGithubAppInstallation,
        konnect.CredentialConfigMultiKeyAuth,
        konnect.CredentialConfigAwsRoleDelegation,
        konnect.CredentialConfigUnknown,
    },
    fitbit_plus.Grant: {
        fitbit_plus.GrantClientCredentials,
        fitbit_plus.GrantRefreshToken,
    },
    token_service.Proof: {
        token_service.ProofClientSecret,
        token_service.ProofOtpCode,
        token_service.ProofAssertion,
        token_service.ProofShortTermToken,
    },
    tyk.Authorization: {tyk.AuthorizationCode, tyk.AuthorizationToken},
}


class TestUnions:
    """A class for each variant, and an alias for all."""

    def test_every_union_is_known(self) -> None:
        found = {
            getattr(module, name)
            for module in samples.MODULES
            for name in module.__all__
            if isinstance(getattr(module, name), UnionType)
        }
        assert found == {*UNIONS, authloom.errors.Constraint}

    @pytest.mark.parametrize("union", UNIONS, ids=str)
    def test_an_alias_is_of_all_variants(self, union: Any) -> None:
        assert set(typing.get_args(union)) == UNIONS[union]
        for model in MODELS:
            assert isinstance(sample(model), union) == (model in UNIONS[union])

    def test_match_takes_them_apart(self) -> None:
        def taken_apart(value: object) -> object:
            match value:
                case konnect.AuthConfigOAuth(client_id, token_endpoint=where):
                    return client_id, where
                case konnect.AuthConfigUnknown(kind, raw):
                    return kind, raw
                case token_service.ProofOtpCode(code):
                    return code
                case konnect.CredentialConfigOAuth():
                    return "nothing within"
                case Problem(field="name", constraint=ConstraintMinimum(least)):
                    return least
                case Problem(constraint=ConstraintMaximum()):
                    return "too much"
                case _:
                    return None

        assert taken_apart(sample(konnect.AuthConfigOAuth)) == (
            "catalog",
            "https://id.acme.test/t",
        )
        assert taken_apart(sample(konnect.AuthConfigUnknown)) == ("saml", samples.JSON)
        assert taken_apart(sample(token_service.ProofOtpCode)) == Secret("012345")
        assert taken_apart(sample(konnect.CredentialConfigOAuth)) == "nothing within"
        assert taken_apart(sample(Problem)) == 3
        most = ConstraintMaximum(maximum=1)
        assert taken_apart(sample(Problem, constraint=most)) == "too much"
        assert taken_apart(sample(konnect.HeaderKey)) is None

    def test_another_class_is_refused_by_naming_those_that_fit(self) -> None:
        with pytest.raises(TypeError) as raised:
            sample(konnect.Credential, config=sample(konnect.AuthConfigOAuth))
        assert str(raised.value) == (
            "`config` must be CredentialConfigOAuth, CredentialConfigGithubAppInstallation, "
            "CredentialConfigMultiKeyAuth, CredentialConfigAwsRoleDelegation or "
            "CredentialConfigUnknown, not AuthConfigOAuth"
        )


class TestTexts:
    """Enumerations are strings, with an alias for type checkers."""

    @pytest.mark.parametrize(
        ("alias", "strings", "is_open"),
        [
            (konnect.Region, {"global", "us", "eu", "au"}, False),
            (fitbit_plus.BodyForm, {"json_api", "flat"}, False),
            (fitbit_plus.Include, {"groups", "organization"}, True),
            (tyk.ResponseType, {"code", "token"}, True),
            (tyk.TokenTypeHint, {"access_token", "refresh_token"}, True),
            (authloom.errors.Outcome, {"not_sent", "rejected", "unknown"}, False),
        ],
        ids=[
            "Region",
            "BodyForm",
            "Include",
            "ResponseType",
            "TokenTypeHint",
            "Outcome",
        ],
    )
    def test_an_alias_names_them(
        self, alias: Any, strings: set[str], is_open: bool
    ) -> None:
        parts = typing.get_args(alias)
        literals = {
            text
            for part in parts
            for text in ([part] if isinstance(part, str) else typing.get_args(part))
        }
        assert literals == strings
        assert (str in parts) == is_open

    def test_a_closed_one_takes_no_other(self) -> None:
        wrong: Any = "began"
        with pytest.raises(authloom.ValidationError) as raised:
            sample(Event, kind=wrong)
        assert raised.value.field == "kind"
        assert raised.value.message == (
            "`kind` must be one of 'sending', 'response', 'retrying', 'finished'"
        )


def test_no_other_module_has_models() -> None:
    """So that none is forgotten above."""
    modules = {module.name for module in pkgutil.iter_modules(authloom.__path__)}
    seen = {module.__name__.rpartition(".")[2] for module in samples.MODULES[1:]}
    assert modules == {"_authloom", "_shared", "_waking", *seen}
