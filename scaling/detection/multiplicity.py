"""Many series, many chances of a false alarm: q-values over the series of a run.

Series enter whose rise is material and lies where the sizes could tell: that choice looks at the
rise, not at its sharpness. Benjamini & Hochberg 1995 for screening; Benjamini & Yekutieli 2001
where tests depend on each other, as tasks on the same models do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from scaling.detection.results import DetectResult
from scaling.notes import MATERIAL_VERDICTS


def with_q_values(results: Sequence[DetectResult]) -> list[DetectResult]:
    """Return the results with ``q_sharp``, ``q_by`` and, where due, the qualifier ``not_fdr``.

    The qualifier belongs to ``emergent_sharp``, the claim that p_sharp carries.
    """
    places = [
        place
        for place, one in enumerate(results)
        if one.verdict in MATERIAL_VERDICTS and one.resolvable and np.isfinite(one.p_sharp)
    ]
    if not places:
        return list(results)
    p = np.array([results[place].p_sharp for place in places])
    q_sharp, q_by = q_values(p), q_values(p, dependent=True)
    corrected = list(results)
    for place, own, strict in zip(places, q_sharp, q_by, strict=True):
        one = results[place]
        codes = one.qualifiers
        if one.verdict == "emergent_sharp" and own > one.alpha:
            codes = (*codes, "not_fdr")
        corrected[place] = replace(one, q_sharp=float(own), q_by=float(strict), qualifiers=codes)
    return corrected


def q_values(p: npt.NDArray[np.float64], *, dependent: bool = False) -> npt.NDArray[np.float64]:
    """Return the q-values (n,) of p-values (n,): the least rate of false discoveries to claim one.

    Benjamini & Hochberg 1995; ``dependent``: Benjamini & Yekutieli 2001, whatever the tests'
    dependence. Equal to ``statsmodels.stats.multitest.multipletests``, whose import alone takes as
    long as a verdict.

    >>> q_values(np.array([0.01, 0.04, 0.03])).round(3).tolist()
    [0.03, 0.04, 0.04]
    """
    ranks = np.arange(1, len(p) + 1)
    order = np.argsort(p, kind="stable")
    share = ranks / len(p) / (np.sum(1 / ranks) if dependent else 1.0)
    scaled = p[order] / share
    q = np.empty(len(p))
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q
