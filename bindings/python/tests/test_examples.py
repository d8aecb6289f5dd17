"""The examples, run as a user runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from support.sandbox import GITHUB_MAIN, Sandbox
from support.waiting import SECONDS

EXAMPLES = Path(__file__).parents[3] / "examples" / "python"


def run(
    name: str, *arguments: str, env: Mapping[str, str], **more: str
) -> subprocess.CompletedProcess[str]:
    """Runs an example to its end."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("AUTHLOOM_")
    }
    return subprocess.run(
        [sys.executable, str(EXAMPLES / name), *arguments],
        env={**kept, "PYTHONIOENCODING": "utf-8", **env, **more},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
    )


def words(text: str) -> str:
    """Running text: lines are broken wherever they got too long."""
    return " ".join(text.split())


def changes(sandbox: Sandbox) -> list[str]:
    """What was changed, or tried to be."""
    return [
        f"{entry['method']} {entry['path']}"
        for entry in sandbox.log()
        if entry["method"] != "GET"
    ]


def assert_no_secret(sandbox: Sandbox, output: str) -> None:
    """Nothing that is known to be secret is shown."""
    ends = ("_TOKEN", "_SECRET")
    values = [value for name, value in sandbox.env.items() if name.endswith(ends)]
    for secret in [*values, "made-up-client-secret", "made-up-header-key"]:
        # As a whole: some of the sandbox's are very short.
        assert secret not in words(output).split(" "), secret
        assert len(secret) < 6 or secret not in output, secret


def test_the_tour_goes_as_expected_and_shows_no_secret(sandbox: Sandbox) -> None:
    ran = run("tour.py", env=sandbox.env)
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout
    text = words(ran.stdout)
    for shown in (
        "konnect.upsert_auth_config(",
        "client_secret: ***",
        "Konnect get_auth_config: the server responded with 404 Not Found",
        "FitbitPlus fetch_token_groups: the server responded with 401 Unauthorized",
        "TokenService issue_short_term_token: the server responded with 401 Unauthorized",
        "Tyk authorize_client: the server responded with 403 Forbidden (invalid_request)",
        "kind oauth_error outcome rejected request id none was sent",
        "request id kong:trace:",
        "403: Key not authorised",
        "41 steps, each as expected",
        "no operation revokes it: it works until",
    ):
        assert shown in text, shown
    assert "\x1b" not in ran.stdout, "colour on no terminal"
    assert_no_secret(sandbox, ran.stdout)


def test_the_tour_makes_the_calls_of_the_tour_in_rust(sandbox: Sandbox) -> None:
    run("tour.py", env=sandbox.env)
    log = sandbox.log()
    for method, end, statuses in (
        ("PUT", "/auth-config", [200, 200]),
        ("POST", "/auth-credential", [201, 201]),
        ("GET", "/auth-credential", [404, 200, 404]),
        ("DELETE", "/auth-credential", [204]),
        ("DELETE", "/auth-config", [204]),
        ("POST", "/pub/oauth/token", [201, 201]),
        ("GET", "/organization", [200]),
        ("GET", "/groups", [200, 401]),
        ("POST", "/auth/tokens/long", [201]),
        ("POST", "/auth/tokens/short", [201, 401]),
        ("POST", "/revoke", [204, 204, 200]),
        ("POST", "/authorize-client/", [403, 200, 200]),
        ("PUT", "/rotate", [200]),
        ("GET", "/tokens", [200, 200, 200]),
        ("GET", "/oauth-api/", [200, 403]),
        ("POST", "/oauth-api/oauth/token/", [200, 403]),
        ("POST", "/revoke_all", [200]),
    ):
        got = [
            entry["status"]
            for entry in log
            if entry["method"] == method and entry["path"].endswith(end)
        ]
        assert got == statuses, f"{method} …{end}"


def test_an_unexpected_result_is_explained_and_cleaned_up_and_the_rest_is_toured(
    sandbox: Sandbox,
) -> None:
    # This API takes no tokens from the authorize route, so the tour of Tyk stops there.
    ran = run(
        "tour.py",
        env=sandbox.env,
        AUTHLOOM_DEMO_TYK_API_ID="code-api",
        AUTHLOOM_DEMO_TYK_POLICY_ID="globex",
        AUTHLOOM_FITBIT_PLUS_CLIENT_SECRET="wrong-one",
    )
    assert ran.returncode == 1, ran.stdout
    text = words(ran.stdout)
    for shown in (
        "Unexpected: a success was expected.",
        "Fitbit Plus, step 13: a success was expected",
        "unsupported_response_type",
        "Cleaning up",
        "steps, not all as expected:",
        "Nothing was left behind.",
    ):
        assert shown in text, shown
    client = "DELETE /tyk/oauth/clients/code-api/authloom-demo-"
    assert changes(sandbox)[-1].startswith(client)
    assert_no_secret(sandbox, ran.stdout)


def test_a_live_tour_says_what_it_changes(sandbox: Sandbox) -> None:
    ran = run("tour.py", "--live", "--yes", env=sandbox.env)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    text = words(ran.stdout)
    for shown in (
        f"the auth config of the integration instance {sandbox.instance}",
        "a token of the application acme-reporting",
        "a short-term token of the client c2m_acme",
        "in the API oauth-api, with the policy gold",
        "has neither an auth config nor a credential",
        "each as expected",
    ):
        assert shown in text, shown
    assert not [entry for entry in sandbox.log() if entry["path"] == "/oauth-api/"]


@pytest.mark.parametrize(
    ("arguments", "more", "sentence"),
    [
        (
            ["--live", "--yes"],
            {"AUTHLOOM_DEMO_INSTANCE_ID": GITHUB_MAIN},
            "has an auth config or a credential already",
        ),
        (["--live"], {}, "give --yes to agree"),
        (["--live", "--yes"], {"AUTHLOOM_KONNECT_TOKEN": "kpat_no_access"}, "403 "),
    ],
)
def test_a_live_tour_that_must_not_be_changes_nothing(
    sandbox: Sandbox, arguments: list[str], more: dict[str, str], sentence: str
) -> None:
    ran = run("tour.py", *arguments, env=sandbox.env, **more)
    assert ran.returncode == 1
    assert sentence in ran.stderr
    assert changes(sandbox) == []


@pytest.mark.parametrize("name", ["tour.py", "tour_async.py"])
def test_without_a_sandbox_nothing_is_called(sandbox: Sandbox, name: str) -> None:
    ran = run(name, env=sandbox.env, AUTHLOOM_KONNECT_BASE_URL="")
    assert ran.returncode == 1
    assert ran.stderr.startswith("The environment names no sandbox: ")
    assert sandbox.log() == []


def test_the_tour_of_coroutines_goes_as_expected(sandbox: Sandbox) -> None:
    ran = run("tour_async.py", env=sandbox.env)
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout
    assert ran.stdout.endswith("All as expected.\n")
    assert_no_secret(sandbox, ran.stdout)


def test_the_tour_of_coroutines_cleans_up_when_a_call_fails(sandbox: Sandbox) -> None:
    refused = {"kind": "status", "status": 403}
    sandbox.faults(
        {"api": "konnect", "method": "POST", "fault": refused},
        {"api": "tyk", "method": "GET", "fault": refused},
    )
    ran = run("tour_async.py", env=sandbox.env)
    assert ran.returncode == 1
    assert ran.stdout.count("× ForbiddenError: ") == 2, ran.stdout
    assert ran.stdout.endswith("Not all as expected.\n")
    removed = [change for change in changes(sandbox) if change.startswith("DELETE ")]
    assert any(change.endswith("/auth-config") for change in removed)
    assert any("/authloom-demo-" in change for change in removed)
