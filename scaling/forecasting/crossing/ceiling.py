"""Whether the scores have levelled off below a baseline, and how high their ceiling may be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from scaling.curves.base import Array
from scaling.forecasting.crossing.averaged_curve import AveragedCurve
from scaling.forecasting.crossing.bracket import direction
from scaling.forecasting.crossing.verdict import SURE
from scaling.series import Series

LAST = 1 / 3  # of the span of the sizes
LEVEL_Z = 2.0  # standard errors of the last slope: more, and the scores still rise
SLOWER = float(ndtri(0.95))  # by which it is surely below that of the smaller sizes
IDENTIFIED = 0.5  # weight of the families with a ceiling from which on they speak for all


@dataclass(frozen=True)
class Slowing:
    """Slopes, score by x: from the size at place ``first`` on, at ``most``, and ``before`` it."""

    last: float
    most: float
    before: float
    first: int


@dataclass(frozen=True)
class Ceiling:
    """What says that a ceiling lies below: its upper ``limit``, and how the rise has slowed."""

    limit: float
    slowing: Slowing


def ceiling_below(
    series: Series, curve: AveragedCurve, levels: Array, crossings: Array
) -> Ceiling | None:
    """Return the ceiling where it surely lies below the baseline and can be told, else None.

    ``levels``, ``crossings``: (B,) the baseline as each draw has it, and where the draw reaches it;
    a draw without a ceiling has to stay below within the reach. The families that have a ceiling
    must carry most of the weight.
    """
    if not len(levels) or direction(series) < 0:
        return None
    weight = sum(
        share
        for fit, share in zip(curve.fits, curve.weights, strict=True)
        if _has_free_ceiling(
            fit.model.curve.internal, fit.model.curve.ceiling_parameter, fit.model.free
        )
    )
    slowing = slowing_of(series, curve)
    if slowing is None or weight <= IDENTIFIED:
        return None
    ceilings = curve.ceilings()
    known = ~np.isnan(ceilings)
    below = np.where(known, ceilings < levels, np.isposinf(crossings))
    if below.mean() < SURE:
        return None
    return Ceiling(float(np.quantile(ceilings[known], SURE)), slowing)


def slowing_of(series: Series, curve: AveragedCurve) -> Slowing | None:
    """Return how the rise has slowed, None where it has not surely.

    Over the last third of the sizes' span (the two largest sizes at least) no slope is seen, and it
    is surely less than that of the smaller sizes: a straight line of noisy scores has the first,
    too.
    """
    x, score, variance = _pooled(series, curve)
    if len(x) < 3:
        return None
    first = min(int(np.searchsorted(x, x[-1] - LAST * (x[-1] - x[0]))), len(x) - 2)
    if not first:
        return None
    top, low = np.zeros_like(x), np.zeros_like(x)
    top[first:] = _slope(x[first:], variance[first:])
    low[: first + 1] = _slope(x[: first + 1], variance[: first + 1])
    last, before = float(top @ score), float(low @ score)
    error = float(np.sqrt(top**2 @ variance))
    slower = last - before + SLOWER * float(np.sqrt((top - low) ** 2 @ variance)) < 0
    if not slower or abs(last) >= LEVEL_Z * error:
        return None
    return Slowing(last, last + SLOWER * error, before, first)


def _slope(x: Array, variance: Array) -> Array:
    """Return what scores are weighted with for their slope, by weighted least squares."""
    weight = 1.0 / variance
    about = x - (weight @ x) / weight.sum()
    result: Array = weight * about / (weight @ about**2)
    return result


def _pooled(series: Series, curve: AveragedCurve) -> tuple[Array, Array, Array]:
    """Return the distinct places, the mean score at each, and its variance."""
    error = curve.best.sigma * (curve.best.value if curve.best.logarithmic else 1.0)
    precision = 1.0 / np.maximum(error, 1e-150) ** 2
    x = np.unique(series.x)
    there = series.x == x[:, None]
    total = (there * precision).sum(axis=1)
    return x, (there * precision * series.score).sum(axis=1) / total, 1.0 / total


def _has_free_ceiling(names: tuple[str, ...], ceiling: str | None, free: NDArray[np.bool_]) -> bool:
    return ceiling is not None and bool(free[names.index(ceiling), 0])
