"""Objectives on log residuals ln y - ln v: least squares, Huber's loss, absolute values.

All are sums (not means) over scores, because a mean changes the tolerance of a solver, and
state their delta. Errors are relative, so scores have to be above zero.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import erf, ndtr, ndtri

from scaling.curves.base import Array
from scaling.fitting.objectives.base import Objective, total, used
from scaling.fitting.objectives.gaussian import GAUSSIAN, gaussian_profile

LEAST_VALUE = 1e-12  # curves are held above it under the logarithm
LAD_DELTA = 1e-9  # within this of zero the absolute value is rounded off, for the solver's sake
SEARCH_STEPS = 80  # of the golden section over the scale of Huber's density
LOG_TWO_PI = float(np.log(2 * np.pi))


@dataclass(frozen=True)
class _LogObjective(Objective):
    """What the objectives on logarithms share."""

    scale_free: bool = True

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
        return GAUSSIAN.node_terms(_log(value))

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
class LogGaussian(_LogObjective):
    """Minus half the sum of w (ln y - ln v)^2."""

    name: str = "log-gaussian"

    def log_likelihood(self, value: Array, score: Array, weight: Array) -> Array:
        """Return minus half the weighted sum of squares."""
        return -0.5 * total(weight * (np.log(score) - _log(value)) ** 2)

    def gradient(self, value: Array, score: Array, weight: Array) -> tuple[Array, Array]:
        """Return w r / v and w / v^2."""
        inverse = _inverse(value)
        return weight * (np.log(score) - _log(value)) * inverse, weight * inverse**2

    def profiled(self, likelihood: Array, score: Array, weight: Array) -> Array:
        """Return the Gaussian's, on the scale of the scores."""
        scales = 0.5 * total(np.log(np.where(weight > 0, weight, 1.0)))
        return gaussian_profile(likelihood, used(weight)) + scales - _jacobian(score, weight)


@dataclass(frozen=True)
class Huber(_LogObjective):
    """Minus the sum of w H(ln y - ln v)/delta: H is r^2/2 up to delta, then delta (|r| - delta/2).

    Huber 1964, Annals of Mathematical Statistics 35; delta = 1e-3 on log residuals is that of
    Hoffmann et al. 2022, arXiv:2203.15556. Dividing by delta changes no estimate.
    """

    delta: float = 1e-3
    name: str = "huber"
    smooth = False

    def log_likelihood(self, value: Array, score: Array, weight: Array) -> Array:
        """Return minus the weighted sum of Huber's loss, over delta."""
        size = np.abs(np.log(score) - _log(value))
        inner = np.minimum(size, self.delta)
        return -total(weight * inner * (size - 0.5 * inner)) / self.delta

    def gradient(self, value: Array, score: Array, weight: Array) -> tuple[Array, Array]:
        """Return the derivative, and the weights of iteratively reweighted least squares."""
        residual = np.log(score) - _log(value)
        inverse = _inverse(value)
        share = weight / np.maximum(np.abs(residual), self.delta)
        return share * residual * inverse, share * inverse**2

    def profiled(self, likelihood: Array, score: Array, weight: Array) -> Array:
        """Return the log-likelihood under the density exp(-H/tau)/Z(tau) at its best tau."""
        n = used(weight)
        loss = np.maximum(-likelihood * self.delta, LEAST_VALUE**2)
        best: Array = self._at(self._best_scale(loss, n), loss, n)
        return best + 0.5 * n * LOG_TWO_PI - _jacobian(score, weight)

    def draw(self, rng: np.random.Generator, residual: Array, shape: tuple[int, ...]) -> Array:
        """Return errors drawn from the density that fits the residuals (K,) best.

        A share of them is normal within delta, the rest exponential beyond it.
        """
        loss, n = np.array([self._loss(residual)]), np.array([float(len(residual))])
        scale = np.exp(self._best_scale(loss, n))[0]
        bend = self.delta / np.sqrt(scale)  # of the standard normal
        core = np.sqrt(2 * np.pi * scale) * erf(bend / np.sqrt(2.0))
        tails = 2 * scale / self.delta * np.exp(-0.5 * bend**2)
        share = ndtr(-bend) + rng.random(shape) * (1 - 2 * ndtr(-bend))
        inner = np.sqrt(scale) * ndtri(share)
        outer = self.delta + rng.exponential(scale / self.delta, shape)
        outer = outer * np.where(rng.random(shape) < 0.5, -1.0, 1.0)
        return np.where(rng.random(shape) < core / (core + tails), inner, outer)

    def _loss(self, residual: Array) -> float:
        inner = np.minimum(np.abs(residual), self.delta)
        loss = float((inner * (np.abs(residual) - 0.5 * inner)).sum())
        return max(loss, LEAST_VALUE**2)

    def _best_scale(self, loss: Array, n: Array) -> Array:
        """Return ln tau at its best, (M,), by golden section."""
        low, high = np.log(loss / n) - 20, np.log(loss / n) + 20
        golden = 0.5 * (np.sqrt(5.0) - 1)
        for _ in range(SEARCH_STEPS):
            left, right = high - golden * (high - low), low + golden * (high - low)
            worse = self._at(left, loss, n) < self._at(right, loss, n)
            low, high = np.where(worse, left, low), np.where(worse, high, right)
        middle: Array = 0.5 * (low + high)
        return middle

    def _at(self, log_scale: Array, loss: Array, n: Array) -> Array:
        """Return the log-likelihood at one tau a column, (M,)."""
        scale = np.exp(log_scale)
        bend = self.delta / np.sqrt(2 * scale)
        normaliser = np.sqrt(2 * np.pi * scale) * erf(bend)
        normaliser += 2 * scale / self.delta * np.exp(-(bend**2))
        result: Array = -loss / scale - n * np.log(normaliser)
        return result


@dataclass(frozen=True)
class LeastAbsolute(Huber):
    """Minus the sum of w |ln y - ln v|: the limit of Huber's loss for delta to 0."""

    delta: float = LAD_DELTA
    name: str = "lad"

    def profiled(self, likelihood: Array, score: Array, weight: Array) -> Array:
        """Return the Laplace log-likelihood at its best scale, the mean absolute residual."""
        n = used(weight)
        mean = np.maximum(-likelihood / n, LEAST_VALUE)
        best: Array = -n * np.log(2 * mean) - n
        return best + 0.5 * n * LOG_TWO_PI - _jacobian(score, weight)


def _log(value: Array) -> Array:
    result: Array = np.log(np.maximum(value, LEAST_VALUE))
    return result


def _inverse(value: Array) -> Array:
    """Return the derivative of the logarithm; zero where the curve is held."""
    return np.where(value > LEAST_VALUE, 1.0 / np.maximum(value, LEAST_VALUE), 0.0)


def _jacobian(score: Array, weight: Array) -> Array:
    """Return the sum of ln y over the scores that take part: densities of y, not of ln y."""
    return total(np.where(weight > 0, np.log(score), 0.0))
