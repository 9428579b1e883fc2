"""Trend with size: Cochran-Armitage's z, the change over the range, and the worst drop."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtri

from scaling.curves.base import Array
from scaling.detection.scored import LEAST_P, Scored

LEAST_VARIANCE = 1e-3  # of a proportion in Armitage's test


def armitage_z(scored: Scored) -> float:
    """Return the Cochran-Armitage trend statistic (Armitage 1955); positive when scores rise.

    Quasi-binomial: weights are effective items and the pooled variance is at least .001. For
    scores with a stated error it is the z of the weighted slope.
    """
    weight, x, y = scored.weight, scored.x, scored.y
    mean = (weight * y).sum() / weight.sum()
    centred = x - (weight * x).sum() / weight.sum()
    variance = max(mean * (1 - mean), LEAST_VARIANCE) if scored.binomial else 1.0
    numerator = (weight * centred * (y - mean)).sum()
    return float(numerator / np.sqrt(variance * (weight * centred**2).sum()))


def change_over_range(scored: Scored) -> tuple[float, float]:
    """Return the weighted slope times the range of sizes, and its standard error."""
    weight, x = scored.weight, scored.x
    centred = x - (weight * x).sum() / weight.sum()
    share = weight * centred / (weight * centred**2).sum()
    span = float(np.ptp(x))
    slope = float((share * scored.y).sum())
    error = float(np.sqrt((scored.variance() * share**2).sum()))
    return slope * span, error * span


@dataclass(frozen=True)
class Drop:
    """The clearest fall from a smaller to a larger size: places, z, and the critical z."""

    before: int
    after: int
    z: float
    critical: float

    @property
    def significant(self) -> bool:
        """Whether the fall exceeds noise, corrected for the number of pairs."""
        return self.z > self.critical


def worst_drop(scored: Scored, alpha: float = 0.05) -> Drop:
    """Return the fall with the largest pooled z among all pairs of sizes.

    Critical value: alpha over the number of pairs of distinct sizes (Bonferroni).
    """
    n_sizes = len(scored.sizes)
    critical = -float(ndtri(alpha / (n_sizes * (n_sizes - 1) / 2)))
    worst = Drop(0, 0, -np.inf, critical)
    for before, after in combinations(range(len(scored.x)), 2):
        if scored.x[after] > scored.x[before]:
            z = _fall_z(scored, before, after)
            if z > worst.z:
                worst = Drop(before, after, z, critical)
    return worst


def _fall_z(scored: Scored, before: int, after: int) -> float:
    weight = scored.weight[[before, after]]
    y = scored.y[[before, after]]
    if scored.binomial:
        p = float(np.clip((weight * y).sum() / weight.sum(), LEAST_P, 1 - LEAST_P))
        variance = p * (1 - p) * (1 / weight).sum()
    else:
        variance = (1 / weight).sum()
    return float((y[0] - y[1]) / np.sqrt(variance))


def dispersion_that_hides(drop: Drop, y: Array, n_items: Array) -> float | None:
    """Return the smallest over-dispersion rho at which a fall is within noise; None above .5.

    ``y``, ``n_items``: (K,), proportions and their items.
    """
    pair = [drop.before, drop.after]

    def excess(rho: float) -> float:
        weight = n_items[pair] / (1 + (n_items[pair] - 1) * rho)
        p = float(np.clip((weight * y[pair]).sum() / weight.sum(), LEAST_P, 1 - LEAST_P))
        z = (y[pair[0]] - y[pair[1]]) / np.sqrt(p * (1 - p) * (1 / weight).sum())
        return float(z - drop.critical)

    if excess(0.5) > 0:
        return None
    return 0.0 if excess(0.0) <= 0 else float(brentq(excess, 0.0, 0.5, xtol=1e-6))
