"""The parametric bootstrap: scores drawn from the fitted curve with the errors it assumes.

Proportions are drawn beta-binomially, so that the draws are as over-dispersed as the
likelihood assumes; other scores with their stated or estimated error. An estimated error is
uncertain itself: each draw has its own, the estimate times sqrt(nu / chi2_nu) with nu degrees of
freedom, without which percentiles cover too little where Student's t is due (Gelman et al. 2013,
section 14.2: the same for a linear model).
"""

from __future__ import annotations

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.fitted import Fitted
from scaling.fitting.intervals.sampled import Sample
from scaling.fitting.objectives import LAPSE, Huber

MOST_ITEMS = 1e15  # more than any benchmark has, and few enough for a whole number
MOST_RELATIVE = 50.0  # error of a logarithm; beyond it exp would overflow


def draw(fitted: Fitted, rng: np.random.Generator) -> Sample:
    """Return a sample of ``options.draws`` data sets."""
    draws = fitted.options.draws
    scale = error_scales(fitted, rng, draws)
    score = np.ascontiguousarray(draw_scores(fitted, rng, scale).T)
    weight = np.repeat(fitted.model.weight, draws, axis=1)
    return Sample(score, weight, scale * rng.standard_normal(draws))


def error_scales(fitted: Fitted, rng: np.random.Generator, draws: int) -> Array:
    """Return by how much each draw's errors are larger than the estimate says, (draws,)."""
    if not fitted.model.objective.scale_free:
        return np.ones(draws)
    degrees = max(fitted.degrees, 1)
    return np.sqrt(degrees / rng.chisquare(degrees, draws))


def draw_scores(fitted: Fitted, rng: np.random.Generator, scale: Array) -> Array:
    """Return scores drawn about the curve, (draws, K); ``scale``: (draws,) of the errors."""
    value = np.broadcast_to(fitted.value, (len(scale), len(fitted.value)))
    if fitted.binomial:
        n = np.round(fitted.series.n_items)
        return beta_binomial(rng, value, n, fitted.options.known_rho)
    if isinstance(fitted.model.objective, Huber):
        weight = fitted.model.weight[:, 0]
        degrees = max(fitted.degrees, 1)
        errors = fitted.model.objective.draw(rng, fitted.residual, weight, degrees, len(scale))
    else:
        errors = fitted.sigma * rng.standard_normal(value.shape)
    errors = errors * scale[:, None]
    if fitted.logarithmic:
        result: Array = value * np.exp(np.clip(errors, -MOST_RELATIVE, MOST_RELATIVE))
        return result
    return value + errors


def beta_binomial(rng: np.random.Generator, p: Array, n: Array, rho: float) -> Array:
    """Return k/n drawn beta-binomially with mean p and over-dispersion rho; arrays broadcast."""
    p = np.clip(p, LAPSE, 1 - LAPSE)
    if rho > 0:
        size = 1.0 / rho - 1.0
        p = rng.beta(p * size, (1 - p) * size)
    items = np.minimum(n, MOST_ITEMS).astype(np.int64)
    result: Array = rng.binomial(items, p) / items
    return result
