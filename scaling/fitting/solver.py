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
from scaling.fitting.systems import TINY, solve_symmetric

Flags = NDArray[np.bool_]

FIRST_DAMPING = 0.05  # cautious: grid nodes are often far from an optimum
LEAST_DAMPING, MOST_DAMPING = 1e-9, 1e9
IDLE, PATIENCE = 1e3, 5  # so many steps in a row that gain less than so many tolerances: enough
KEPT = 0.9  # share of the working set that must be left for it to stay as it is
BOLD = 1.0  # damping below which a step goes most of the way
LEAST_FACTOR = 1 / 3  # damping falls to this share after a step that was as good as promised
SCORING_STEPS = 12  # after which exact second derivatives take over: scoring has a slow end
DIFFERENCE = 1e-6  # step of the second derivatives, relative to theta and its range
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
    least = PERFECT_FIT * objective.whole(score, weight) + 1e-300
    work = _Work(design, score, weight, found.copy(), lower, upper, free, least)
    value, jacobian = curve.value_and_jacobian(work.theta, work.design.at(work.design.x))
    likelihood = objective.log_likelihood(value, work.score, work.weight)
    damping, raise_by = np.full(len(columns), FIRST_DAMPING), np.full(len(columns), 2.0)
    alive = np.ones(len(columns), dtype=bool)
    idle = np.zeros(len(columns), dtype=np.intp)
    for iteration in range(max_iterations):
        newton = objective.smooth and iteration >= SCORING_STEPS
        step, promised, slack = _step(
            curve, objective, value, jacobian, work, damping, newton=newton
        )
        trial = np.clip(work.theta + step, work.lower, work.upper)
        new_value, new_jacobian = curve.value_and_jacobian(trial, work.design.at(work.design.x))
        new_likelihood = objective.log_likelihood(new_value, work.score, work.weight)
        gain = new_likelihood - likelihood
        better = gain > 0
        kept = 2 * np.clip(gain / np.maximum(promised, 1e-300), 0.0, 2.0) - 1
        if objective.scale_free:
            size = np.maximum(-2 * likelihood / len(score), work.least)
            gain, promised, slack = gain / size, promised / size, slack / size
        # A heavily damped step gains little anywhere: only a bold one, or no slope, is the end.
        bold = damping < BOLD
        hope = np.where(better, gain, promised)
        idle = np.where(hope < IDLE * tolerance, idle + 1, 0)  # creeping along a plateau
        done = np.where(bold, hope < tolerance, slack < tolerance) | (damping > MOST_DAMPING)
        done |= idle >= PATIENCE
        work.theta = np.where(better, trial, work.theta)
        value = np.where(better, new_value, value)
        jacobian = np.where(better, new_jacobian, jacobian)
        likelihood = np.where(better, new_likelihood, likelihood)
        lowered = damping * np.maximum(LEAST_FACTOR, 1 - kept**3)
        damping = np.where(better, lowered, damping * raise_by)
        # done columns that stay in the working set go on, but not beyond all numbers
        damping = np.clip(damping, LEAST_DAMPING, 2 * MOST_DAMPING)
        raise_by = np.where(better, 2.0, np.minimum(2 * raise_by, MOST_DAMPING))
        done &= alive
        if done.any():
            finished = columns[done]
            found[:, finished] = work.theta[:, done]
            best[finished] = likelihood[done]
            converged[finished] = True
            alive &= ~done
            if np.count_nonzero(alive) > KEPT * len(alive):
                continue  # a few idle columns cost less than copying all others
            left = np.flatnonzero(alive)
            columns, alive = columns[left], alive[left]
            if not len(columns):
                break
            work = work.take(left)
            value, jacobian = np.take(value, left, axis=1), np.take(jacobian, left, axis=2)
            likelihood, damping, raise_by = likelihood[left], damping[left], raise_by[left]
            idle = idle[left]
    found[:, columns[alive]] = work.theta[:, alive]
    best[columns[alive]] = likelihood[alive]
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
    curve: Curve,
    objective: Objective,
    value: Array,
    jacobian: Array,
    work: _Work,
    damping: Array,
    *,
    newton: bool,
) -> tuple[Array, Array, Array]:
    """Return the damped step (p, M), zero where blocked, the gain it promises, and the slack.

    The slack (M,) is what steps along each parameter alone would gain together.
    """
    by_curve, information = objective.gradient(value, work.score, work.weight)
    active = np.flatnonzero(work.free.any(axis=1))  # held parameters cost nothing
    theta, lower, upper = work.theta[active], work.lower[active], work.upper[active]
    p = len(active)
    gradient = np.stack([total(jacobian[i] * by_curve) for i in active])
    blocked = (
        ~work.free[active]
        | ((theta <= lower) & (gradient < 0))
        | ((theta >= upper) & (gradient > 0))
    )
    curvature = _curvature(curve, objective, work, active, gradient) if newton else None
    matrix: list[list[Array]] = [[np.empty(0)] * p for _ in range(p)]
    diagonal = np.empty_like(gradient)
    for i in range(p):
        weighted = jacobian[active[i]] * information
        diagonal[i] = total(weighted * jacobian[active[i]])
        for j in range(i + 1):
            if curvature is not None:
                entry = curvature[i, j]
            else:
                entry = diagonal[i] if i == j else total(weighted * jacobian[active[j]])
            if i == j:
                entry = np.where(blocked[i], 1.0, entry + damping * diagonal[i])
            else:
                entry = np.where(blocked[i] | blocked[j], 0.0, entry)
            matrix[i][j] = entry
    gradient = np.where(blocked, 0.0, gradient)
    step = np.zeros_like(work.theta)
    far = upper - lower  # where the second derivatives are not definite a step can be anything
    step[active] = np.clip(solve_symmetric(matrix, gradient), -far, far)
    # Of the quadratic model: g's - s'Hs/2 with (H + damping D) s = g.
    damped = damping * total(np.where(blocked, 0.0, diagonal) * step[active] ** 2)
    slack = 0.5 * total(gradient**2 / (diagonal + TINY))
    return step, 0.5 * (total(gradient * step[active]) + damped), slack


def _curvature(
    curve: Curve, objective: Objective, work: _Work, active: NDArray[np.intp], gradient: Array
) -> Array:
    """Return minus the second derivatives (q, q, M), from differences of exact gradients."""
    placed = work.design.at(work.design.x)
    found = np.empty((len(active), *gradient.shape))
    for row, place in enumerate(active):
        span = work.upper[place] - work.lower[place]  # not 1: losses may be 1e-9 or 1e9
        size = DIFFERENCE * np.maximum(np.abs(work.theta[place]), span)
        size = np.where(size > 0, size, DIFFERENCE)
        inward = np.where(work.theta[place] + size > work.upper[place], -size, size)
        near = work.theta.copy()
        near[place] += inward
        value, jacobian = curve.value_and_jacobian(near, placed)
        by_curve, _ = objective.gradient(value, work.score, work.weight)
        for column, other in enumerate(active):
            found[row, column] = (gradient[column] - total(jacobian[other] * by_curve)) / inward
    symmetric: Array = 0.5 * (found + found.transpose(1, 0, 2))
    return symmetric
