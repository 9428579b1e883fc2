"""Many series, many chances of a false alarm: q-values over the series of a run.

Series enter whose rise is material and lies where the sizes could tell: that choice looks at the
rise, not at its sharpness. Benjamini & Hochberg 1995 for screening; Benjamini & Yekutieli 2001
where tests depend on each other, as tasks on the same models do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

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
    from statsmodels.stats.multitest import multipletests

    p = [results[place].p_sharp for place in places]
    q_sharp, q_by = (multipletests(p, method=method)[1] for method in ("fdr_bh", "fdr_by"))
    corrected = list(results)
    for place, own, strict in zip(places, q_sharp, q_by, strict=True):
        one = results[place]
        codes = one.qualifiers
        if one.verdict == "emergent_sharp" and own > one.alpha:
            codes = (*codes, "not_fdr")
        corrected[place] = replace(one, q_sharp=float(own), q_by=float(strict), qualifiers=codes)
    return corrected
