"""The beta-binomial log-likelihood: k of n with over-dispersion rho, exact at k = 0 and k = n."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import digamma, gammaln

from scaling.curves.base import Array
from scaling.fitting.objectives.base import LAPSE, Objective, total
from scaling.fitting.objectives.quasi_binomial import QUASI_BINOMIAL, effective_items

LEAST_RHO = 1e-8  # below it the gamma functions lose their digits, and nothing is over-dispersed
BISECTIONS = 40  # of [0, 1]: to the last digit but three


@dataclass(frozen=True)
class BetaBinomial(Objective):
    """ln of the beta-binomial probability of k = n y, p clipped to the lapse rate; weight n.

    With s = 1/rho - 1: ln B(k + p s, n - k + q s) - ln B(p s, q s), Griffiths 1973, Biometrics
    29. The binomial coefficient is left out; k need not be whole.
    """

    rho: float
    name: str = "beta-binomial"
    scale_free: bool = False
    binomial = True

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
        """Return the best log-likelihood of one p a score, (M,); its slope falls all the way."""
        low, high = np.full_like(score, LAPSE), np.full_like(score, 1 - LAPSE)
        for _ in range(BISECTIONS):
            middle = 0.5 * (low + high)
            rising = self._scores(middle, score, weight)[0] > 0
            low, high = np.where(rising, middle, low), np.where(rising, high, middle)
        return total(self._terms(0.5 * (low + high), score, weight))

    def working_weight(self, score: Array, weight: Array) -> Array:
        """Return the quasi-binomial's."""
        return QUASI_BINOMIAL.working_weight(score, effective_items(weight, self.rho))

    def node_terms(self, value: Array) -> tuple[Array, Array]:
        """Return the quasi-binomial's, which ranks curves much alike."""
        return QUASI_BINOMIAL.node_terms(value)

    def data_terms(self, score: Array, weight: Array) -> tuple[Array, Array]:
        """Return the quasi-binomial's."""
        return QUASI_BINOMIAL.data_terms(score, effective_items(weight, self.rho))
