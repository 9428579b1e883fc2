"""BIG-bench's breakthroughness: the range of scores over the root median squared step.

B = I / max(sqrt(median z_i^2), 1/n), z_i = y_(i+1) - y_i and I = max y - min y, negative when
the largest score comes first. Srivastava et al. 2022, arXiv:2206.04615, appendix B, as restated
by Xia et al. 2023, arXiv:2212.09803, appendix D.3, equation 4. The published denominator has no
lower end. B is K - 1 on a line, so it grows with the number of sizes; it depends on the order
alone, not on sizes or n: read the percentile, which compares it with draws from a straight line
at these sizes and n.
"""

from __future__ import annotations

import numpy as np

from scaling.curves.base import Array
from scaling.detection.definitions.base import Definition
from scaling.detection.definitions.view import View, percentile

VERSION = 1
LEAST_STEP_UNKNOWN = 1e-12  # only keeps a division finite


def breakthroughness(score: Array, least_step: float) -> Array:
    """Return B of scores in the order of size, (…, K) -> (…).

    ``least_step`` is the least denominator (1/n for k of n). Flat scores give 0.

    >>> round(float(breakthroughness(np.array([0.1, 0.2, 0.3, 0.4]), 0.001)), 6)
    3.0
    """
    rise = signed_range(score)
    step = np.sqrt(np.median(np.diff(score, axis=-1) ** 2, axis=-1))
    with np.errstate(divide="ignore"):  # infinite where least_step is 0 and most steps are
        result: Array = np.divide(
            rise, np.maximum(step, least_step), out=np.zeros_like(rise), where=rise != 0
        )
    return result


def signed_range(score: Array) -> Array:
    """Return I: largest minus smallest score, negative when the largest comes first, (…)."""
    sign = np.sign(score.argmax(axis=-1) - score.argmin(axis=-1))
    return np.asarray(sign * (score.max(axis=-1) - score.min(axis=-1)))


def least_step_of(view: View) -> float:
    """Return 1/n of proportions (median n), else the median standard error of the scores."""
    if view.scored.binomial:
        return 1 / float(np.median(view.series.n_items))
    known = view.series.sigma[np.isfinite(view.series.sigma)]
    return float(np.median(known)) if len(known) else LEAST_STEP_UNKNOWN


def _scores(view: View) -> dict[str, float]:
    least = least_step_of(view)
    found = {"bb_breakthrough": float(breakthroughness(view.score, least))}
    if view.line_draws is not None:
        drawn = breakthroughness(view.line_draws, least)
        found["bb_breakthrough_percentile"] = percentile(drawn, found["bb_breakthrough"])
    return found


DEFINITION = Definition(
    id="bb_breakthrough",
    version=VERSION,
    names=("bb_breakthrough", "bb_breakthrough_percentile"),
    summary="how large the whole rise is against the usual step",
    formula="I / max(sqrt(median z_i^2), 1/n)",
    source="Srivastava et al. 2022, arXiv:2206.04615, as restated in arXiv:2212.09803",
    fails="K - 1 on a line: grows with the number of sizes; ignores sizes and n",
    least_sizes=2,
    compute=_scores,
)
