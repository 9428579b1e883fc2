"""The space of abilities: missing scores filled in, then principal components.

Shapes: B weightings of the training models, n models, T benchmarks, k components.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array
from scaling.forecasting.observational.components import principal
from scaling.forecasting.observational.imputation import NO_LIMITS, Imputation, fit_imputation
from scaling.forecasting.observational.spread import unit_of


@dataclass(frozen=True, eq=False)
class Space:
    """The space that training models span, for each of B weightings of them.

    ``centre``: (B, T) and ``scale``: (B, T), by which scores are centred and divided;
    ``loadings``: (B, T, k), orthonormal; ``explained``: (B, k), shares of the variance.
    """

    imputation: Imputation
    centre: Array
    scale: Array
    loadings: Array
    explained: Array

    def place(self, scores: Array) -> Array:
        """Return where models with these scores (n, T), NaN missing, lie: (B, n, k)."""
        standard = self.imputation.fill(scores) - self.centre[:, None, :]
        standard /= self.scale[:, None, :]
        result: Array = standard @ self.loadings
        return result


def fit_space(
    scores: Array,
    weights: Array,
    n_components: int,
    *,
    standardise: bool,
    limits: tuple[float, float] = NO_LIMITS,
) -> Space:
    """Return the space of training scores (n, T) under weights (B, n).

    Ruan et al. 2024, arXiv:2405.10938, section 3.2 and equation 5. Every number comes from the
    training models. ``standardise``: divide each benchmark by its deviation among them.
    ``limits``: the least and the most that a score can be.
    """
    imputation = fit_imputation(scores, weights, limits)
    filled = imputation.fill(scores)
    share = weights / weights.sum(axis=1, keepdims=True)
    centre = np.einsum("bn,bnt->bt", share, filled)
    offset = filled - centre[:, None, :]
    scale = np.ones_like(centre)
    if standardise:
        spread = np.sqrt(np.einsum("bn,bnt->bt", share, offset**2))
        scale = unit_of(spread, centre)
    loadings, explained = principal(offset / scale[:, None, :], share, n_components)
    return Space(imputation, centre, scale, loadings, explained)
