"""What each client can be built from."""

from __future__ import annotations

# The keywords that every client has.
TRAVEL = [
    "connect_timeout",
    "read_timeout",
    "attempt_timeout",
    "total_timeout",
    "max_attempts",
    "max_token_body",
    "max_body",
    "max_json_depth",
    "allow_http",
    "proxy",
    "ca_certificates",
    "client_certificate",
    "user_agent_suffix",
    "http2",
    "idle_timeout",
    "max_connections",
    "hooks",
]
# Those that each has beside them.
OWN = {
    "konnect": ["base_url", "region", "token"],
    "fitbit_plus": ["base_url", "client_id", "client_secret", "token"],
    "token_service": ["base_url", "client_id", "client_secret", "token"],
    "tyk": ["base_url", "secret"],
}
PRODUCTION = {
    "konnect": "https://global.api.konghq.com",
    "fitbit_plus": "https://api.twinehealth.com/pub",
}
