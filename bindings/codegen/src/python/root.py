# generated: docstring

# Importing costs what is imported: the native module alone. Everything else is loaded at its first
# use, and neither asyncio nor logging, enum, typing or dataclasses is loaded here.
# generated: native

TYPE_CHECKING = False
if TYPE_CHECKING:
# generated: imports of types

# Where each name comes from that is loaded at its first use.
# generated: lazy

# generated: exports


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
