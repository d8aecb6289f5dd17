"""Importing loads the native module alone, building a client its errors, a first call nothing."""

from __future__ import annotations

from pathlib import Path

import authloom
from support.program import run, succeeded
from support.sandbox import GITHUB_MAIN, Sandbox


def test_what_is_loaded(sandbox: Sandbox) -> None:
    assert authloom.__file__
    folder = str(Path(authloom.__file__).parent.parent)
    access = sandbox.konnect
    # Isolated and without `site`, which may load anything before.
    done = run(
        "imports.py",
        folder,
        access["base_url"],
        access["token"],
        GITHUB_MAIN,
        env={},
        options=("-I", "-S"),
    )
    imported, built, called = succeeded(done).split("\n")[:3]
    assert imported.split() == ["atexit", "authloom", "authloom._authloom"]
    # Before any call: a module that one thread imports while another forks is lost to the child.
    assert built.split() == ["__future__", "authloom._shared", "authloom.errors"]
    assert called.split() == []
