"""Predictions of a score from coordinates of models: abilities, log compute or log size.

Shapes: B weightings of the n training models (the first is the fit itself, the others are
bootstrap draws), m new models, k coordinates.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.intervals.base import RECIPE_NOISE
from scaling.forecasting.observational.link import Link, fit_link
from scaling.forecasting.observational.scale import Scale
from scaling.forecasting.predict import Prediction

LEAST_VARIANCE = 1e-4  # p (1 - p) of a scaled prediction: at the floor, residuals are rounding


@dataclass(frozen=True, eq=False)
class Predictor:
    """A fitted link and what new scores scatter by.

    ``training``: (n,) fitted scores in units of the score; ``dispersion``: phi of the variance
    phi p (1 - p) of a new model's scaled score p; ``noise``: (B - 1,) standard normal, one a draw.
    """

    link: Link
    scale: Scale
    training: Array
    dispersion: float
    noise: Array

    def estimate(self, capability: Array) -> Array:
        """Return predicted scores (m,) at capabilities (B, m)."""
        return self.scale.back(self.link.score(capability)[0])

    def drawn_means(self, capability: Array) -> Array:
        """Return the curve's scores of every draw, (m, B - 1)."""
        return self.scale.back(self.link.score(capability)[1:].T)

    def drawn_scores(self, capability: Array) -> Array:
        """Return drawn scores of new models (m, B - 1): the curve's, and their scatter.

        The scatter of the fitted models has recipe noise in it: where it is less than that is
        elsewhere (close to the floor or the ceiling), the latter counts. One normal number a draw
        serves all models, so that no model's draws depend on another.
        """
        mean = self.link.score(capability)[1:].T
        scatter = np.sqrt(np.maximum(self.dispersion * mean * (1 - mean), RECIPE_NOISE**2))
        return self.scale.back(mean + scatter * self.noise)

    def interval(self, capability: Array, level: float) -> tuple[Array, Array]:
        """Return both ends (m,) for the scores of new models, stretched to hold the estimate."""
        return self._ends(self.drawn_scores(capability), capability, level)

    def mean_interval(self, capability: Array, level: float) -> tuple[Array, Array]:
        """Return both ends (m,) for the curve, stretched to hold the estimate."""
        return self._ends(self.drawn_means(capability), capability, level)

    def _ends(self, draws: Array, capability: Array, level: float) -> tuple[Array, Array]:
        estimate = self.estimate(capability)
        low, high = Prediction(estimate, draws).interval(level)
        return np.minimum(low, estimate), np.maximum(high, estimate)


def fit_predictor(
    coordinates: Array, score: Array, weights: Array, scale: Scale, noise: Array
) -> Predictor:
    """Return the predictor of scores (n,) from coordinates (B, n, k) under weights (B, n).

    The scatter is that of the training residuals, in proportion to p (1 - p): a model halfway up
    scatters more than one at the floor.
    """
    scaled = scale.scaled(score)
    link = fit_link(coordinates, scaled, weights)
    fitted = link.score(link.capability(coordinates))[0]
    variance = np.maximum(fitted * (1 - fitted), LEAST_VARIANCE)
    left = len(score) - link.theta.shape[1]
    squares = float(((scaled - fitted) ** 2).sum() / variance.sum())
    return Predictor(link, scale, scale.back(fitted), squares * len(score) / left, noise)
