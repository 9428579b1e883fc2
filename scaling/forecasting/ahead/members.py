"""What is averaged: a few curves of each kind of metric, and the last value.

A member's prior odds and the share of the last value were chosen on one half of the bundled
datasets and checked on the other: ``docs/forecasting.md``. S-curves have a free ceiling whatever
the number of sizes: a ceiling held at 1 predicts rises of flat series that do not come.
"""

from __future__ import annotations

from dataclasses import dataclass

from scaling.curves.base import Curve
from scaling.curves.registry import get_curve
from scaling.forecasting.ahead.options import ForecastOptions
from scaling.forecasting.baselines import LAST
from scaling.series import Series


@dataclass(frozen=True)
class Member:
    """One curve of an average: its name, how it is fitted, its prior odds."""

    name: str
    ceiling: str = "auto"
    objective: str = "auto"
    odds: float = 1.0


CONSTANT = Member("constant", odds=0.3)
LEVELLING = (CONSTANT, Member("linear"), Member("logistic", "free"), Member("gompertz", "free"))
RELATIVE = "log-gaussian"  # errors of losses are shares of them, as their recipe noise is
FALLING = tuple(Member(name, objective=RELATIVE) for name in ("power-law", "power-law-floor"))
MEMBERS = {
    "proportion": LEVELLING,
    "bounded": LEVELLING,
    "real": (CONSTANT, Member("linear")),
    "loss": FALLING,
}
LAST_SHARES = {"proportion": 1 / 3, "bounded": 1 / 3, "real": 1 / 3, "loss": 0.0}


@dataclass(frozen=True)
class Cast:
    """The members of one series: each with its curve, and the share of the last value."""

    members: tuple[tuple[Member, Curve], ...]
    last_share: float

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all, the last value included where it has a share."""
        names = tuple(curve.name for _, curve in self.members)
        return (*names, LAST) if self.last_share else names


def cast_of(series: Series, options: ForecastOptions) -> Cast:
    """Return what a series is forecast with: the usual members, or the one curve asked for."""
    kind, family = series.metric_kind, options.family
    if family is not None:
        usual = {one.name: one for one in MEMBERS[kind]}
        other = Member(family.name, objective=RELATIVE if kind == "loss" else "auto")
        return Cast(((usual.get(family.name, other), family),), 0.0)
    return Cast(tuple((one, get_curve(one.name)) for one in MEMBERS[kind]), LAST_SHARES[kind])
