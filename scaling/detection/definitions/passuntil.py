"""PassUntil: whether a score grows faster than the task law, which is linear in its own scale.

F = log(-log y); under the task law y = exp(-c N^-a), F is linear in log N, and accelerated
emergence is F concave: Hu et al. 2024, arXiv:2310.03262, equation 3. Here: a quadratic in log10 N,
weighted with the delta-method variance (1 - y) / (n_eff y (ln y)^2); the coefficient of its square
and that coefficient over its standard error (normal, errors known), both negative when
concave. The authors' pass rates resolve 1e-5; published scores do not, and only y > 3/n and y < 1
can be used, which leaves out the floor that the definition is about.
"""

from __future__ import annotations

import numpy as np

from scaling.curves.base import Array
from scaling.detection.definitions.base import Definition
from scaling.detection.definitions.view import View
from scaling.series import LOSS_AXIS

VERSION = 1
LEAST_HITS = 3  # a pass rate of fewer items is not told from none
LEAST_SIZES = 3


def curvature(x: Array, score: Array, weight: Array) -> tuple[float, float]:
    """Return the coefficient of x^2 in log(-log y) and its standard error.

    ``x``, ``score``, ``weight``: (K,) decades, pass rates in (0, 1) and effective items.
    """
    log_score = np.log(score)
    root = np.sqrt(weight * score * log_score**2 / (1 - score))
    centred = x - x.mean()
    basis = np.stack([np.ones_like(x), centred, centred**2], axis=1) * root[:, None]
    orthogonal, triangle = np.linalg.qr(basis)
    last = float(triangle[-1, -1])
    coefficient = float(orthogonal[:, -1] @ (np.log(-log_score) * root)) / last
    return coefficient, 1 / abs(last)


def _scores(view: View) -> dict[str, float]:
    scored, series = view.scored, view.series
    if not scored.binomial or scored.floor != 0 or series.size_axis == LOSS_AXIS:
        return {}
    usable = (scored.y > LEAST_HITS / series.n_items) & (scored.y < 1)
    x = scored.x[usable]
    if len(np.unique(x)) < LEAST_SIZES:
        return {}
    value, error = curvature(x, scored.y[usable], scored.weight[usable])
    return {"passuntil_curvature": value, "passuntil_z": value / error}


DEFINITION = Definition(
    id="passuntil",
    version=VERSION,
    names=("passuntil_curvature", "passuntil_z"),
    summary="whether the score outgrows its task law (negative: accelerated)",
    formula="log(-log y) = b0 + b1 log10 N + b2 (log10 N)^2; b2 and b2 / s.e.",
    source="Hu et al. 2024, arXiv:2310.03262, equation 3; the z is ours",
    fails="needs chance 0 and more than 3 right answers a size: the floor itself is left out",
    least_sizes=LEAST_SIZES,
    compute=_scores,
)
