"""The emergence score of Schaeffer et al. 2023: breakthroughness without a least denominator.

I / sqrt(median z_i^2), the formula of ``bb_breakthrough`` as published: Schaeffer et al. 2023,
arXiv:2304.15004. Nothing keeps the denominator from 0: where more than half of the steps are 0
there is no number (0/0 of flat scores, infinity of others), and where they are nearly 0 it is
huge. A public implementation clips to [0, 100] instead; we do not.
"""

from __future__ import annotations

import numpy as np

from scaling.detection.definitions.base import Definition
from scaling.detection.definitions.bb_breakthrough import breakthroughness
from scaling.detection.definitions.view import View

VERSION = 1


def _scores(view: View) -> dict[str, float]:
    if not np.diff(view.score).any():
        return {}
    value = float(breakthroughness(view.score, 0.0))
    return {"schaeffer2023": value} if np.isfinite(value) else {}


DEFINITION = Definition(
    id="schaeffer2023",
    version=VERSION,
    names=("schaeffer2023",),
    summary="breakthroughness as published, its denominator free to vanish",
    formula="I / sqrt(median z_i^2)",
    source="Schaeffer et al. 2023, arXiv:2304.15004",
    fails="as bb_breakthrough; no number, or any large one, where most scores are equal",
    least_sizes=2,
    compute=_scores,
)
