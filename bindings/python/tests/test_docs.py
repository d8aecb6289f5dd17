"""Everything public is documented, as `help()` shows it, and exported."""

from __future__ import annotations

import importlib
import inspect
import pydoc
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

import authloom
from support.operations import CLIENTS, DISTINCT, Operation
from support.samples import MODULES

of_each_module = pytest.mark.parametrize(
    "module", MODULES, ids=lambda module: module.__name__
)


def classes() -> list[Any]:
    """Every class that a module exports."""
    found = {
        value: None
        for module in MODULES
        for name in module.__all__
        if isinstance(value := getattr(module, name), type)
    }
    return list(found)


def members(cls: Any) -> Iterator[tuple[str, Any]]:
    """The public methods and properties of a class, and those that it has from ours."""
    for name in dir(cls):
        if not name.startswith("_"):
            member = inspect.getattr_static(cls, name)
            if callable(member) or hasattr(member, "__get__"):
                yield name, member


of_each_class = pytest.mark.parametrize("cls", classes(), ids=lambda cls: cls.__name__)


class TestExports:
    """What a module has."""

    @of_each_module
    def test_all_is_there_and_sorted(self, module: ModuleType) -> None:
        names = list(module.__all__)
        assert len(set(names)) == len(names)
        assert names == sorted(names)
        for name in names:
            assert getattr(module, name) is not None
        namespace: dict[str, Any] = {}
        exec(f"from {module.__name__} import *", namespace)
        assert set(names) <= namespace.keys()

    @of_each_module
    def test_nothing_public_is_left_out(self, module: ModuleType) -> None:
        ours = {
            name
            for name, value in vars(module).items()
            if not name.startswith("_")
            and getattr(value, "__module__", "").startswith("authloom")
            # What each async client is made of.
            and not name.endswith("Base")
        }
        assert ours <= set(module.__all__)

    @of_each_module
    def test_what_is_not_there_is_an_attribute_error(self, module: ModuleType) -> None:
        with pytest.raises(AttributeError, match=f"{module.__name__}.*no_such_name"):
            getattr(module, "no_such_name")
        with pytest.raises(ImportError):
            exec(f"from {module.__name__} import no_such_name", {})

    def test_the_package_lists_what_it_has(self) -> None:
        assert set(authloom.__all__) <= set(dir(authloom))
        assert re.fullmatch(r"\d+\.\d+\.\d+\S*", authloom.__version__)
        assert {
            "Konnect",
            "AsyncKonnect",
            "FitbitPlus",
            "AsyncFitbitPlus",
            "TokenService",
            "AsyncTokenService",
            "Tyk",
            "AsyncTyk",
            "Secret",
            "ClientCertificate",
            "Event",
            "RawResponse",
            "Problem",
            "AuthloomError",
            "RateLimitedError",
        } <= set(authloom.__all__)

    @pytest.mark.parametrize("api", CLIENTS)
    def test_a_module_has_its_clients(self, api: str) -> None:
        module = importlib.import_module(f"authloom.{api}")
        for client in CLIENTS[api]:
            assert getattr(module, client.__name__) is client
            assert getattr(authloom, client.__name__) is client
            assert client.__name__ in module.__all__

    @of_each_class
    def test_a_class_is_found_where_it_says(self, cls: Any) -> None:
        module = importlib.import_module(cls.__module__)
        assert module.__name__.startswith("authloom")
        assert getattr(module, cls.__qualname__) is cls


# What belongs to Rust, or to its way of writing documentation.
FOREIGN = re.compile(
    r"[a-z_]::[A-Za-z]|\]\(|\[`|`\]|Option<|Vec<|Result<|\bstruct\b|\benum\b|\bimpl\b|```|&str|Arc<"
    r"|`true`|`false`|`Some`|\bSystemTime\b|\bDuration\b|\bpanics?\b"
)


def without_spaces(text: str) -> str:
    """A string as it is however it was wrapped, and whatever stands at its margin."""
    return "".join(text.replace("|", " ").split())


class TestDocumentation:
    """What `help()` shows."""

    @of_each_module
    def test_of_modules(self, module: ModuleType) -> None:
        text = pydoc.plain(pydoc.render_doc(module))
        first, _, _ = (module.__doc__ or "").partition("\n")
        assert first.endswith(".") and first in text
        assert not FOREIGN.search(module.__doc__ or "")

    @of_each_class
    def test_of_classes(self, cls: Any) -> None:
        documentation = inspect.getdoc(cls)
        assert documentation
        assert not FOREIGN.search(documentation), FOREIGN.search(documentation)
        first = documentation.splitlines()[0]
        assert first[0].isupper() or first[0] == "`"
        assert pydoc.locate(f"{cls.__module__}.{cls.__name__}") is cls
        text = pydoc.plain(pydoc.render_doc(cls))
        assert first in text
        for name, _ in members(cls):
            assert name in text

    @of_each_class
    def test_of_their_members(self, cls: Any) -> None:
        for name, member in members(cls):
            if issubclass(cls, BaseException) and not hasattr(
                authloom.AuthloomError, name
            ):
                # What Python's own errors have.
                continue
            if name in dir(OSError) or name in dir(BaseException):
                continue
            documentation = inspect.getdoc(member)
            assert documentation, f"{cls.__name__}.{name}"
            assert not FOREIGN.search(documentation), f"{name}: {documentation}"
            assert documentation.rstrip().endswith((".", "`", ":"))

    @pytest.mark.parametrize("operation", DISTINCT, ids=str)
    def test_of_operations(self, operation: Operation) -> None:
        for client in CLIENTS[operation.api]:
            method = getattr(client, operation.name)
            documentation = inspect.getdoc(method) or ""
            introduction, _, arguments = documentation.partition("\nArgs:\n")
            assert len(introduction) > 20
            described = re.findall(r"^    (\w+): \S", arguments, re.MULTILINE)
            assert described == list(inspect.signature(method).parameters)[1:]
            assert max(map(len, documentation.splitlines())) <= 100
            text = pydoc.plain(pydoc.render_doc(method))
            assert introduction.splitlines()[0] in text
            assert f"{operation.name}(self" in without_spaces(text)

    @pytest.mark.parametrize("api", CLIENTS)
    def test_of_settings(self, api: str) -> None:
        for client in CLIENTS[api]:
            documentation = inspect.getdoc(client) or ""
            _, _, arguments = documentation.partition("\nArgs:\n")
            described = re.findall(r"^    (\w+): \S", arguments, re.MULTILINE)
            assert described == list(inspect.signature(client).parameters)
            text = pydoc.plain(pydoc.render_doc(client))
            assert f"{client.__name__}(*,base_url=None" in without_spaces(text)


class TestSignatures:
    """What `inspect.signature` tells, which editors show."""

    @pytest.mark.parametrize("operation", DISTINCT, ids=str)
    def test_sync_and_async_are_called_alike(self, operation: Operation) -> None:
        sync_client, async_client = CLIENTS[operation.api]
        one, other = (
            list(inspect.signature(getattr(client, operation.name)).parameters.values())
            for client in (sync_client, async_client)
        )
        for ours, theirs in zip(one[1:], other[1:], strict=True):
            assert (ours.name, ours.kind, ours.default) == (
                theirs.name,
                theirs.kind,
                theirs.default,
            )
        kinds = [each.kind for each in one]
        assert kinds == sorted(kinds), "positional ones come first"

    @pytest.mark.parametrize("operation", DISTINCT, ids=str)
    def test_arguments_are_taken_as_it_says(self, operation: Operation) -> None:
        client = CLIENTS[operation.api][0](base_url="http://127.0.0.1:9")
        bound = getattr(client, operation.name)
        signature = inspect.signature(bound)
        assert "self" not in signature.parameters
        required = [
            each.name
            for each in signature.parameters.values()
            if each.default is inspect.Parameter.empty
        ]
        if required:
            with pytest.raises(TypeError, match="missing .* required .* arguments?:"):
                bound()
        positional = [
            each
            for each in signature.parameters.values()
            if each.kind is not each.KEYWORD_ONLY
        ]
        with pytest.raises(TypeError, match="positional arguments?"):
            bound(*["x"] * (len(positional) + 1))

    @of_each_class
    def test_every_class_has_one(self, cls: Any) -> None:
        if not issubclass(cls, BaseException):
            assert inspect.signature(cls).parameters is not None
            for name, member in members(cls):
                if callable(member) and name != "from_env":
                    assert "self" in inspect.signature(getattr(cls, name)).parameters
