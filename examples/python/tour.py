#!/usr/bin/env python3
"""Tours Konnect, Fitbit Plus, the token service and Tyk Gateway: what is called, what came back,
and how an error reads.

    authloom-sandbox -- python tour.py    # in a sandbox, in which everything may be tried
    python tour.py --live                 # on the servers that the AUTHLOOM_… variables name
"""

from __future__ import annotations

import argparse
import sys

from authloom import AuthloomError
from touring import live
from touring.fitbit_plus import FitbitPlusTour
from touring.konnect import KonnectTour
from touring.stage import Stage
from touring.system import NoSandbox, System, find_in_sandbox, visit
from touring.token_service import TokenServiceTour
from touring.tyk import TykTour

SYSTEMS: tuple[type[System], ...] = (
    KonnectTour,
    FitbitPlusTour,
    TokenServiceTour,
    TykTour,
)


def main() -> int:
    """Runs the tour; the exit status tells whether all went as expected."""
    parser = argparse.ArgumentParser(
        description="Tours Konnect, Fitbit Plus, the token service and Tyk Gateway."
    )
    parser.add_argument(
        "--live",
        action="store_true",
        help="tour the servers that the AUTHLOOM_… variables name, instead of a sandbox",
    )
    parser.add_argument(
        "--yes",
        action="store_true",
        help="do not ask before changing anything there",
    )
    arguments = parser.parse_args()
    if arguments.yes and not arguments.live:
        parser.error("--yes agrees to what --live changes, so it needs --live.")
    stage = Stage(live=arguments.live)
    try:
        if arguments.live:
            systems = live.find(stage, SYSTEMS)
            live.refuse_unless_empty(stage, systems)
            live.agree(stage, systems, yes=arguments.yes)
        else:
            systems = [find_in_sandbox(kind) for kind in SYSTEMS]
    except (NoSandbox, live.Refused, AuthloomError) as error:
        print(error, file=sys.stderr)
        return 1
    stage.stop_on_interrupt()
    for system in systems:
        visit(system, stage)
    return 0 if stage.sum_up() else 1


if __name__ == "__main__":
    sys.exit(main())
