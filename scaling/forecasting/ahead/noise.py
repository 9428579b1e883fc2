"""How far a new model's score lies from its family's curve, beside what the curve does not know.

Three parts, whose variances add up: recipe noise, a leap, and the sampling of items.

Recipe noise is what no curve explains of the sizes at hand (data, luck, an implementation). Few
sizes say little of it, so that it is shrunk to what it is elsewhere: with nu0 degrees of freedom
for a prior variance s0^2, and the residuals of the series beside them, s^2 = (nu0 s0^2 + RSS) /
(nu0 + nu), and errors of Student's t with nu0 + nu (Gelman et al. 2013, section 2.6: a scaled
inverse chi-square prior).

A leap is what a curve through low scores cannot know: a task that guessing does not help may hide
an ability until late. Its s.d. there grows by .3 of the room that is left above the curve with
every decade beyond the data; Owen 2024 (arXiv:2401.04757) finds an error of 18 points a decade of
compute on single tasks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.intervals.base import RECIPE_NOISE
from scaling.series import LOSS_AXIS, Series

PRIOR_DEGREES = 4.0
CURVE_DEGREES = 2  # what a curve takes of the sizes' degrees of freedom, about
LEAP = 0.3  # of the room above the curve, a decade beyond the data


@dataclass(frozen=True)
class Noise:
    """The noise of a new model's score about the curve of one series.

    ``scale`` and ``degrees``: of its recipe noise; ``relative``: whether that is a share of the
    value; ``leap``: s.d. a decade beyond ``edge``, the largest x, as a share of the room above the
    curve; ``n_items`` of a new score, NaN where scores are not k of n.
    """

    scale: float
    degrees: float
    relative: bool
    leap: float
    edge: float
    n_items: float

    @classmethod
    def of(cls, series: Series, value: Array) -> Noise:
        """Take the noise from a series and the averaged curve at its points, (K,)."""
        relative = series.metric_kind == "loss"
        squares = (series.score - value) ** 2
        if series.binomial:
            squares = squares - np.clip(value * (1 - value), 0.0, None) / series.n_items
        elif relative:
            squares = squares / np.maximum(np.abs(value), 1e-300) ** 2
        degrees = float(max(series.n_sizes - CURVE_DEGREES, 0))
        prior = RECIPE_NOISE if relative else recipe_noise(series)
        rss = max(float(squares.sum()), 0.0) if degrees else 0.0
        blank = series.size_axis == LOSS_AXIS or not series.binomial
        return cls(
            scale=float(np.sqrt((PRIOR_DEGREES * prior**2 + rss) / (PRIOR_DEGREES + degrees))),
            degrees=PRIOR_DEGREES + degrees,
            relative=relative,
            leap=0.0 if blank or series.chance > 0 else LEAP,
            edge=float(series.x.max()),
            n_items=float(np.median(series.n_items)) if series.binomial else float("nan"),
        )

    def deviation(self, x: Array, values: Array) -> Array:
        """Return the s.d. of new scores about values (X, B) at places x (X,)."""
        recipe = self.scale * (np.abs(values) if self.relative else 1.0)
        leap = self.leap * np.maximum(x - self.edge, 0.0)[:, None] * (1.0 - values)
        variance = recipe**2 + leap**2
        if self.n_items == self.n_items:
            variance = variance + np.clip(values * (1 - values), 0.0, None) / self.n_items
        result: Array = np.sqrt(variance)
        return result

    def units(self, rng: np.random.Generator, count: int) -> Array:
        """Return draws of the error in units of its s.d., (count,)."""
        return rng.standard_t(self.degrees, count)


def recipe_noise(series: Series) -> float:
    """Return the usual recipe noise in units of the score: .03 of what scores can range over.

    Of a loss .03 of its last value; scores without bounds have the range that was seen.
    """
    if series.binomial:
        return RECIPE_NOISE
    if series.metric_kind == "loss":
        return RECIPE_NOISE * abs(float(series.score[-1]))
    span = series.ceiling - series.chance
    if not np.isfinite(span):
        span = float(np.ptp(series.score)) or abs(float(series.score[-1])) or 1.0
    return RECIPE_NOISE * span
