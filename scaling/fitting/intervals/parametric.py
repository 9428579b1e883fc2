"""The parametric bootstrap: scores drawn from the fitted curve with the errors it assumes.

Proportions are drawn beta-binomially, so that the draws are as over-dispersed as the
likelihood assumes; other scores with their stated or estimated error.
"""

from __future__ import annotations

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.fitted import Fitted
from scaling.fitting.intervals.sampled import Sample
from scaling.fitting.objectives import LAPSE, Huber

MOST_ITEMS = 1e15  # more than any benchmark has, and few enough for a whole number


def draw(fitted: Fitted, rng: np.random.Generator) -> Sample:
    """Return a sample of ``options.draws`` data sets."""
    draws = fitted.options.draws
    score = np.ascontiguousarray(draw_scores(fitted, rng, draws).T)
    weight = np.repeat(fitted.model.weight, draws, axis=1)
    return Sample(score, weight, rng.standard_normal(draws))


def draw_scores(fitted: Fitted, rng: np.random.Generator, draws: int) -> Array:
    """Return scores drawn about the curve, (draws, K)."""
    value = np.broadcast_to(fitted.value, (draws, len(fitted.value)))
    if fitted.binomial:
        n = np.round(fitted.series.n_items)
        return beta_binomial(rng, value, n, fitted.options.known_rho)
    if isinstance(fitted.model.objective, Huber):
        relative = fitted.model.objective.draw(rng, fitted.residual, value.shape)
        weight = fitted.model.weight[:, 0]
        result: Array = value * np.exp(relative / np.where(weight > 0, weight, 1.0))
        return result
    errors = fitted.sigma * rng.standard_normal(value.shape)
    return value * np.exp(errors) if fitted.logarithmic else value + errors


def beta_binomial(rng: np.random.Generator, p: Array, n: Array, rho: float) -> Array:
    """Return k/n drawn beta-binomially with mean p and over-dispersion rho; arrays broadcast."""
    p = np.clip(p, LAPSE, 1 - LAPSE)
    if rho > 0:
        size = 1.0 / rho - 1.0
        p = rng.beta(p * size, (1 - p) * size)
    items = np.minimum(n, MOST_ITEMS).astype(np.int64)
    result: Array = rng.binomial(items, p) / items
    return result
