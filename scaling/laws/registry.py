"""Loss laws by name: ours are listed here, others come through entry points.

A package adds a law with an entry point in the group ``scaling.laws`` that names a ``Law``
object. A look-up loads one law, never all.
"""

from __future__ import annotations

from typing import cast

from scaling import plugins
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
    return plugins.names_of(LAWS, ENTRY_POINTS)


def get_law(name: str) -> Law:
    """Return the law of this name; case and ``_`` for ``-`` do not matter.

    Raises UnknownNameError with the nearest name.
    """
    found = plugins.load(
        name, LAWS, ENTRY_POINTS, kind="law", attribute="LAW",
        hint="'scaling law list' lists all",
    )  # fmt: skip
    return cast(Law, found)
