"""What every objective is: a sum over sizes of terms in score, weight and curve, maximised.

To add an objective, write one file with an ``Objective`` and add one line to
``scaling.fitting.objectives.chosen.OBJECTIVES``. Shapes: (K, M) for K sizes and M columns.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np

from scaling.curves.base import Array

LAPSE = 1e-3  # no score is likelier or less likely than this: one lucky item must not decide
NARROW = 100  # columns up to which running sums are faster than adding row by row (measured)


def total(terms: Array) -> Array:
    """Return the sum over sizes, (K, M) -> (M,), added in the order of the sizes.

    Not numpy's own sum: that changes its order of addition with the shape, and a column's
    result must not depend on how many other columns there are.
    """
    if terms[0].size <= NARROW:  # the same additions: running sums need no loop over the sizes
        last: Array = np.add.accumulate(terms, axis=0)[-1]
        return last
    result: Array = terms[0].copy()
    for row in terms[1:]:
        result += row
    return result


class Objective(ABC):
    """A log-likelihood of scores given a curve, or minus a loss; frozen, so that it keys a cache.

    ``scale_free`` is True where the size of the errors is estimated together with the curve:
    then only ratios of the objective mean anything, and ``profiled`` gives the log-likelihood.
    """

    name: str
    scale_free: bool
    binomial: bool = False  # whether scores are k of n
    logarithmic: bool = False  # whether errors are relative
    smooth: bool = True  # whether second derivatives say anything
    quadratic: bool = False  # whether it is minus half the weighted sum of squares

    @property
    def stated_delta(self) -> float:
        """Return Huber's delta, NaN of objectives that have none."""
        return float("nan")

    @property
    def ladder(self) -> tuple[Objective, ...]:
        """Easier objectives that lead to this one; none where it has few optima itself."""
        return ()

    @abstractmethod
    def log_likelihood(self, value: Array, score: Array, weight: Array) -> Array:
        """Return the objective, (M,)."""

    @abstractmethod
    def gradient(self, value: Array, score: Array, weight: Array) -> tuple[Array, Array]:
        """Return, each (K, M), the derivative by the curve and the expected information."""

    @abstractmethod
    def saturated(self, score: Array, weight: Array) -> Array:
        """Return the objective of a curve that goes through every score, (M,)."""

    @abstractmethod
    def working_weight(self, score: Array, weight: Array) -> Array:
        """Return weights (K, M) under which least squares comes near the objective."""

    @abstractmethod
    def node_terms(self, value: Array) -> tuple[Array, Array]:
        """Return two functions of the curve that, with ``data_terms``, rank curves.

        The objective (or a stand-in that ranks curves much like it) is the sum over sizes of
        their products, so that a grid of curves meets many data sets in one matrix product.
        """

    @abstractmethod
    def data_terms(self, score: Array, weight: Array) -> tuple[Array, Array]:
        """Return the two functions of the data that multiply ``node_terms``."""

    def whole(self, score: Array, weight: Array) -> Array:
        """Return the sum of squares that residuals are small or large against, (M,)."""
        return total(weight * score**2)

    def why_not(self, score: Array) -> str:
        """Return why the objective cannot be used on such scores; empty if it can."""
        return ""

    def profiled(self, likelihood: Array, score: Array, weight: Array) -> Array:
        """Return the log-likelihood, with the scale of the errors at its best, (M,).

        Terms that no choice of curve or objective touches are left out.
        """
        return likelihood


def deviance(objective: Objective, likelihood: Array, score: Array, weight: Array) -> Array:
    """Return twice the distance of a log-likelihood (M,) from the saturated model's."""
    return 2 * (objective.saturated(score, weight) - likelihood)


def used(weight: Array) -> Array:
    """Return how many scores take part in each column, (M,): those of weight above zero."""
    result: Array = total((weight > 0).astype(np.float64))
    return result
