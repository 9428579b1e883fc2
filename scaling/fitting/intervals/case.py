"""The case bootstrap: whole points are drawn with replacement, whatever their errors are.

Efron & Tibshirani 1993, section 9.5. A draw is a number of times for every point, by which its
weight is multiplied; a point that was not drawn has none. With few sizes the draws leave out the
smallest or the largest one, the curve there is anyone's guess, and intervals cover too little.
"""

from __future__ import annotations

import numpy as np

from scaling.fitting.fitted import Fitted
from scaling.fitting.intervals.sampled import Sample

LEAST_SIZES = 20


def why_not(fitted: Fitted) -> str:
    """Return why the case bootstrap is not valid for a fit; empty if it is."""
    found = fitted.series.n_sizes
    if found < LEAST_SIZES:
        return (
            f"the case bootstrap needs {LEAST_SIZES} different sizes, found {found}: with few, "
            "draws lose the end points and intervals cover too little; use the interval "
            "parametric or profile"
        )
    if fitted.model.objective.name == "beta-binomial":
        return (
            "the case bootstrap multiplies weights, which to beta-binomial are items of one "
            "score: use the objective quasi-binomial, or the interval parametric or profile"
        )
    return ""


def draw(fitted: Fitted, rng: np.random.Generator) -> Sample:
    """Return a sample of ``options.draws`` data sets."""
    draws = fitted.options.draws
    n_points = fitted.series.n_points
    times = rng.multinomial(n_points, np.full(n_points, 1 / n_points), size=draws)  # (B, K)
    weight = np.ascontiguousarray(fitted.model.weight * times.T)
    score = np.repeat(fitted.model.score, draws, axis=1)
    return Sample(score, weight, rng.standard_normal(draws))
