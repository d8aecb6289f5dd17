"""Secrets that are easy to find again, in whatever form."""

from __future__ import annotations

import base64
import re
from urllib.parse import quote

from authloom import Secret
from support.operations import CLIENTS, Secrets
from support.vectors.calls import SECRETS

# One for the credential of each client, for each argument that takes a secret, for the credential of
# one call, and for a header of the caller's own.
NAMES = [*CLIENTS, *SECRETS, "call_token", "custom_header"]
# A header field holds no more than ASCII.
_IN_HEADERS = {
    "konnect",
    "fitbit_plus",
    "token_service",
    "tyk",
    "call_token",
    "custom_header",
    "short_term_token",
}


def _ends(place: int) -> tuple[str, str]:
    # Nothing encodes these characters but base64 and who encodes all.
    return f"cnry{place:02}Qz", f"zQ{place:02}yrnc"


def percent_throughout(text: str) -> str:
    """Every byte percent-encoded, also where nobody needs it."""
    return "".join(f"%{byte:02x}" for byte in text.encode())


def _forms(end: str) -> list[str]:
    """What a string with this in it must hold, in each form.

    That of base64 depends on where it stands, and at the ends on its neighbours.
    """
    found = [end, percent_throughout(end), percent_throughout(end).upper()]
    for shift in range(3):
        encoded = base64.b64encode(bytes(shift) + end.encode()).decode()
        # What is wholly its own.
        found.append(encoded[-(-shift * 8 // 6) : (shift + len(end)) * 8 // 6])
    return found


def get(name: str) -> Secret:
    """The canary of that name."""
    begin, end = _ends(NAMES.index(name))
    # In the middle, what encoders write otherwise.
    middle = "+=%&-<->~ " if name in _IN_HEADERS else '+=%&"<ü>~ '
    return Secret(f"{begin}{middle}{end}")


def secrets() -> Secrets:
    """A canary for every secret."""
    credentials = {api: get(api) for api in CLIENTS}
    return Secrets(**credentials, arguments={name: get(name) for name in SECRETS})


_FORMS = {
    name: [form for end in _ends(place) for form in _forms(end)]
    for place, name in enumerate(NAMES)
}
# What all have in common: most strings hold none of that.
_COMMON = re.compile(
    "|".join(re.escape(form) for part in ("cnry", "yrnc") for form in _forms(part))
)


def in_text(text: str) -> list[str]:
    """The names of those that stand in a string."""
    if not _COMMON.search(text):
        return []
    return [
        name for name, forms in _FORMS.items() if any(form in text for form in forms)
    ]


def written(text: str) -> list[str]:
    """A string in each form in which it must be found."""
    raw = text.encode()
    return [
        text,
        repr(text),
        quote(text, safe=""),
        percent_throughout(text),
        base64.b64encode(raw).decode(),
        base64.urlsafe_b64encode(raw).decode(),
        base64.b64encode(b"a user:" + raw).decode(),
        base64.b64encode(b"users:" + raw + b" and more").decode(),
    ]
