"""A sandbox for the tests."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from typing import TypedDict

from support.control import Control, Json

# An instance with a config and a credential.
GITHUB_MAIN = "2f6d9a84-1c3b-4e7f-8a90-b1c2d3e4f506"
# An instance with nothing.
AWS_PROD = "7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11"


class Access(TypedDict):
    """What a client is built from."""

    base_url: str
    token: str


class Sandbox(Control):
    """A sandbox that runs."""

    def __init__(self, line: Json) -> None:
        super().__init__(line["control"])
        self.env: dict[str, str] = line["env"]
        self.authority_pem: str = line["tls"]["authority_pem"]
        self.tls_env: dict[str, str] = line["tls"]["env"]

    @property
    def instance(self) -> str:
        """The first instance that the Konnect token reaches; it has no config."""
        return self.env["AUTHLOOM_DEMO_INSTANCE_ID"]

    @property
    def konnect(self) -> Access:
        """What a client of Konnect is built from."""
        return {
            "base_url": self.env["AUTHLOOM_KONNECT_BASE_URL"],
            "token": self.env["AUTHLOOM_KONNECT_TOKEN"],
        }


def command() -> str:
    """The sandbox that AUTHLOOM_SANDBOX names, or the one that is installed."""
    named = os.environ.get("AUTHLOOM_SANDBOX")
    found = named or shutil.which("authloom-sandbox")
    assert found, "there is no authloom-sandbox: install its wheel"
    return found


@contextmanager
def running(*options: str) -> Generator[Sandbox]:
    """A sandbox until the block ends."""
    with subprocess.Popen(
        [command(), *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin and process.stdout
        line = process.stdout.readline()
        try:
            assert line, "the sandbox did not start"
            yield Sandbox(json.loads(line))
        finally:
            # It serves until its input closes.
            process.stdin.close()
            process.wait(30)
