"""Least squares: Gaussian errors of known or estimated size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.objectives.base import Objective, total, used

LEAST_SQUARES = 1e-300  # the residual sum of squares of a perfect fit, whose logarithm is taken


@dataclass(frozen=True)
class Gaussian(Objective):
    """Minus half the sum of w (y - v)^2; w = 1/sigma^2, or relative weights if ``scale_free``."""

    scale_free: bool = False
    name: str = "gaussian"
    quadratic = True

    def node_terms(self, value: Array) -> tuple[Array, Array]:
        """Return v and -v^2/2."""
        return value, -0.5 * value * value

    def data_terms(self, score: Array, weight: Array) -> tuple[Array, Array]:
        """Return w y and w."""
        return weight * score, weight

    def working_weight(self, score: Array, weight: Array) -> Array:
        """Return the weights: least squares is what is solved."""
        return weight

    def log_likelihood(self, value: Array, score: Array, weight: Array) -> Array:
        """Return the log-likelihood without its normaliser."""
        return -0.5 * total(weight * (score - value) ** 2)

    def gradient(self, value: Array, score: Array, weight: Array) -> tuple[Array, Array]:
        """Return w (y - v) and w."""
        return weight * (score - value), weight

    def saturated(self, score: Array, weight: Array) -> Array:
        """Return zero, the log-likelihood of a curve through every score, (M,)."""
        return np.zeros(score.shape[1])

    def profiled(self, likelihood: Array, score: Array, weight: Array) -> Array:
        """Return -n/2 ln(RSS/n) - n/2 + sum of ln sqrt(w), or with known errors ℓ + the sum."""
        scales = 0.5 * total(np.log(np.where(weight > 0, weight, 1.0)))
        if not self.scale_free:
            return likelihood + scales
        return gaussian_profile(likelihood, used(weight)) + scales


def gaussian_profile(likelihood: Array, n: Array) -> Array:
    """Return -n/2 ln(RSS/n) - n/2, where the objective is -RSS/2; arrays (M,)."""
    squares = np.maximum(-2 * likelihood, LEAST_SQUARES)
    result: Array = -0.5 * n * np.log(squares / n) - 0.5 * n
    return result


GAUSSIAN = Gaussian()
