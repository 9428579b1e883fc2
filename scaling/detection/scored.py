"""Scores with their error: the one-sided bounds and variances that every rule uses.

Proportions get Wilson bounds and binomial variances with effective items; other scores get
normal bounds and their stated variance.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from scaling.curves.base import Array, Flags
from scaling.detection.score_errors import weights
from scaling.fitting.objectives import (
    GAUSSIAN,
    QUASI_BINOMIAL,
    Objective,
)
from scaling.fitting.wilson import wilson
from scaling.series import Series

NEAR_FLOOR = 0.02  # of the span: a score whose lower bound is within this is not above chance
AT_FLOOR = 0.10  # of the span: a score whose upper bound is within this is at the floor
LEAST_P = 0.02  # proportions in variances are clipped to [.02, .98]


def upright(series: Series) -> Series:
    """Return the series with better scores higher: a loss becomes minus the loss."""
    if series.metric_kind != "loss":
        return series
    return replace(
        series,
        score=-series.score,
        chance=-series.chance,
        ceiling=-series.ceiling,
        metric_kind="bounded",
    )


@dataclass(frozen=True, eq=False)
class Scored:
    """One series ready for testing.

    ``x``, ``y``: (K,) sizes (decades) and scores, better is higher. ``weight``: (K,) effective
    items of proportions, 1/sigma^2 of other scores. ``floor``, ``top``: chance and ceiling.
    """

    x: Array
    y: Array
    weight: Array
    floor: float
    top: float
    binomial: bool
    unit: float

    @classmethod
    def of(cls, series: Series, rho: float, unit: float) -> Scored:
        """Prepare a series whose scores rise when they get better (see ``upright``)."""
        return cls(
            x=series.x,
            y=series.score,
            weight=weights(series.binomial, series.n_items, series.sigma, rho),
            floor=series.chance,
            top=series.ceiling,
            binomial=series.binomial,
            unit=unit,
        )

    @property
    def objective(self) -> Objective:
        """The log-likelihood of these scores."""
        return QUASI_BINOMIAL if self.binomial else GAUSSIAN

    @property
    def span(self) -> float:
        """Distance from chance to ceiling."""
        return self.top - self.floor

    @property
    def sizes(self) -> Array:
        """Distinct sizes, (K',)."""
        return np.unique(self.x)

    def bounds(self, alpha: float) -> tuple[Array, Array]:
        """Return one-sided lower and upper bounds of every score at level alpha, each (K,)."""
        z = -float(ndtri(alpha))
        if self.binomial:
            return wilson(self.y, self.weight, z)
        half = z / np.sqrt(self.weight)
        return self.y - half, self.y + half

    def at_floor(self, alpha: float) -> Flags:
        """Return which scores are at the floor, (K,): lower bound near it, or upper one not far."""
        lower, upper = self.bounds(alpha)
        return (lower <= self.near_floor) | (upper <= self.floor + AT_FLOOR * self.span)

    def above_chance(self, alpha: float) -> Flags:
        """Return which scores are above chance, (K,), with Bonferroni's correction for sizes."""
        lower, _ = self.bounds(alpha / len(self.sizes))
        return lower > self.near_floor

    @property
    def near_floor(self) -> float:
        """The score that a lower bound must exceed to be above chance."""
        return self.floor + NEAR_FLOOR * self.span

    def variance(self, level: Array | float | None = None) -> Array:
        """Return the variance of every score, (K,), at its own level or at another one."""
        if not self.binomial:
            return 1.0 / self.weight
        p = np.clip(self.y if level is None else level, LEAST_P, 1 - LEAST_P)
        result: Array = p * (1 - p) / self.weight
        return result

    def pooled(self, points: NDArray[np.bool_] | slice = slice(None)) -> tuple[float, float]:
        """Return the weighted mean of some points and its total weight."""
        weight = self.weight[points]
        return float((weight * self.y[points]).sum() / weight.sum()), float(weight.sum())

    def pooled_z(self, points: NDArray[np.bool_], level: float) -> float:
        """Return how many standard errors the pooled score of some points lies above a level."""
        mean, weight = self.pooled(points)
        p = float(np.clip(mean, LEAST_P, 1 - LEAST_P))
        variance = p * (1 - p) / weight if self.binomial else 1 / weight
        return (mean - level) / float(np.sqrt(variance))

    def without(self, points: NDArray[np.bool_]) -> Scored:
        """Return the series without the points that are True in ``points``, (K,)."""
        keep = ~points
        return Scored(
            self.x[keep], self.y[keep], self.weight[keep], self.floor, self.top, self.binomial,
            self.unit,
        )  # fmt: skip
