"""The batched solver: projected Levenberg-Marquardt (Fisher scoring) on many columns at once.

Every column is one small bounded problem of a few parameters. All arithmetic is
elementwise over columns, so a column's answer is the same to the last bit whether it is solved
alone or among thousands. Columns that are done leave the working set.
Method: Levenberg-Marquardt damping (Marquardt 1963) on the expected information, with the
projection of Bertsekas 1982 for the bounds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scaling.curves.base import Array, Curve, Design
from scaling.fitting.objectives import Objective, total
from scaling.fitting.systems import RIDGE, solve_symmetric

Flags = NDArray[np.bool_]

FIRST_DAMPING = 1e-3
LEAST_DAMPING, MOST_DAMPING = 1e-9, 1e9
DAMPING_DOWN, DAMPING_UP = 0.2, 8.0
PERFECT_FIT = 1e-20  # share of the weighted sum of squares below which residuals are rounding


@dataclass(frozen=True, eq=False)
class Solution:
    """What the solver found: ``theta`` (p, M), ``log_likelihood`` (M,), flags (M,) and (p, M)."""

    theta: Array
    log_likelihood: Array
    converged: Flags
    at_bound: Flags

    def take(self, columns: Array | NDArray[np.intp]) -> Solution:
        """Return the solution of the chosen columns."""
        index = np.asarray(columns, dtype=np.intp)
        return Solution(
            np.take(self.theta, index, axis=1),
            self.log_likelihood[index],
            self.converged[index],
            np.take(self.at_bound, index, axis=1),
        )

    def best_of(self, count: int) -> Solution:
        """Return the likeliest of ``count`` starts; columns are start by start."""
        n_columns = len(self.log_likelihood) // count
        best = self.log_likelihood.reshape(count, n_columns).argmax(axis=0)
        return self.take(best * n_columns + np.arange(n_columns))


def maximise(
    curve: Curve,
    objective: Objective,
    design: Design,
    score: Array,
    weight: Array,
    start: Array,
    free: Flags,
    *,
    bounds: tuple[Array, Array] | None = None,
    tolerance: float = 1e-9,
    max_iterations: int = 100,
) -> Solution:
    """Maximise the objective from ``start`` (p, M) over the parameters that are ``free`` (p, M).

    ``score``, ``weight``: (K, M). Stops when a step gains less than ``tolerance`` in
    log-likelihood; where the error's scale is estimated too, in n/2 ln(objective), because the
    objective's own size means nothing. ``bounds``: (p, M) each, in place of the curve's own.
    """
    lower, upper = curve.bounds(design) if bounds is None else bounds
    lower = np.where(free, lower, np.minimum(lower, start))
    upper = np.where(free, upper, np.maximum(upper, start))
    found = np.clip(start, lower, upper)
    best = np.empty(found.shape[1])
    converged = np.zeros(found.shape[1], dtype=bool)

    columns = np.arange(found.shape[1])  # the working set: places of its columns in the batch
    least = PERFECT_FIT * total(weight * score**2) + 1e-300
    work = _Work(design, score, weight, found.copy(), lower, upper, free, least)
    value, jacobian = curve.value_and_jacobian(work.theta, work.design.at(work.design.x))
    likelihood = objective.log_likelihood(value, work.score, work.weight)
    damping = np.full(len(columns), FIRST_DAMPING)
    for _ in range(max_iterations):
        step, expected_gain = _step(objective, value, jacobian, work, damping)
        trial = np.clip(work.theta + step, work.lower, work.upper)
        new_value, new_jacobian = curve.value_and_jacobian(trial, work.design.at(work.design.x))
        new_likelihood = objective.log_likelihood(new_value, work.score, work.weight)
        gain = new_likelihood - likelihood
        better = gain > 0
        if objective.scale_free:
            size = np.maximum(-2 * likelihood / len(score), work.least)
            gain, expected_gain = gain / size, expected_gain / size
        done = np.where(
            better, gain < tolerance, (expected_gain < tolerance) | (damping > MOST_DAMPING)
        )
        work.theta = np.where(better, trial, work.theta)
        value = np.where(better, new_value, value)
        jacobian = np.where(better, new_jacobian, jacobian)
        likelihood = np.where(better, new_likelihood, likelihood)
        damping = np.where(better, damping * DAMPING_DOWN, damping * DAMPING_UP)
        damping = np.maximum(damping, LEAST_DAMPING)
        if done.any():
            finished = columns[done]
            found[:, finished] = work.theta[:, done]
            best[finished] = likelihood[done]
            converged[finished] = True
            left = np.flatnonzero(~done)
            columns = columns[left]
            if not len(columns):
                break
            work = work.take(left)
            value, jacobian = np.take(value, left, axis=1), np.take(jacobian, left, axis=2)
            likelihood, damping = likelihood[left], damping[left]
    if len(columns):
        found[:, columns] = work.theta
        best[columns] = likelihood
    at_bound = free & ((found <= lower) | (found >= upper))
    return Solution(found, best, converged, at_bound)


@dataclass(eq=False)
class _Work:
    """The columns still being solved."""

    design: Design
    score: Array
    weight: Array
    theta: Array
    lower: Array
    upper: Array
    free: Flags
    least: Array

    def take(self, columns: NDArray[np.intp]) -> _Work:
        def chosen(array: Array) -> Array:
            return np.take(array, columns, axis=1)  # keeps rows contiguous, a[:, i] need not

        return _Work(
            self.design.take(columns),
            chosen(self.score),
            chosen(self.weight),
            chosen(self.theta),
            chosen(self.lower),
            chosen(self.upper),
            np.take(self.free, columns, axis=1),
            self.least[columns],
        )


def _step(
    objective: Objective, value: Array, jacobian: Array, work: _Work, damping: Array
) -> tuple[Array, Array]:
    """Return the damped step (p, M), zero where blocked, and the gain it promises (M,)."""
    by_curve, information = objective.gradient(value, work.score, work.weight)
    active = np.flatnonzero(work.free.any(axis=1))  # held parameters cost nothing
    theta, lower, upper = work.theta[active], work.lower[active], work.upper[active]
    jacobian = jacobian[active]
    p = len(active)
    gradient = np.stack([total(jacobian[i] * by_curve) for i in range(p)])
    blocked = (
        ~work.free[active]
        | ((theta <= lower) & (gradient < 0))
        | ((theta >= upper) & (gradient > 0))
    )
    gradient = np.where(blocked, 0.0, gradient)
    matrix: list[list[Array]] = [[np.empty(0)] * p for _ in range(p)]
    for i in range(p):
        weighted = jacobian[i] * information
        for j in range(i + 1):
            entry = total(weighted * jacobian[j])
            if i == j:
                entry = np.where(blocked[i], 1.0, entry * (1 + damping) + RIDGE)
            else:
                entry = np.where(blocked[i] | blocked[j], 0.0, entry)
            matrix[i][j] = entry
    step = np.zeros_like(work.theta)
    step[active] = solve_symmetric(matrix, gradient)
    return step, total(gradient * step[active])
