"""Every vector holds, sync and async."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from typing import Any

import pytest

import authloom
from support import vectors
from support.manifest import CLASSES, OPERATIONS, names
from support.sandbox import Sandbox, running
from support.vectors import Vector, forms, judge
from support.vectors.arguments import arguments, read
from support.vectors.values import shape

CLIENTS: dict[str, tuple[Any, Any]] = {
    api: (getattr(authloom, name), getattr(authloom, f"Async{name}"))
    for api, name in CLASSES.items()
}
# What a client has beside its operations.
NO_OPERATIONS = {"base_url", "close", "from_env", "request"}
STYLES = ("sync", "async")
VECTORS = vectors.load(vectors.folder())
# Those that were run, to be compared with those that are there.
run: set[str] = set()


@pytest.fixture(scope="module")
def armory() -> Iterator[Sandbox]:
    """A sandbox that answers from the vectors."""
    with running("--vectors", str(vectors.folder())) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """A loop for all async calls."""
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.id)
def test_vector_holds(
    vector: Vector, style: str, armory: Sandbox, loop: asyncio.AbstractEventLoop
) -> None:
    operation = OPERATIONS[vector.api, vector.operation]
    settings = {
        "base_url": armory.env[f"AUTHLOOM_{vector.api.upper()}_BASE_URL"],
        "max_attempts": 1,
        **forms.client(vector.api, vector.operation),
        **vector.client,
    }
    positional, keywords = arguments(operation, read(operation, vector.call))
    sync_client, async_client = CLIENTS[vector.api]

    def now() -> object:
        with sync_client(**settings) as client:
            return getattr(client, vector.operation)(*positional, **keywords)

    async def in_loop() -> object:
        async with async_client(**settings) as client:
            return await getattr(client, vector.operation)(*positional, **keywords)

    armory.arm(vector.id)
    try:
        value = now() if style == "sync" else loop.run_until_complete(in_loop())
    except authloom.AuthloomError as error:
        wrong = judge.raised(vector, error)
    else:
        wrong = judge.returned(vector, shape(operation, value))
    verdict = armory.verdict(vector.id)
    run.add(f"{vector.id}-{style}")
    assert wrong == []
    assert verdict["pass"], verdict["problems"]


def test_each_vector_of_the_files_is_a_case(request: pytest.FixtureRequest) -> None:
    folder = vectors.folder()
    unknown = {file.name for file in folder.glob("*.json")} - vectors.FILES.keys()
    assert not unknown, f"nobody runs {unknown}"
    # Found by another way than that by which they are loaded: each begins with its id.
    text = "".join(file.read_text("utf-8") for file in folder.glob("*.json"))
    written = re.findall(r'\{\s*"id":\s*"([^"]+)",\s*"operation"', text)
    assert written, f"there are none in {folder}"
    assert sorted(vector.id for vector in VECTORS) == sorted(written)

    cases = {
        item.callspec.id
        for item in request.session.items
        if isinstance(item, pytest.Function)
        and item.originalname == test_vector_holds.__name__
    }
    # A part of them may have been asked for, but what was asked for was run.
    every = {f"{id}-{style}" for id in written for style in STYLES}
    assert cases <= every
    assert request.config.option.keyword or cases in (every, set())
    assert run == cases


def test_every_operation_has_vectors_of_each_sort() -> None:
    of_operation: dict[tuple[str, str], set[str]] = {}
    for vector in vectors.load(vectors.of_repository()):
        error = vector.expect.get("error")
        refused = error is not None and error["kind"] == "validation"
        sort = "refused" if refused else "fails" if error else "succeeds"
        of_operation.setdefault((vector.api, vector.operation), set()).add(sort)

    for api, (sync_client, _) in CLIENTS.items():
        public = {name for name in dir(sync_client) if not name.startswith("_")}
        # Every operation that the client has is in the manifest, and none but those.
        assert public - NO_OPERATIONS == names(api)
        assert len(names(api)) > 2
        for operation in names(api):
            sorts = of_operation[api, operation]
            assert {"succeeds", "fails"} <= sorts, f"{api} {operation}: only {sorts}"


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        ({"n": 1}, {"n": True}),
        ({"n": 1}, {"n": "1"}),
        ({"n": 2**53 + 1}, {"n": 2**53}),
        ({"n": None}, {"n": ""}),
        ({"list": [1, None]}, {"list": [None, 1]}),
        ({"list": [1]}, {"list": [1, 1]}),
        ({}, {"more": 0}),
    ],
)
def test_a_vector_is_refused_by_what_differs(expected: object, found: object) -> None:
    vector = Vector("tyk", "no-such-id", "none", {}, {}, {"ok": expected})
    assert judge.returned(vector, found)
    assert judge.returned(vector, expected) == []
