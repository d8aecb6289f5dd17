"""What the tours of the four systems have in common."""

from __future__ import annotations

import ipaddress
import os
from abc import ABC, abstractmethod
from typing import ClassVar
from urllib.parse import urlsplit

from authloom import AuthloomError

from .stage import Stage, Stopped


class NoSandbox(Exception):
    """The environment names no sandbox."""

    def __init__(self, because: str) -> None:
        super().__init__(
            f"The environment names no sandbox: {because}. `authloom-sandbox -- python …` starts "
            "one; `--live` tours real servers."
        )


class System(ABC):
    """One system, ready to be toured."""

    # Its name, and the variables without which it cannot be toured.
    NAME: ClassVar[str]
    NEEDS: ClassVar[tuple[str, ...]]

    @abstractmethod
    def __init__(self) -> None:
        """Builds the client from the environment. Nothing is sent."""

    @property
    @abstractmethod
    def server(self) -> str:
        """The base URL of the server."""

    @abstractmethod
    def changes(self) -> list[str]:
        """What a live tour changes there."""

    @abstractmethod
    def tour(self, stage: Stage) -> None:
        """Calls the operations, one by one."""

    @abstractmethod
    def clean_up(self, stage: Stage) -> None:
        """Removes what a tour that was stopped has left."""

    @abstractmethod
    def close(self) -> None:
        """Closes the client's connections."""

    @classmethod
    def lacks(cls) -> list[str]:
        """Those of its variables that are not set."""
        return [name for name in cls.NEEDS if not os.environ.get(name)]


def find_in_sandbox(kind: type[System]) -> System:
    """Finds a system of a sandbox by the environment."""
    if lacks := kind.lacks():
        raise NoSandbox(f"{', '.join(lacks)} is not set")
    system = kind()
    if not is_loopback(system.server):
        raise NoSandbox(f"{kind.NAME} is at {system.server}")
    return system


def visit(system: System, stage: Stage) -> None:
    """Tours a system, and cleans up whatever happened."""
    if stage.interrupted:
        stage.skip(system.NAME)
        return
    stage.enter(system.NAME, system.server)
    try:
        system.tour(stage)
    except Stopped:
        # The stage has said why, and remembers it.
        pass
    except AuthloomError as error:
        stage.failed(error)
    finally:
        system.clean_up(stage)
        system.close()


def is_loopback(base_url: str) -> bool:
    """Whether a base URL names this very machine, as those of a sandbox do."""
    url = urlsplit(base_url)
    if url.scheme != "http" or "@" in url.netloc:
        return False
    host = url.hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
