"""The model's part of a crossing: where the averaged curve and its draws reach the baseline."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.records import NAN
from scaling.forecasting.ahead import reach as ahead
from scaling.forecasting.crossing.averaged_curve import AveragedCurve
from scaling.forecasting.crossing.first_crossing import (
    Evaluate,
    first_reached,
    interval,
    last_reached,
)
from scaling.forecasting.crossing.options import CrossingOptions
from scaling.series import Series


@dataclass(frozen=True)
class Reach:
    """Up to which x curves are followed; ``beyond`` is how far that is from the largest size."""

    low: float
    last: float
    beyond: float
    shortened: bool

    @property
    def high(self) -> float:
        """The last place that is searched."""
        return self.last + self.beyond


def reach_of(series: Series, options: CrossingOptions) -> Reach:
    """Return how far curves are followed: no farther than forecasts, unless ``far``."""
    allowed = options.reach if options.far else min(options.reach, ahead.reach_of(series))
    return Reach(float(series.x.min()), float(series.x.max()), allowed, allowed < options.reach)


@dataclass(frozen=True)
class Shares:
    """Shares of the bootstrap curves by where they first reach the baseline; they add up to 1.

    ``before``: at or below the smallest size. ``within``: among the sizes. ``beyond``: from the
    largest size to the end of the reach. ``never``: not up to there. NaN without draws.
    """

    before: float = NAN
    within: float = NAN
    beyond: float = NAN
    never: float = NAN

    @classmethod
    def of(cls, crossings: Array, last: float) -> Shares:
        """Count crossings (B,) as ``first_reached`` returns them."""
        if not len(crossings):
            return cls()
        before, never = np.isneginf(crossings), np.isposinf(crossings)
        within = ~before & (crossings <= last)
        beyond = ~never & (crossings > last)
        return cls(*(float(flags.mean()) for flags in (before, within, beyond, never)))


@dataclass(frozen=True, eq=False)
class Crossing:
    """Where the curve crosses: places on the axis, infinite beyond what is searched.

    ``crossings`` are those of the draws, (B,); the interval is NaN without draws.
    """

    estimate: float
    lower: float
    upper: float
    crossings: Array
    shares: Shares


def crossing_of(
    estimate: Evaluate,
    draws: Evaluate,
    level: float,
    levels: Array,
    reach: Reach,
    share: float,
    *,
    last: bool = False,
) -> Crossing:
    """Return the crossing of a curve and of its draws with a level, better upwards.

    ``estimate`` maps places (P, 1) to values, ``draws`` places (P, B); ``levels``: (B,), the level
    as each draw has it; ``share``: the level of the interval. The first place that reaches it, or
    the ``last`` one among the sizes that does.
    """

    def find(evaluate: Evaluate, at: Array) -> Array:
        if last:
            return last_reached(evaluate, at, reach.low, reach.last, reach.high)
        return first_reached(evaluate, at, reach.low, reach.high)

    best = find(estimate, np.array([level]))[0]
    if not len(levels):
        return Crossing(float(best), NAN, NAN, levels, Shares())
    found = find(draws, levels)
    low, high = interval(found, share)
    return Crossing(
        float(best), min(low, float(best)), max(high, float(best)), found,
        Shares.of(found, reach.last),
    )  # fmt: skip


def evaluators(curve: AveragedCurve, sign: float) -> tuple[Evaluate, Evaluate]:
    """Return the averaged curve and its draws as functions of places, better upwards."""

    def estimate(x: Array) -> Array:
        return sign * curve.estimate(x[:, 0])[:, None]

    def draws(x: Array) -> Array:
        return sign * curve.each(x)

    return estimate, draws
