"""BIG-bench's linearity: the range of scores over the root mean squared step.

L = I / sqrt(mean z_i^2), z_i = y_(i+1) - y_i and I = max y - min y, negative when the largest
score comes first; normalised, L / (K - 1), which lies in [-1, 1] by Cauchy-Schwarz and is 1 on a
line of evenly spaced scores. Source as of breakthroughness (Xia et al. 2023, arXiv:2212.09803,
equation 4); BIG-bench's own normaliser is not known to be this one. L depends on the order of
scores alone, not on the sizes: a straight line over uneven sizes has less than K - 1.
"""

from __future__ import annotations

import numpy as np

from scaling.curves.base import Array
from scaling.detection.definitions.base import Definition
from scaling.detection.definitions.bb_breakthrough import signed_range
from scaling.detection.definitions.view import View, percentile

VERSION = 1


def linearity(score: Array, *, normalize: bool = False) -> Array:
    """Return L of scores in the order of size, (…, K) -> (…); flat scores give 0.

    >>> round(float(linearity(np.array([0.1, 0.2, 0.3, 0.4]), normalize=True)), 6)
    1.0
    """
    steps = np.diff(score, axis=-1)
    rise = signed_range(score)
    size = np.sqrt(np.mean(steps**2, axis=-1))
    value: Array = np.divide(rise, size, out=np.zeros_like(rise), where=rise != 0)
    return value / steps.shape[-1] if normalize else value


def _scores(view: View) -> dict[str, float]:
    found = {
        "bb_linearity": float(linearity(view.score)),
        "bb_linearity_normalized": float(linearity(view.score, normalize=True)),
    }
    if view.line_draws is not None:
        drawn = linearity(view.line_draws)
        found["bb_linearity_percentile"] = percentile(drawn, found["bb_linearity"])
    return found


DEFINITION = Definition(
    id="bb_linearity",
    version=VERSION,
    names=("bb_linearity", "bb_linearity_normalized", "bb_linearity_percentile"),
    summary="how evenly the whole rise is spread over the steps",
    formula="I / sqrt(mean z_i^2); normalised: the same / (K - 1)",
    source="Srivastava et al. 2022, arXiv:2206.04615, as restated in arXiv:2212.09803",
    fails="ignores the distance between sizes and n; not sufficient alone (Xia et al.)",
    least_sizes=2,
    compute=_scores,
)
