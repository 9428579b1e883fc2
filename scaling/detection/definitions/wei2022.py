"""Wei et al. 2022: near-random until a threshold, well above random from there on.

arXiv:2206.07682; qualitative there. The operational choices are ours, those of the verdict rules:
a size is at the floor if its one-sided lower bound at alpha is within .02 of chance or its upper
bound within .10, and well above if its Bonferroni bound exceeds .02 (of the span). The threshold is
the bracket (x_(j-1), x_j] if all sizes from j on are well above and all below j at the floor. A
bracket says nothing about the width of the rise, and a wide gap gives a wide bracket; one size in
between that is neither, and there is none.
"""

from __future__ import annotations

import numpy as np

from scaling.detection.definitions.base import Definition
from scaling.detection.definitions.view import View

VERSION = 1


def _scores(view: View) -> dict[str, float]:
    if not (view.has_errors and view.has_scale):
        return {}
    scored, alpha = view.scored, view.options.alpha
    at_floor = np.logical_and.reduceat(scored.at_floor(alpha), view.first)
    above = np.logical_and.reduceat(scored.above_chance(alpha), view.first)
    above_from = int(np.flatnonzero(~above)[-1]) + 1 if not above.all() else 0
    if not 0 < above_from < len(above) or not at_floor[:above_from].all():
        return {}
    low, high = sorted(view.size[above_from - 1 : above_from + 1].tolist())
    return {"wei2022_low": low, "wei2022_high": high}


DEFINITION = Definition(
    id="wei2022",
    version=VERSION,
    names=("wei2022_low", "wei2022_high"),
    summary="between which sizes the scores leave chance, for good",
    formula="(x_(j-1), x_j]: below j all at the floor, from j on all above chance",
    source="Wei et al. 2022, arXiv:2206.07682; the bounds are ours",
    fails="says when, not how fast; none if any size is neither at the floor nor well above",
    least_sizes=2,
    compute=_scores,
)
