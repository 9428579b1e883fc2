"""The model's part of a crossing: where the averaged curve and its draws reach the baseline."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scaling.curves.base import Array
from scaling.fitting.records import NAN
from scaling.forecasting.ahead.reach import MOST_OF_SPAN
from scaling.forecasting.crossing.averaged_curve import AveragedCurve
from scaling.forecasting.crossing.bracket import direction
from scaling.forecasting.crossing.first_crossing import Evaluate, first_reached, interval
from scaling.forecasting.crossing.options import CrossingOptions
from scaling.forecasting.crossing.verdict import SURE
from scaling.series import Series

LEVEL_Z = (
    2.0  # standard errors between the two largest sizes: fewer, and the curve has levelled off
)
IDENTIFIED = 0.5  # weight of the families with a ceiling from which on they speak for all


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


def reach_of(x: Array, options: CrossingOptions) -> Reach:
    """Return how far curves through sizes ``x`` (K,) are followed."""
    low, last = float(x.min()), float(x.max())
    allowed = options.reach if options.far else min(options.reach, MOST_OF_SPAN * (last - low))
    return Reach(low, last, allowed, allowed < options.reach)


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
    estimate: Evaluate, draws: Evaluate, level: float, levels: Array, reach: Reach, share: float
) -> Crossing:
    """Return the crossing of a curve and of its draws with a level, better upwards.

    ``estimate`` maps places (P, 1) to values, ``draws`` places (P, B); ``levels``: (B,), the level
    as each draw has it; ``share``: the level of the interval.
    """
    best = first_reached(estimate, np.array([level]), reach.low, reach.high)[0]
    if not len(levels):
        return Crossing(float(best), NAN, NAN, levels, Shares())
    found = first_reached(draws, levels, reach.low, reach.high)
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


def has_levelled_off(series: Series, curve: AveragedCurve) -> bool:
    """Return whether a ceiling can be told: the two largest sizes differ by less than 2 s.e.

    The families that have a ceiling must also carry most of the weight.
    """
    sizes = np.unique(series.x)
    if len(sizes) < 2:
        return False
    variance, score = [], []
    error = curve.best.sigma * (curve.best.value if curve.best.logarithmic else 1.0)
    for size in sizes[-2:]:
        points = series.x == size
        precision = 1.0 / np.maximum(error[points], 1e-300) ** 2
        variance.append(1.0 / precision.sum())
        score.append((series.score[points] * precision).sum() / precision.sum())
    weight = sum(
        share
        for fit, share in zip(curve.fits, curve.weights, strict=True)
        if _has_free_ceiling(
            fit.model.curve.internal, fit.model.curve.ceiling_parameter, fit.model.free
        )
    )
    close = abs(score[1] - score[0]) < LEVEL_Z * np.sqrt(sum(variance))
    return bool(close) and weight > IDENTIFIED


def _has_free_ceiling(names: tuple[str, ...], ceiling: str | None, free: NDArray[np.bool_]) -> bool:
    return ceiling is not None and bool(free[names.index(ceiling), 0])


def ceiling_limit(series: Series, curve: AveragedCurve, levels: Array, crossings: Array) -> float:
    """Return the upper limit of the ceiling where it surely lies below the baseline, else NaN.

    ``levels``, ``crossings``: (B,) the baseline as each draw has it, and where the draw reaches it;
    a draw without a ceiling has to stay below within the reach. NaN, too, where no ceiling can be
    told.
    """
    if not len(levels) or direction(series) < 0 or not has_levelled_off(series, curve):
        return NAN
    ceilings = curve.ceilings()
    known = ~np.isnan(ceilings)
    below = np.where(known, ceilings < levels, np.isposinf(crossings))
    return float(np.quantile(ceilings[known], SURE)) if below.mean() >= SURE else NAN
