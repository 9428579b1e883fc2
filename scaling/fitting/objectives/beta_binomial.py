"""The beta-binomial log-likelihood: k of n with over-dispersion rho, exact at k = 0 and k = n."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import digamma, gammaln

from scaling.curves.base import Array
from scaling.fitting.objectives.base import LAPSE, Objective, total
from scaling.fitting.objectives.quasi_binomial import QUASI_BINOMIAL, effective_items

SCORING_STEPS = 30  # of the one-parameter problem behind the saturated model


@dataclass(frozen=True)
class BetaBinomial(Objective):
    """ln of the beta-binomial probability of k = n y, p clipped to the lapse rate; weight n.

    With s = 1/rho - 1: ln B(k + p s, n - k + q s) - ln B(p s, q s), Griffiths 1973, Biometrics
    29. The binomial coefficient is left out; k need not be whole.
    """

    rho: float
    name: str = "beta-binomial"
    scale_free: bool = False

    def _size(self) -> float:
        return 1.0 / self.rho - 1.0

    def _terms(self, p: Array, score: Array, weight: Array) -> Array:
        size = self._size()
        right, wrong = weight * score, weight * (1 - score)
        terms: Array = (
            gammaln(right + p * size)
            - gammaln(p * size)
            + gammaln(wrong + (1 - p) * size)
            - gammaln((1 - p) * size)
            - gammaln(weight + size)
            + gammaln(size)
        )
        return terms

    def log_likelihood(self, value: Array, score: Array, weight: Array) -> Array:
        """Return the log-likelihood without the binomial coefficient."""
        return total(self._terms(np.clip(value, LAPSE, 1 - LAPSE), score, weight))

    def gradient(self, value: Array, score: Array, weight: Array) -> tuple[Array, Array]:
        """Return the exact derivative, and the quasi-binomial information in its place."""
        inside = (value > LAPSE) & (value < 1 - LAPSE)
        p = np.where(inside, value, 0.5)
        slope, information = self._scores(p, score, weight)
        return np.where(inside, slope, 0.0), np.where(inside, information, 0.0)

    def _scores(self, p: Array, score: Array, weight: Array) -> tuple[Array, Array]:
        size = self._size()
        right, wrong = weight * score, weight * (1 - score)
        slope = size * (
            digamma(right + p * size)
            - digamma(p * size)
            - digamma(wrong + (1 - p) * size)
            + digamma((1 - p) * size)
        )
        return slope, effective_items(weight, self.rho) / (p * (1 - p))

    def saturated(self, score: Array, weight: Array) -> Array:
        """Return the best log-likelihood of one p a score, found by scoring steps, (M,)."""
        p = np.clip(score, LAPSE, 1 - LAPSE)
        best = self._terms(p, score, weight)
        for _ in range(SCORING_STEPS):
            slope, information = self._scores(p, score, weight)
            step = slope / np.maximum(information, 1.0)
            p = np.clip(p + step, LAPSE, 1 - LAPSE)
            best = np.maximum(best, self._terms(p, score, weight))
        return total(best)

    def working_weight(self, score: Array, weight: Array) -> Array:
        """Return the quasi-binomial's."""
        return QUASI_BINOMIAL.working_weight(score, effective_items(weight, self.rho))

    def node_terms(self, value: Array) -> tuple[Array, Array]:
        """Return the quasi-binomial's, which ranks curves much alike."""
        return QUASI_BINOMIAL.node_terms(value)

    def data_terms(self, score: Array, weight: Array) -> tuple[Array, Array]:
        """Return the quasi-binomial's."""
        return QUASI_BINOMIAL.data_terms(score, effective_items(weight, self.rho))
