"""Robust objectives on log residuals: Huber's loss, and absolute values as its limit.

Both are sums and state their delta. As likelihoods, the error of a score of weight w has the
density exp(-w H(r)/tau) / Z(tau/w) with one scale tau; tau is taken at its best.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import erf, ndtr, ndtri

from scaling.curves.base import Array
from scaling.fitting.objectives.base import Objective, total, used
from scaling.fitting.objectives.logs import (
    LEAST_VALUE,
    LogObjective,
    inverse_of,
    log_jacobian,
    log_of,
)

LAD_DELTA = 1e-9  # within this of zero the absolute value is rounded off, for the solver's sake
LADDER = (0.3, 0.03, 1e-3, 1e-5)  # deltas on the way to a small one, whose optima are many
SEARCH_STEPS = 80  # of the golden section over the scale of the density
LOG_TWO_PI = float(np.log(2 * np.pi))


@dataclass(frozen=True)
class Huber(LogObjective):
    """Minus the sum of w H(ln y - ln v)/delta: H is r^2/2 up to delta, then delta (|r| - delta/2).

    Huber 1964, Annals of Mathematical Statistics 35; delta = 1e-3 on log residuals is that of
    Hoffmann et al. 2022, arXiv:2203.15556. Dividing by delta changes no estimate.
    """

    delta: float = 1e-3
    name: str = "huber"
    smooth = False

    @property
    def stated_delta(self) -> float:
        """Return delta, which is part of the result; NaN for the limit."""
        return self.delta if self.delta > LAD_DELTA else float("nan")

    @property
    def ladder(self) -> tuple[Objective, ...]:
        """Easier objectives to be solved on the way, largest delta first."""
        return tuple(Huber(delta=delta) for delta in LADDER if delta > 2 * self.delta)

    def log_likelihood(self, value: Array, score: Array, weight: Array) -> Array:
        """Return minus the weighted sum of Huber's loss, over delta."""
        return -total(weight * self._loss(np.log(score) - log_of(value))) / self.delta

    def gradient(self, value: Array, score: Array, weight: Array) -> tuple[Array, Array]:
        """Return the derivative, and the weights of iteratively reweighted least squares."""
        residual = np.log(score) - log_of(value)
        inverse = inverse_of(value)
        share = weight / np.maximum(np.abs(residual), self.delta)
        return share * residual * inverse, share * inverse**2

    def profiled(self, likelihood: Array, score: Array, weight: Array) -> Array:
        """Return the log-likelihood at the best tau, on the scale of the scores."""
        loss = np.maximum(-likelihood * self.delta, LEAST_VALUE**2)
        best = self._at(self._best_scale(loss, weight), loss, weight)
        result: Array = best + 0.5 * used(weight) * LOG_TWO_PI - log_jacobian(score, weight)
        return result

    def draw(
        self, rng: np.random.Generator, residual: Array, weight: Array, degrees: int, count: int
    ) -> Array:
        """Return errors (count, K) from the density that fits residuals (K,) of weight (K,) best.

        Their size is that per degree of freedom left, as for least squares. A share of them is
        normal within delta, the rest exponential beyond it.
        """
        loss = np.maximum((weight * self._loss(residual)).sum(), LEAST_VALUE**2)
        tau = np.exp(self._best_scale(np.array([loss]), weight[:, None]))[0]
        tau *= np.count_nonzero(weight) / degrees
        scale = tau / np.where(weight > 0, weight, 1.0)
        shape = (count, len(residual))
        bend = self.delta / np.sqrt(scale)  # of the standard normal
        core = np.sqrt(2 * np.pi * scale) * erf(bend / np.sqrt(2.0))
        tails = 2 * scale / self.delta * np.exp(-0.5 * bend**2)
        share = ndtr(-bend) + rng.random(shape) * (1 - 2 * ndtr(-bend))
        inner = np.sqrt(scale) * ndtri(share)
        outer = self.delta + rng.exponential(1.0, shape) * scale / self.delta
        outer = outer * np.where(rng.random(shape) < 0.5, -1.0, 1.0)
        drawn: Array = np.where(rng.random(shape) < core / (core + tails), inner, outer)
        return drawn

    def _loss(self, residual: Array) -> Array:
        size = np.abs(residual)
        inner = np.minimum(size, self.delta)
        result: Array = inner * (size - 0.5 * inner)
        return result

    def _best_scale(self, loss: Array, weight: Array) -> Array:
        """Return ln tau at its best, (M,), by golden section."""
        middle = np.log(loss / used(weight))
        low, high = middle - 20, middle + 20
        golden = 0.5 * (np.sqrt(5.0) - 1)
        for _ in range(SEARCH_STEPS):
            left, right = high - golden * (high - low), low + golden * (high - low)
            worse = self._at(left, loss, weight) < self._at(right, loss, weight)
            low, high = np.where(worse, left, low), np.where(worse, high, right)
        result: Array = 0.5 * (low + high)
        return result

    def _at(self, log_scale: Array, loss: Array, weight: Array) -> Array:
        """Return the log-likelihood at one tau a column, (M,)."""
        tau = np.exp(log_scale)
        scale = tau / np.where(weight > 0, weight, 1.0)  # (K, M)
        bend = self.delta / np.sqrt(2 * scale)
        normaliser = np.sqrt(2 * np.pi * scale) * erf(bend)
        normaliser += 2 * scale / self.delta * np.exp(-(bend**2))
        result: Array = -loss / tau - total(np.where(weight > 0, np.log(normaliser), 0.0))
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
        best = -n * np.log(2 * mean) - n + total(np.log(np.where(weight > 0, weight, 1.0)))
        result: Array = best + 0.5 * n * LOG_TWO_PI - log_jacobian(score, weight)
        return result
