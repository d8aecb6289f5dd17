"""A live tour: what it will change, where it refuses to, and whether the user agrees."""

from __future__ import annotations

import sys

from authloom import AuthloomError

from .console import FAINT, STRONG
from .konnect import KonnectTour
from .stage import Stage
from .system import System

# What the user types to go on.
AGREED = "yes"


class Refused(Exception):
    """Why nothing was changed."""


def find(stage: Stage, kinds: tuple[type[System], ...]) -> list[System]:
    """Finds the systems that the environment names, and says what is changed there."""
    stage.console.paragraph(
        "A live tour. It changes what these servers keep, and nothing beside what is named here:"
    )
    systems: list[System] = []
    for kind in kinds:
        stage.console.blank()
        mark = f"{kind.NAME:<13}  "
        if lacks := kind.lacks():
            stage.console.entry(2, mark, STRONG, "left out")
            *first, last = lacks
            names = f"{', '.join(first)} and {last}" if first else last
            stage.console.entry(17, "· ", FAINT, f"To tour it, set {names}.")
            continue
        system = kind()
        systems.append(system)
        stage.console.entry(2, mark, STRONG, system.server)
        for change in system.changes():
            stage.console.entry(17, "· ", FAINT, change)
    return systems


def refuse_unless_empty(stage: Stage, systems: list[System]) -> None:
    """Refuses an instance of Konnect that has a config or a credential: the tour would overwrite
    the one and drop the other, and could bring neither back."""
    for konnect in systems:
        if not isinstance(konnect, KonnectTour):
            continue
        instance = konnect.instance
        try:
            in_use = konnect.is_in_use()
        except AuthloomError as error:
            raise Refused(
                f"Whether the integration instance {instance} is empty could not be seen, so "
                f"nothing was changed. {error}"
            ) from error
        if in_use:
            raise Refused(
                f"The integration instance {instance} has an auth config or a credential already, "
                "which the tour would destroy. Nothing was changed. Name an empty instance in "
                "AUTHLOOM_DEMO_INSTANCE_ID."
            )
        stage.console.blank()
        stage.console.paragraph(
            f"The integration instance {instance} has neither an auth config nor a credential."
        )


def agree(stage: Stage, systems: list[System], *, yes: bool) -> None:
    """Goes on only if the user agrees."""
    if not systems:
        raise Refused("There is nothing to tour: every system is left out.")
    if yes:
        return
    if not sys.stdin.isatty():
        raise Refused(
            "Nothing was changed: give --yes to agree, or run it on a terminal to be asked."
        )
    stage.console.blank()
    answer = input(f"Type `{AGREED}` to go on, anything else to stop: ")
    if answer.strip().lower() != AGREED:
        raise Refused("Nothing was changed.")
