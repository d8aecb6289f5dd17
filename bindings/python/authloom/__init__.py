"""Set up, obtain, keep and revoke credentials at API gateways and identity services.

A client for each of four APIs, in a sync and an async form, built from keyword arguments or from
the environment:

- Konnect, AsyncKonnect: auth configs and credentials of integration instances (authloom.konnect)
- FitbitPlus, AsyncFitbitPlus: OAuth tokens, and what they reach (authloom.fitbit_plus)
- TokenService, AsyncTokenService: long-term and short-term tokens (authloom.token_service)
- Tyk, AsyncTyk: OAuth clients of a gateway, and their tokens (authloom.tyk)

    with authloom.Konnect.from_env() as konnect:
        config = konnect.get_auth_config("7b1c2f60-5d0e-4c52-9a35-0d5e4f0b9a11")

Every error is an AuthloomError (authloom.errors). What happens in calls is told to the loggers
below `authloom` of the standard library's `logging`, and to the `hooks` of a client.
"""

# Importing costs what is imported: the native module alone. Everything else is loaded at its first
# use, and neither asyncio nor logging, enum, typing or dataclasses is loaded here.
from ._authloom import (
    ClientCertificate as ClientCertificate,
    Event as Event,
    FitbitPlus as FitbitPlus,
    Konnect as Konnect,
    Problem as Problem,
    RawResponse as RawResponse,
    Secret as Secret,
    TokenService as TokenService,
    Tyk as Tyk,
    __version__ as __version__,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import errors as errors, fitbit_plus as fitbit_plus, konnect as konnect
    from . import token_service as token_service, tyk as tyk
    from ._shared import EventKind as EventKind
    from .errors import (
        ApiError as ApiError,
        AuthloomError as AuthloomError,
        BadRequestError as BadRequestError,
        ClosedError as ClosedError,
        ConfigError as ConfigError,
        ConflictError as ConflictError,
        CredentialError as CredentialError,
        DecodeError as DecodeError,
        ForbiddenError as ForbiddenError,
        InternalError as InternalError,
        MethodNotAllowedError as MethodNotAllowedError,
        NotFoundError as NotFoundError,
        OAuthError as OAuthError,
        RateLimitedError as RateLimitedError,
        ServerError as ServerError,
        StoreError as StoreError,
        TimeoutError as TimeoutError,
        TransportError as TransportError,
        UnauthorizedError as UnauthorizedError,
        UnprocessableError as UnprocessableError,
        ValidationError as ValidationError,
    )
    from .fitbit_plus import AsyncFitbitPlus as AsyncFitbitPlus
    from .konnect import AsyncKonnect as AsyncKonnect
    from .token_service import AsyncTokenService as AsyncTokenService
    from .tyk import AsyncTyk as AsyncTyk

# Where each name comes from that is loaded at its first use.
_LAZY = {
    "AsyncFitbitPlus": "fitbit_plus",
    "AsyncKonnect": "konnect",
    "AsyncTokenService": "token_service",
    "AsyncTyk": "tyk",
    "EventKind": "_shared",
    "ApiError": "errors",
    "AuthloomError": "errors",
    "BadRequestError": "errors",
    "ClosedError": "errors",
    "ConfigError": "errors",
    "ConflictError": "errors",
    "CredentialError": "errors",
    "DecodeError": "errors",
    "ForbiddenError": "errors",
    "InternalError": "errors",
    "MethodNotAllowedError": "errors",
    "NotFoundError": "errors",
    "OAuthError": "errors",
    "RateLimitedError": "errors",
    "ServerError": "errors",
    "StoreError": "errors",
    "TimeoutError": "errors",
    "TransportError": "errors",
    "UnauthorizedError": "errors",
    "UnprocessableError": "errors",
    "ValidationError": "errors",
}
_SUBMODULES = ("errors", "fitbit_plus", "konnect", "token_service", "tyk")

__all__ = [
    "ApiError",
    "AsyncFitbitPlus",
    "AsyncKonnect",
    "AsyncTokenService",
    "AsyncTyk",
    "AuthloomError",
    "BadRequestError",
    "ClientCertificate",
    "ClosedError",
    "ConfigError",
    "ConflictError",
    "CredentialError",
    "DecodeError",
    "Event",
    "EventKind",
    "FitbitPlus",
    "ForbiddenError",
    "InternalError",
    "Konnect",
    "MethodNotAllowedError",
    "NotFoundError",
    "OAuthError",
    "Problem",
    "RateLimitedError",
    "RawResponse",
    "Secret",
    "ServerError",
    "StoreError",
    "TimeoutError",
    "TokenService",
    "TransportError",
    "Tyk",
    "UnauthorizedError",
    "UnprocessableError",
    "ValidationError",
    "__version__",
    "errors",
    "fitbit_plus",
    "konnect",
    "token_service",
    "tyk",
]


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name in _SUBMODULES:
        return import_module(f"{__name__}.{name}")
    if name in _LAZY:
        value: object = getattr(import_module(f"{__name__}.{_LAZY[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
