"""The wire vectors of `tests/vectors`, or of the folder that AUTHLOOM_VECTORS names.

What an operation takes and returns, the manifest says: `arguments` turns a call's JSON into Python
arguments, `values` what comes of it into the shape in which vectors write it, but for what `forms`
says. `judge` compares that with what is expected. The sandbox judges the bytes.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.manifest import CLASSES

REPOSITORY = Path(__file__).parents[5]
# The files that a folder may hold; each is of one API, which has this name in Python.
FILES = {f"{api.replace('_', '-')}.json": api for api in CLASSES}


@dataclass(frozen=True)
class Vector:
    """One call, and what must come of it."""

    api: str
    id: str
    operation: str
    client: dict[str, Any]
    call: dict[str, Any]
    expect: dict[str, Any]


def of_repository() -> Path:
    """The folder of this repository's vectors."""
    return REPOSITORY / "tests" / "vectors"


def folder() -> Path:
    """The folder of those that are run."""
    named = os.environ.get("AUTHLOOM_VECTORS")
    return Path(named).absolute() if named else of_repository()


def load(folder: Path) -> list[Vector]:
    """All vectors of a folder."""
    return [
        Vector(
            api=api,
            id=vector["id"],
            operation=vector["operation"],
            client=vector.get("client") or {},
            call=vector["call"],
            expect=vector["expect"],
        )
        for name, api in FILES.items()
        if (folder / name).exists()
        for vector in json.loads((folder / name).read_text(encoding="utf-8"))
    ]
