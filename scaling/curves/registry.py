"""Curve families by name: ours are listed here, others come through entry points.

A package adds a family with an entry point in the group ``scaling.curves`` that names a
``Curve`` object. A look-up loads one family, never all.
"""

from __future__ import annotations

from typing import cast

from scaling import plugins
from scaling.curves.base import Curve

ENTRY_POINTS = "scaling.curves"

CURVES: tuple[tuple[str, str], ...] = (  # name and module, or module:attribute
    ("constant", "scaling.curves.constant"),
    ("linear", "scaling.curves.linear"),
    ("segmented", "scaling.curves.segmented"),
    ("step", "scaling.curves.step"),
    ("power-law", "scaling.curves.power_law"),
    ("power-law-floor", "scaling.curves.power_law_floor"),
    ("shifted-power-law", "scaling.curves.shifted_power_law"),
    ("sigmoidal-power-law", "scaling.curves.sigmoidal_power_law"),
    ("broken-power-law", "scaling.curves.broken_power_law"),
    ("broken-power-law-0", "scaling.curves.broken_power_law:WITHOUT_BREAK"),
    ("broken-power-law-2", "scaling.curves.broken_power_law:TWO_BREAKS"),
    ("logistic", "scaling.curves.logistic"),
    ("gompertz", "scaling.curves.gompertz"),
    ("complementary-gompertz", "scaling.curves.complementary_gompertz"),
    ("onset", "scaling.curves.onset"),
    ("expansion", "scaling.curves.expansion"),
    ("logit", "scaling.curves.glm:LOGIT_CURVE"),
    ("probit", "scaling.curves.glm:PROBIT_CURVE"),
    ("cloglog", "scaling.curves.glm:CLOGLOG_CURVE"),
)


def curve_names() -> tuple[str, ...]:
    """Return the names of all families, ours first."""
    return plugins.names_of(CURVES, ENTRY_POINTS)


def get_curve(name: str) -> Curve:
    """Return the family of this name; case and ``_`` for ``-`` do not matter.

    Raises UnknownNameError with the nearest name.
    """
    found = plugins.load(
        name, CURVES, ENTRY_POINTS, kind="curve", attribute="CURVE",
        hint="'scaling curves' lists all",
    )  # fmt: skip
    return cast(Curve, found)
