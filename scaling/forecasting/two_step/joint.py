"""The joint bootstrap: one random weight a run, which enters both steps.

A run that weighs much in the law weighs much in the link, so that the error at the end holds both
and what they share. Weights are gamma with mean 1 (of variance 1: Rubin's Bayesian bootstrap,
1981, Annals of Statistics 9). Their variance here is 1 / (1 - h), h the run's leverage: the
weighted bootstrap's variance is then the sandwich with the correction HC2 (MacKinnon & White 1985,
Journal of Econometrics 29), without which runs at the edge, that decide every extrapolation, seem
surer than they are. Both steps take their weights from one uniform number a run.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

from scaling.curves.base import Array
from scaling.fitting.laws.bootstrap import random_of

MOST_LEVERAGE = 0.9  # beyond it a run is fitted whatever it says, and 1 / (1 - h) is rounding
LEAST_WEIGHT = 1e-6  # of a draw's largest: no run is taken away altogether


def weights_of(models: Sequence[str], leverage: Array, draws: int, seed: int) -> Array:
    """Return the weights (n, B) of points of these models; ``leverage`` (n,) is the points'."""
    names = sorted(set(models))
    at = {name: place for place, name in enumerate(names)}
    places = np.array([at[model] for model in models], dtype=np.intp)
    return multipliers(shared_numbers(names, draws, seed), places, leverage)


def shared_numbers(names: Sequence[str], draws: int, seed: int) -> Array:
    """Return the uniform numbers that the draws give each model, (models, draws).

    A model's depend on its name and the seed alone: in one draw it is as lucky in every task, and
    whatever models stand beside it.
    """
    return np.stack([random_of(seed, f"luck of the run {name!r}").random(draws) for name in names])


def multipliers(shared: Array, places: NDArray[np.intp], leverage: Array) -> Array:
    """Return the weights (n, B) of points at these ``places`` (n,) among the models.

    ``shared``: (models, B). ``leverage``: (n,); that of a model with several points is their sum.

    >>> multipliers(np.array([[0.5, 0.9]]), np.array([0]), np.array([0.0])).round(3)
    array([[0.693, 2.303]])
    """
    total = np.bincount(places, leverage, minlength=len(shared))
    variance = 1.0 / (1.0 - np.minimum(total, MOST_LEVERAGE))
    weights = variance[:, None] * gammaincinv(1.0 / variance[:, None], shared)
    weights = np.maximum(weights, LEAST_WEIGHT * weights.max(axis=0))
    return np.ascontiguousarray(weights[places])


def error_scales(degrees: int, draws: int, rng: np.random.Generator) -> Array:
    """Return by how much the errors of each draw exceed their estimate, (draws,).

    sqrt(nu / chi2_nu): an estimated size of errors is uncertain itself, and Student's t is due.
    """
    return np.sqrt(degrees / rng.chisquare(degrees, draws))
