"""What the scores alone say, without a curve: which sizes are surely above or below a level.

Bounds are one-sided: Wilson's with effective items for proportions, normal ones for other
scores. The error of the level enters by the square-and-add rule (Newcombe 1998,
doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I, method 10; Zou & Donner 2008,
doi:10.1002/sim.3095). That some size is above is a claim about the best of K sizes, so its bound
has Bonferroni's alpha / K; that all sizes are below needs no such correction, for every one of
them has to be (an intersection-union test, Berger 1982,
doi:10.2307/1267823).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri, stdtrit

from scaling.curves.base import Array, Flags
from scaling.fitting.objectives import effective_items
from scaling.fitting.wilson import wilson
from scaling.series import Series


@dataclass(frozen=True, eq=False)
class Observed:
    """The distinct sizes of one series, better scores higher: ``x``, ``score`` (K',).

    ``weight``: (K',) effective items of proportions, else 1/sigma^2, NaN where no error is known.
    ``degrees`` of freedom behind an estimated sigma, infinite where it is stated.
    """

    x: Array
    score: Array
    weight: Array
    binomial: bool
    degrees: float = math.inf

    @classmethod
    def of(
        cls, series: Series, rho: float, sigma: Array | None = None, degrees: float = math.inf
    ) -> Observed:
        """Pool the points of equal size; ``sigma``: (K,) stands in where none is stated."""
        sign = direction(series)
        if series.binomial:
            weight = effective_items(series.n_items, rho)
        else:
            stated = (
                series.sigma
                if sigma is None
                else np.where(np.isnan(series.sigma), sigma, series.sigma)
            )
            weight = 1.0 / stated**2
        sizes, place = np.unique(series.x, return_inverse=True)
        total: Array = np.bincount(place, weights=weight).astype(np.float64)
        share = np.where(np.isnan(weight), 1.0, weight)
        mean = np.bincount(place, weights=share * series.score) / np.bincount(place, weights=share)
        return cls(sizes, sign * mean, total, series.binomial, degrees)

    def bounds(self, alpha: float) -> tuple[Array, Array]:
        """Return one-sided lower and upper bounds of every size at level alpha, each (K',)."""
        if self.binomial:
            return wilson(self.score, self.weight, -float(ndtri(alpha)))
        units = -ndtri(alpha) if math.isinf(self.degrees) else -stdtrit(self.degrees, alpha)
        half = float(units) / np.sqrt(self.weight)
        return self.score - half, self.score + half


@dataclass(frozen=True, eq=False)
class Bracket:
    """Which sizes are surely above and below, (K',) flags, and the two that enclose the crossing.

    ``difference`` is score less level with its bounds ``lower`` (at alpha / K') and ``upper`` (at
    alpha), (K',) each. ``low`` is the place among the sizes of the last one that is surely below,
    before ``high``, the first that is surely above; None where there is none.
    """

    x: Array
    difference: Array
    lower: Array
    upper: Array
    above: Flags
    below: Flags

    @property
    def high(self) -> int | None:
        """The place of the first size that is surely above."""
        return int(np.argmax(self.above)) if self.above.any() else None

    @property
    def low(self) -> int | None:
        """The place of the last size that is surely below, before the first that is above."""
        end = len(self.x) if self.high is None else self.high
        places = np.flatnonzero(self.below[:end])
        return int(places[-1]) if len(places) else None

    @property
    def falls_back(self) -> bool:
        """Whether a size is surely below although a smaller one is surely above."""
        return self.high is not None and bool(self.below[self.high + 1 :].any())


def direction(series: Series) -> float:
    """Return what scores are multiplied by so that better is higher."""
    return -1.0 if series.metric_kind == "loss" else 1.0


def bracket_of_level(observed: Observed, level: float, error: float, alpha: float) -> Bracket:
    """Return the bracket of a level (better is higher) with its standard error."""
    count = len(observed.x)
    strict = -float(ndtri(alpha / count))
    plain = -float(ndtri(alpha))
    difference = observed.score - level
    low = observed.score - observed.bounds(alpha / count)[0]
    high = observed.bounds(alpha)[1] - observed.score
    lower = difference - np.hypot(low, strict * error)
    upper = difference + np.hypot(high, plain * error)
    return Bracket(observed.x, difference, lower, upper, lower > 0, upper < 0)


def bracket_of_pair(
    baseline: Observed, augmented: Observed, margin: float, alpha: float
) -> Bracket:
    """Return the bracket of two conditions at the same sizes.

    Below: surely not better by ``margin`` (in units of the score). Above: surely better at all, and
    not surely by less than the margin, so that no size is both. The two samples count as
    independent; answers to the same items go together, which makes the difference more certain
    than said.
    """
    count = len(baseline.x)
    difference = augmented.score - baseline.score
    base_low, base_high = baseline.bounds(alpha / count)
    up_low, _ = augmented.bounds(alpha / count)
    lower = difference - np.hypot(augmented.score - up_low, base_high - baseline.score)
    base_low, _ = baseline.bounds(alpha)
    _, up_high = augmented.bounds(alpha)
    upper = difference + np.hypot(up_high - augmented.score, baseline.score - base_low)
    below = upper < margin
    return Bracket(baseline.x, difference, lower, upper, (lower > 0) & ~below, below)
