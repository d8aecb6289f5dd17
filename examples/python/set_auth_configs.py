#!/usr/bin/env python3
"""Sets the auth configs of Konnect integration instances as a file says.

    python set_auth_configs.py instances.csv --dry-run    # says what would change
    python set_auth_configs.py instances.csv              # changes it

The file is CSV, JSON (a list of objects) or JSON Lines, with these columns or members:

    instance_id, client_id, authorization_endpoint, token_endpoint
    client_secret_env    the environment variable that holds the client's secret, or
    client_secret        the secret itself

Konnect never shows a secret, so one that differs cannot be seen: --rotate-secret sets every
instance. Setting a config drops the instance's credential, so an instance that is authorized is held
back unless --drop-credentials says otherwise. Ctrl-C lets the calls in flight end and takes no
further instance.

Server and token are those of the environment: AUTHLOOM_KONNECT_TOKEN, and AUTHLOOM_KONNECT_REGION
or AUTHLOOM_KONNECT_BASE_URL.

Exit status: 0 if every instance is as the file says (or, with --dry-run, could be looked at), 1 if
not, 2 if the file or the command line is wrong, 130 after Ctrl-C.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import json
import os
import re
import signal
import sys
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Literal, cast
from urllib.parse import quote, urlsplit

from authloom import (
    AsyncKonnect,
    AuthloomError,
    CredentialError,
    NotFoundError,
    Secret,
    UnauthorizedError,
)
from authloom.konnect import AuthConfig, AuthConfigOAuth

COLUMNS = ("instance_id", "client_id", "authorization_endpoint", "token_endpoint")

# What became of an instance, and whether that is what was asked for.
Status = Literal[
    "new", "changed", "secret set", "unchanged", "held back", "failed", "unknown", "not done"
]
AS_ASKED: frozenset[Status] = frozenset({"new", "changed", "secret set", "unchanged"})


class WrongInput(Exception):
    """What is wrong with the file, a line each."""


@dataclass(frozen=True)
class Wanted:
    """What an instance's auth config is to be."""

    instance_id: str
    config: AuthConfigOAuth
    # None only in a dry run.
    client_secret: Secret | None


@dataclass(frozen=True)
class Result:
    """What became of an instance."""

    instance_id: str
    status: Status
    detail: str = ""


@dataclass(frozen=True)
class Options:
    """What the command line asks for."""

    dry_run: bool
    rotate_secret: bool
    drop_credentials: bool
    concurrency: int


# The file


def read(path: Path, *, need_secrets: bool) -> list[Wanted]:
    """Reads the file, and finds all that is wrong with it before anything is sent."""
    wanted: list[Wanted] = []
    problems: list[str] = []
    known: dict[str, str] = {}
    for place, row in rows(path):
        try:
            one = wanted_of(row, need_secret=need_secrets)
        except WrongInput as problem:
            problems.append(f"{place}: {problem}.")
            continue
        if before := known.get(one.instance_id):
            problems.append(f"{place}: {one.instance_id} stands in {before} too.")
        known[one.instance_id] = place
        wanted.append(one)
    if not wanted and not problems:
        problems.append("it names no instance.")
    if problems:
        raise WrongInput("\n".join(f"{path}: {problem}" for problem in problems))
    return wanted


def rows(path: Path) -> Iterator[tuple[str, dict[str, object]]]:
    """The rows of the file, each with its place."""
    try:
        text = path.read_text("utf-8-sig")
        if path.suffix == ".csv":
            reader = csv.DictReader(text.splitlines(), skipinitialspace=True)
            for row in reader:
                yield f"line {reader.line_num}", dict(row)
        elif path.suffix in (".jsonl", ".ndjson"):
            for number, line in enumerate(text.splitlines(), 1):
                if line.strip():
                    yield f"line {number}", json_object(json.loads(line))
        elif path.suffix == ".json":
            members: object = json.loads(text)
            if not isinstance(members, list):
                raise WrongInput(f"{path}: it holds no list.")
            for number, member in enumerate(cast("list[object]", members), 1):
                yield f"entry {number}", json_object(member)
        else:
            raise WrongInput(f"{path}: its name ends in none of .csv, .json and .jsonl.")
    except (OSError, ValueError, csv.Error) as error:
        raise WrongInput(f"{path}: it cannot be read: {error}.") from error


def json_object(value: object) -> dict[str, object]:
    """A row of JSON; what is no object has no member at all."""
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


def wanted_of(row: dict[str, object], *, need_secret: bool) -> Wanted:
    """Reads a row."""

    def text(name: str) -> str:
        value = row.get(name)
        return value.strip() if isinstance(value, str) else ""

    if missing := [name for name in COLUMNS if not text(name)]:
        raise WrongInput(f"{', '.join(missing)} is missing")
    secret = text("client_secret")
    variable = text("client_secret_env")
    if variable and not secret:
        secret = os.environ.get(variable, "")
    if need_secret and not secret:
        why = f"the variable {variable} is not set" if variable else "there is none"
        raise WrongInput(f"it needs a client secret, and {why}")
    if text("instance_id") in (".", ".."):
        raise WrongInput("instance_id can be no part of a path")
    for name in ("authorization_endpoint", "token_endpoint"):
        if not is_absolute_uri(text(name)):
            raise WrongInput(f"{name} is not an absolute URI")
    config = AuthConfigOAuth(
        client_id=text("client_id"),
        authorization_endpoint=text("authorization_endpoint"),
        token_endpoint=text("token_endpoint"),
    )
    return Wanted(text("instance_id"), config, Secret(secret) if secret else None)


def is_absolute_uri(text: str) -> bool:
    """Whether Konnect would take this for an endpoint (RFC 3986)."""
    if re.search(r"[^!#-;=?-Z\[\]_a-z~]|%(?![0-9A-Fa-f]{2})", text):
        return False
    try:
        parts = urlsplit(text)
        return bool(parts.scheme and parts.hostname) and parts.port != 0
    except ValueError:
        return False


# One instance


async def set_one(konnect: AsyncKonnect, wanted: Wanted, options: Options) -> Result:
    """Sets the config of an instance if it is not what it should be; errors become results."""
    instance = wanted.instance_id
    sending = False
    try:
        plan = await planned(konnect, wanted, options)
        if plan.status not in ("new", "changed", "secret set") or options.dry_run:
            return plan
        assert wanted.client_secret is not None, "read() has seen to it"
        sending = True
        await konnect.upsert_auth_config(
            instance,
            client_id=wanted.config.client_id,
            client_secret=wanted.client_secret,
            authorization_endpoint=wanted.config.authorization_endpoint,
            token_endpoint=wanted.config.token_endpoint,
        )
        return plan
    except AuthloomError as error:
        if error.outcome == "unknown" and sending:
            return Result(instance, "unknown", f"it may have been set: {error}")
        if isinstance(error, (CredentialError, UnauthorizedError)):
            # No other instance would fare better.
            raise CredentialRefused(Result(instance, "failed", str(error))) from error
        return Result(instance, "failed", str(error))
    except asyncio.CancelledError:
        if sending:
            return Result(instance, "unknown", "interrupted while it was being set")
        return Result(instance, "not done", "interrupted")


class CredentialRefused(Exception):
    """There is no token, or Konnect does not take it."""

    def __init__(self, result: Result) -> None:
        super().__init__(result.detail)
        self.result = result


async def planned(konnect: AsyncKonnect, wanted: Wanted, options: Options) -> Result:
    """What has to be done to an instance."""
    instance = wanted.instance_id
    try:
        config = await konnect.get_auth_config(instance)
    except NotFoundError:
        # There is no config, or no instance: that is looked for by itself.
        await konnect.request("GET", f"/v1/integration-instances/{quote(instance, safe='')}")
        return Result(instance, "new", "it has no auth config yet")
    differences = different(config, wanted.config)
    if not differences and not options.rotate_secret:
        return Result(instance, "unchanged")
    detail = "; ".join(differences) or "the client secret"
    if await is_authorized(konnect, instance):
        if not options.drop_credentials:
            reason = "it is authorized, and would lose its credential (--drop-credentials goes on)"
            return Result(instance, "held back", f"{detail}: {reason}")
        detail += "; drops its credential: it must be authorized again"
    return Result(instance, "changed" if differences else "secret set", detail)


async def is_authorized(konnect: AsyncKonnect, instance: str) -> bool:
    """Whether an instance has a credential."""
    try:
        await konnect.get_auth_credential(instance)
    except NotFoundError:
        return False
    return True


def different(config: AuthConfig, wanted: AuthConfigOAuth) -> list[str]:
    """In what a config is not what is wanted."""
    if not isinstance(config, AuthConfigOAuth):
        return [f"type {config.type} -> oauth"]
    pairs = (
        ("client_id", config.client_id, wanted.client_id),
        (
            "authorization_endpoint",
            config.authorization_endpoint,
            wanted.authorization_endpoint,
        ),
        ("token_endpoint", config.token_endpoint, wanted.token_endpoint),
    )
    return [f"{name} {is_} -> {to_be}" for name, is_, to_be in pairs if is_ != to_be]


# All of them


async def set_all(
    konnect: AsyncKonnect,
    wanted: Iterable[Wanted],
    options: Options,
    tell: Callable[[Result], None],
) -> bool:
    """Sets all configs, so many at a time, and reports each result as it comes. True if Ctrl-C
    ended it early; then those that were not begun are reported too."""
    waiting = deque(wanted)
    stopped = False

    async def work() -> None:
        nonlocal stopped
        while waiting and not stopped:
            one = waiting.popleft()
            try:
                tell(await set_one(konnect, one, options))
            except CredentialRefused as refused:
                stopped = True
                tell(refused.result)

    workers = [asyncio.create_task(work()) for _ in range(options.concurrency)]
    interrupts = 0

    def interrupt() -> None:
        nonlocal interrupts, stopped
        interrupts += 1
        stopped = True
        if interrupts == 1:
            print("\nInterrupted: the calls in flight end first.", file=sys.stderr)
        else:
            for worker in workers:
                worker.cancel()

    with on_interrupt(interrupt):
        await asyncio.gather(*workers, return_exceptions=True)
    for one in waiting:
        tell(Result(one.instance_id, "not done"))
    for worker in workers:
        # A mistake of this program must not pass for success.
        if not worker.cancelled() and (error := worker.exception()) is not None:
            raise error
    return interrupts > 0


@contextmanager
def on_interrupt(callback: Callable[[], None]) -> Generator[None, None, None]:
    """Has Ctrl-C call this on the loop, on every system, in place of what it did."""
    loop = asyncio.get_running_loop()

    def handler(_signal: int, _frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(callback)

    before = signal.signal(signal.SIGINT, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


# What is shown


class Report:
    """A line on standard output for each instance that is not simply as it should be, and on
    standard error how far it has come."""

    WIDTH = 30

    def __init__(self, total: int) -> None:
        self.total = total
        # Those that were looked at or set: the rest is only listed.
        self.done = 0
        self.counts: Counter[Status] = Counter()
        self.bar = sys.stderr.isatty()

    def tell(self, result: Result) -> None:
        """Shows a result."""
        self.counts[result.status] += 1
        if self.bar:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
        if result.status != "unchanged":
            print(f"{result.status:<11} {result.instance_id}  {result.detail}".rstrip(), flush=True)
        if result.status != "not done":
            self.done += 1
            self.progress()

    def progress(self) -> None:
        """Shows how far it has come: a bar on a terminal, else a line every tenth."""
        done = self.done
        if self.bar:
            filled = "#" * (self.WIDTH * done // self.total)
            text = f"\r[{filled:.<{self.WIDTH}}] {done}/{self.total}"
            print(text, end="" if done < self.total else "\n", file=sys.stderr, flush=True)
        elif done * 10 // self.total > (done - 1) * 10 // self.total:
            print(f"{done} of {self.total}", file=sys.stderr, flush=True)

    def sum_up(self, *, dry_run: bool) -> bool:
        """Sums up; true if every instance is as asked."""
        parts = [f"{count} {status}" for status, count in self.counts.most_common()]
        print(f"{'Would be: ' if dry_run else ''}{', '.join(parts)}.")
        return self.counts.keys() <= AS_ASKED


async def run(wanted: list[Wanted], options: Options) -> int:
    """Sets the configs, and gives the exit status."""
    report = Report(len(wanted))
    async with AsyncKonnect.from_env() as konnect:
        interrupted = await set_all(konnect, wanted, options, report.tell)
    as_asked = report.sum_up(dry_run=options.dry_run)
    if interrupted:
        return 130
    if options.dry_run:
        return 1 if report.counts["failed"] else 0
    return 0 if as_asked else 1


def main() -> int:
    """Reads the command line and the file, and sets the configs."""
    parser = argparse.ArgumentParser(
        description="Sets the auth configs of Konnect integration instances as a file says.",
        epilog="The head of this program describes the file.",
    )
    parser.add_argument("file", type=Path, help="instances, as .csv, .json or .jsonl")
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would change, and change nothing"
    )
    parser.add_argument(
        "--rotate-secret",
        action="store_true",
        help="set the secret also where nothing else differs",
    )
    parser.add_argument(
        "--drop-credentials",
        action="store_true",
        help="also set instances that are authorized; they must be authorized again",
    )
    parser.add_argument(
        "--concurrency", type=int, default=8, metavar="N", help="so many at a time (8)"
    )
    arguments = parser.parse_args()
    options = Options(
        dry_run=arguments.dry_run,
        rotate_secret=arguments.rotate_secret,
        drop_credentials=arguments.drop_credentials,
        concurrency=arguments.concurrency,
    )
    if options.concurrency < 1:
        parser.error("--concurrency must be at least 1.")
    try:
        wanted = read(arguments.file, need_secrets=not options.dry_run)
        return asyncio.run(run(wanted, options))
    except WrongInput as error:
        print(error, file=sys.stderr)
        return 2
    except AuthloomError as error:
        # The client could not be built; calls tell their errors themselves.
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
