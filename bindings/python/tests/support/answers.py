"""Answers that repeat a string wherever a response can hold one."""

from __future__ import annotations

import json
from collections.abc import Callable


def _errors(text: str) -> str:
    # Each place from which some API's message, code, request id or problem is taken.
    return json.dumps(
        {
            "message": text,
            "detail": text,
            "error": text,
            "code": text,
            "instance": text,
            "errorTrackingId": text,
            "meta": {"req_id": text},
            "errors": [{"code": text, "detail": text, "source": {"pointer": text}}],
            "invalid_parameters": [
                {
                    "field": text,
                    "reason": text,
                    "rule": text,
                    "source": text,
                    "choices": [text],
                }
            ],
            text: [text],
        }
    )


def _torn(text: str) -> str:
    return json.dumps({"access_token": text, "message": text, "end": 1})[:-3]


# What the body is, and its media type.
SHAPES: dict[str, tuple[Callable[[str], str], str]] = {
    "errors": (_errors, "application/json"),
    "torn": (_torn, "application/json"),
    "page": (lambda text: f"<html><p>Cannot read: {text}</p></html>", "text/plain"),
    "text": (lambda text: text, "text/plain"),
    "quoted": (json.dumps, "application/json"),
}


def echoing(status: int, shape: str, text: str) -> str:
    """A response of that status with a string in its reason phrase, its fields and its body."""
    write, media_type = SHAPES[shape]
    line = "".join(letter if letter.isprintable() else " " for letter in text)
    fields = [
        *(
            f"{name}: {line}"
            for name in (
                "X-Request-Id",
                "WWW-Authenticate",
                "Retry-After",
                "RateLimit-Limit",
            )
        ),
        f"Location: http://elsewhere.test/{line}",
        f'Content-Type: {media_type}; echo="{line}"',
    ]
    return plain(status, line, fields, write(text))


def plain(status: int, reason: str, fields: list[str], body: str) -> str:
    """A response with these fields and this body, after which the connection is closed."""
    head = [
        f"HTTP/1.1 {status} {reason}",
        *fields,
        f"Content-Length: {len(body.encode())}",
        "Connection: close",
    ]
    return "\r\n".join([*head, "", body])


# Answers that no operation can use, as far as it looks at them at all; NEW is a secret that nobody
# has marked as one yet.
UNDECODABLE = [
    '"NEW"',
    '{"NEW": "NEW"}',
    '{"access_token": "NEW',
    '{"access_token": "NEW", "refresh_token": "NEW", "token_type": ["NEW"], "expires_in": "NEW"}',
    '{"access_token": ["NEW"], "expires_in": 3600, "token_type": "bearer"}',
    '{"access_token": {"value": "NEW"}, "code": {"NEW": 1}, "redirect_to": "NEW"}',
    '{"data": {"id": 1, "attributes": {"access_token": "NEW", "expires_in": "NEW"}}}',
    '{"data": "NEW"}',
    '{"data": [{"id": "NEW"}]}',
    '{"type": "oauth", "client_id": {"NEW": "NEW"}, "config": "NEW", "created_at": "NEW"}',
    '{"client_id": 1, "secret": ["NEW"], "key": ["NEW"], "status": "NEW", "action": "NEW"}',
    '{"pagination": "NEW", "Pagination": {"page_num": "NEW"}, "Tokens": ["NEW"]}',
    '[{"code": "NEW", "expires": "NEW", "secret": "NEW", "client_id": ["NEW"]}]',
    "access_token=NEW&expires_in=3600",
]
