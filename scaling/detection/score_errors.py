"""The errors of scores: their weights in a likelihood, and scores drawn with them.

Proportions are k of n with over-dispersion rho, drawn beta-binomially; other scores have a stated
standard error and are drawn normally.
"""

from __future__ import annotations

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.intervals.parametric import beta_binomial
from scaling.fitting.objectives import effective_items


def weights(binomial: bool, n_items: Array, sigma: Array, rho: float) -> Array:
    """Return effective items of proportions or 1 / sigma^2 of other scores, (K,)."""
    result: Array = effective_items(n_items, rho) if binomial else 1.0 / sigma**2
    return result


def draw_scores(
    rng: np.random.Generator,
    value: Array,
    binomial: bool,
    n_items: Array,
    sigma: Array,
    rho: float,
) -> Array:
    """Return scores drawn about ``value`` (B, K); ``n_items``, ``sigma``: (K,), the one in use."""
    if binomial:
        return beta_binomial(rng, value, np.round(n_items), rho)
    result: Array = value + sigma * rng.standard_normal(value.shape)
    return result
