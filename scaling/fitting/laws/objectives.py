"""What a law's fit minimises: a sum over runs of a loss of log residuals.

Sums, not means: a mean of residuals of a thousandth meets any solver's tolerance at its start.
Delta and reduction change the answer, so both stand beside every number.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scaling.laws.base import Array

LAD_DELTA = 1e-8  # within this of zero the absolute value is rounded off, for the solver's sake
EASIER = (0.03, 0.01, 0.003)  # deltas on the way from a far start: few local optima are left
TO_LAD = (1e-3, 1e-4, 1e-5, 1e-6, 1e-7)  # deltas on the way to absolute values
BLEND = 0.02  # of the reweighting in the second derivatives: without it few runs have any


@dataclass(frozen=True)
class Robust:
    """Sum of w H(r), r = ln(law) - ln(loss): H is r^2/2 up to delta, then delta (|r| - delta/2).

    Huber 1964, Annals of Mathematical Statistics 35; on log residuals with delta 1e-3 and the
    sum: Hoffmann et al. 2022, arXiv:2203.15556, eq. 3. An infinite ``delta`` gives squares.
    """

    name: str
    delta: float

    @property
    def stated_delta(self) -> float:
        """Delta where it is part of the result, NaN elsewhere."""
        return self.delta if self.name == "huber" else float("nan")

    def ladder(self, *, far: bool) -> tuple[Robust, ...]:
        """Return easier losses to be solved on the way, largest delta first.

        From a ``far`` start more of them than from the optimum of other weights.
        """
        deltas = (*(EASIER if far else ()), *(TO_LAD if self.name == "lad" else ()))
        return tuple(Robust(self.name, delta) for delta in deltas if delta > 2 * self.delta)

    def value(self, residual: Array, weight: Array) -> Array:
        """Return what the solver minimises, (M,), for residuals and weights (n, M)."""
        size = np.abs(residual)
        inner = np.minimum(size, self.delta)
        loss: Array = (weight * (inner * (size - 0.5 * inner))).sum(axis=0)
        return loss

    def reported(self, residual: Array) -> float:
        """Return the objective of one fit as it is printed: sum of Huber's loss, r^2 or |r|."""
        if self.name == "lad":
            return float(np.abs(residual).sum())
        if self.name == "squares":
            return float((residual**2).sum())
        return float(self.value(residual[:, None], np.ones((len(residual), 1)))[0])

    def slopes(self, residual: Array, weight: Array, *, newton: bool) -> tuple[Array, Array]:
        """Return first and second derivatives by the residual, (n, M) each.

        The second ones are those of iteratively reweighted least squares; with ``newton`` the
        exact ones of Huber's loss (nothing beyond delta), with a share of the others so that
        no system is singular: near the optimum that takes few steps.
        """
        size = np.abs(residual)
        first = weight * np.clip(residual, -self.delta, self.delta)
        if self.delta == np.inf:
            return first, np.broadcast_to(weight, residual.shape)
        reweighted = self.delta / np.maximum(size, self.delta)
        if newton:
            reweighted = np.where(size <= self.delta, 1.0, BLEND * reweighted)
        return first, weight * reweighted


def objective_of(name: str, delta: float) -> Robust:
    """Return the objective ``huber``, ``squares`` or ``lad``."""
    if name == "huber":
        return Robust(name, delta)
    return Robust(name, np.inf if name == "squares" else LAD_DELTA)
