"""Loss laws by name: ours are listed here, others come through entry points.

A package adds a law with an entry point in the group ``scaling.laws`` that names a ``Law``
object. A look-up loads one law, never all.
"""

from __future__ import annotations

from importlib import import_module, metadata
from typing import cast

from scaling.errors import ScalingError, unknown_name
from scaling.laws.base import Law

ENTRY_POINTS = "scaling.laws"

LAWS: tuple[tuple[str, str], ...] = (  # name and module, or module:attribute
    ("chinchilla", "scaling.laws.chinchilla"),
    ("tied-exponent", "scaling.laws.tied_exponent"),
    ("kaplan", "scaling.laws.kaplan"),
    ("over-training", "scaling.laws.over_training"),
    ("data-constrained", "scaling.laws.data_constrained"),
    ("power-params", "scaling.laws.power:IN_PARAMS"),
    ("power-tokens", "scaling.laws.power:IN_TOKENS"),
    ("power-flops", "scaling.laws.power:IN_FLOPS"),
)


def law_names() -> tuple[str, ...]:
    """Return the names of all laws, ours first."""
    ours = tuple(name for name, _ in LAWS)
    others = sorted({entry.name for entry in metadata.entry_points(group=ENTRY_POINTS)} - set(ours))
    return (*ours, *others)


def get_law(name: str) -> Law:
    """Return the law of this name; case and ``_`` for ``-`` do not matter.

    Raises UnknownNameError with the nearest name.
    """
    asked = _plain(name)
    for known, place in LAWS:
        if asked == known:
            module, _, attribute = place.partition(":")
            return cast(Law, getattr(import_module(module), attribute or "LAW"))
    for entry in metadata.entry_points(group=ENTRY_POINTS):
        if asked != _plain(entry.name):
            continue
        try:
            return cast(Law, entry.load())
        except Exception as error:  # a plug-in may fail in any way
            raise ScalingError(
                f"the plug-in {entry.value!r} for the law {name!r} cannot be loaded: {error}"
            ) from error
    raise unknown_name("law", name, law_names(), "'scaling law list' lists all")


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")
