"""Objectives on log residuals ln y - ln v: least squares, Huber's loss, absolute values.

All are sums (not means) over scores, because a mean changes the tolerance of a solver, and
state their delta. Errors are relative, so scores have to be above zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.objectives.base import Objective, total, used
from scaling.fitting.objectives.gaussian import GAUSSIAN, gaussian_profile

LEAST_VALUE = 1e-12  # curves are held above it under the logarithm


@dataclass(frozen=True)
class LogObjective(Objective):
    """What the objectives on logarithms share."""

    scale_free: bool = True
    logarithmic = True

    def why_not(self, score: Array) -> str:
        """Explain that a logarithm needs scores above zero."""
        lowest = float(score.min())
        if lowest > 0:
            return ""
        return (
            f"{self.name} compares logarithms, which need scores above zero: found {lowest:g}; "
            "use gaussian, or quasi-binomial for proportions"
        )

    def node_terms(self, value: Array) -> tuple[Array, Array]:
        """Return the Gaussian's of ln v, which ranks curves much alike."""
        return GAUSSIAN.node_terms(log_of(value))

    def data_terms(self, score: Array, weight: Array) -> tuple[Array, Array]:
        """Return the Gaussian's of ln y."""
        return GAUSSIAN.data_terms(np.log(score), weight)

    def working_weight(self, score: Array, weight: Array) -> Array:
        """Return w / y^2: the log residual is about (y - v)/y."""
        result: Array = weight / score**2
        return result

    def saturated(self, score: Array, weight: Array) -> Array:
        """Return zero, (M,)."""
        return np.zeros(score.shape[1])

    def whole(self, score: Array, weight: Array) -> Array:
        """Return the sum of weights: residuals are relative."""
        return total(weight)


@dataclass(frozen=True)
class LogGaussian(LogObjective):
    """Minus half the sum of w (ln y - ln v)^2."""

    name: str = "log-gaussian"

    def log_likelihood(self, value: Array, score: Array, weight: Array) -> Array:
        """Return minus half the weighted sum of squares."""
        return -0.5 * total(weight * (np.log(score) - log_of(value)) ** 2)

    def gradient(self, value: Array, score: Array, weight: Array) -> tuple[Array, Array]:
        """Return w r / v and w / v^2."""
        inverse = inverse_of(value)
        return weight * (np.log(score) - log_of(value)) * inverse, weight * inverse**2

    def profiled(self, likelihood: Array, score: Array, weight: Array) -> Array:
        """Return the Gaussian's, on the scale of the scores."""
        scales = 0.5 * total(np.log(np.where(weight > 0, weight, 1.0)))
        return gaussian_profile(likelihood, used(weight)) + scales - log_jacobian(score, weight)


def log_of(value: Array) -> Array:
    """Return the logarithm of curve values, held above a least value."""
    result: Array = np.log(np.maximum(value, LEAST_VALUE))
    return result


def inverse_of(value: Array) -> Array:
    """Return the derivative of the logarithm; zero where the curve is held."""
    return np.where(value > LEAST_VALUE, 1.0 / np.maximum(value, LEAST_VALUE), 0.0)


def log_jacobian(score: Array, weight: Array) -> Array:
    """Return the sum of ln y over the scores that take part: densities of y, not of ln y."""
    return total(np.where(weight > 0, np.log(score), 0.0))
