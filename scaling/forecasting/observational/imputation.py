"""Missing benchmark scores from principal components, fitted to the training models alone.

The components of the training models and their missing scores are improved in turn until the
scores stay (Ruan et al. 2024, arXiv:2405.10938, appendix B.3, with one component as in their
code). Other models never take part in that: their missing scores follow from the components
that the training models gave. Many weightings of the training models are handled at once.
Shapes: B weightings, n models, T benchmarks, r components.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array
from scaling.forecasting.observational.components import principal
from scaling.forecasting.observational.spread import unit_of

RANK = 1
NO_LIMITS = (-np.inf, np.inf)
TOLERANCE = 1e-6  # in standard deviations of a benchmark
MOST_ROUNDS = 500


@dataclass(frozen=True, eq=False)
class Imputation:
    """What the training models say of a missing score.

    ``centre``, ``spread``: (B, T), of the scores that were measured. ``mean``: (B, T) and
    ``directions``: (B, T, r), of the standardised scores, filled in. ``limits``: the least and the
    most that a score can be.
    """

    centre: Array
    spread: Array
    mean: Array
    directions: Array
    limits: tuple[float, float]

    def fill(self, scores: Array) -> Array:
        """Return scores (n, T) with the missing ones filled in, (B, n, T)."""
        missing = np.isnan(scores)
        standard = self._standardised(scores)
        offset = np.where(missing, 0.0, standard - self.mean[:, None, :])
        guess = self.mean[:, None, :] + _on_directions(offset, ~missing, self.directions)
        filled = guess * self.spread[:, None, :] + self.centre[:, None, :]
        return np.where(missing, np.clip(filled, *self.limits), scores)

    def _standardised(self, scores: Array) -> Array:
        known = np.where(np.isnan(scores), 0.0, scores)
        result: Array = (known - self.centre[:, None, :]) / self.spread[:, None, :]
        return result


def fit_imputation(
    scores: Array, weights: Array, limits: tuple[float, float] = NO_LIMITS
) -> Imputation:
    """Return the imputation that training scores (n, T) give under weights (B, n)."""
    known = ~np.isnan(scores)
    zeroed = np.where(known, scores, 0.0)
    mass = np.maximum(weights @ known.astype(float), 1e-300)
    centre = (weights @ zeroed) / mass
    squares = np.where(known, (zeroed - centre[:, None, :]) ** 2, 0.0)
    spread = np.sqrt(np.einsum("bn,bnt->bt", weights, squares) / mass)
    spread = unit_of(spread, centre)
    standard = np.where(known, (zeroed - centre[:, None, :]) / spread[:, None, :], 0.0)
    share = weights / weights.sum(axis=1, keepdims=True)
    mean, directions = _settled(standard, known, share)
    return Imputation(centre, spread, mean, directions, limits)


def _settled(standard: Array, known: Array, share: Array) -> tuple[Array, Array]:
    """Return mean (B, T) and directions (B, T, r) of scores (B, n, T), once the missing ones stay.

    Weightings that have settled leave the working set: none depends on the others.
    """
    mean = np.empty((len(standard), standard.shape[2]))
    directions = np.empty((*mean.shape, RANK))
    left = np.arange(len(standard))
    for _ in range(MOST_ROUNDS):
        mean[left] = np.einsum("bn,bnt->bt", share, standard)
        directions[left], _ = principal(standard - mean[left][:, None, :], share, RANK)
        offset = np.where(known, standard - mean[left][:, None, :], 0.0)
        guess = mean[left][:, None, :] + _on_directions(offset, known, directions[left])
        moved = np.where(known, 0.0, np.abs(guess - standard)).max(axis=(1, 2))
        on = moved >= TOLERANCE
        if not on.any():
            break
        left, share = left[on], share[on]
        standard = np.where(known, standard[on], guess[on])
    return mean, directions


def _on_directions(offset: Array, known: Array, directions: Array) -> Array:
    """Return the combination of the directions that comes closest to what is known, (B, n, T).

    Least squares over the known scores of each model: the fixed point of replacing missing
    scores by their projection until they stay.
    """
    parts = known[:, :, None] * directions[:, None, :, :]  # (B, n, T, r)
    gram = np.einsum("bntr,bnts->bnrs", parts, parts)
    ridge = 1e-9 * np.eye(directions.shape[2])  # a model without a score lands on the mean
    right = np.einsum("bntr,bnt->bnr", parts, offset)
    amount = np.linalg.solve(gram + ridge, right[..., None])[..., 0]
    result: Array = np.einsum("bnr,btr->bnt", amount, directions)
    return result
