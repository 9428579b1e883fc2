"""The solver of laws: Levenberg-Marquardt on a robust loss, many columns at once.

Every column is one problem over the same runs: a start, or a bootstrap draw with its weights.
First steps reweight least squares (Holland & Welsch 1977, Communications in Statistics A6);
later ones take the second derivatives of Huber's loss itself, because reweighting creeps where
most residuals lie beyond delta. Bounds are held by projection (Bertsekas 1982).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scaling.fitting.laws.objectives import Robust
from scaling.fitting.systems import solve_symmetric
from scaling.laws.base import Array, Centre, Law, Sizes

Flags = NDArray[np.bool_]
CHUNK = 128  # columns at once: with some hundred runs, arrays that the cache holds
REWEIGHTED_STEPS = 4  # before exact second derivatives take over
FIRST_DAMPING, LEAST_DAMPING, MOST_DAMPING = 1e-3, 1e-9, 1e7
LOWER_BY, RAISE_BY = 5.0, 8.0
EASY_TOLERANCE, EASY_STEPS = 1e-6, 60  # of easier objectives on the way
PATIENCE = 2  # steps in a row that gain less than the tolerance: enough


@dataclass(frozen=True, eq=False)
class Problem:
    """One law and objective against the losses of runs, (n,) logarithms."""

    law: Law
    objective: Robust
    sizes: Sizes
    centre: Centre
    log_loss: Array

    def with_objective(self, objective: Robust) -> Problem:
        """Return the problem with another objective."""
        return Problem(self.law, objective, self.sizes, self.centre, self.log_loss)

    def residual(self, theta: Array) -> Array:
        """Return ln(law) - ln(loss), (n, M), for theta (p, M)."""
        gap: Array = self.law.log_loss(theta, self.sizes, self.centre) - self.log_loss[:, None]
        return gap

    def value(self, theta: Array, weight: Array) -> Array:
        """Return the objective, (M,); infinite where the law is no number."""
        with np.errstate(all="ignore"):
            found = self.objective.value(self.residual(theta), weight)
        return np.where(np.isfinite(found), found, np.inf)


@dataclass(frozen=True, eq=False)
class Solved:
    """What the solver found: ``theta`` (p, M), ``value`` (M,), flags (M,) and (p, M)."""

    theta: Array
    value: Array
    converged: Flags
    at_bound: Flags


def minimise(
    problem: Problem,
    start: Array,
    weight: Array,
    *,
    far: bool = False,
    tolerance: float = 1e-10,
    most_steps: int = 200,
) -> Solved:
    """Minimise the objective from ``start`` (p, M) with weights (n, M) or (n, 1).

    Starts that are ``far`` from any optimum are led there by easier objectives. Stops a column
    when two steps in a row gain less than ``tolerance`` of the objective.
    """
    theta = start
    for easier in problem.objective.ladder(far=far):
        theta = _minimise(
            problem.with_objective(easier), theta, weight, EASY_TOLERANCE, EASY_STEPS
        ).theta
    return _minimise(problem, theta, weight, tolerance, most_steps)


def _minimise(
    problem: Problem, start: Array, weight: Array, tolerance: float, most_steps: int
) -> Solved:
    lower, upper = (bound[:, None] for bound in problem.law.bounds(problem.log_loss))
    shared = weight.shape[1] == 1
    parts = []
    for low in range(0, start.shape[1], CHUNK):
        here = slice(low, low + CHUNK)
        own = weight if shared else np.ascontiguousarray(weight[:, here])
        columns = _Columns.begin(problem, np.clip(start[:, here], lower, upper), own)
        with np.errstate(all="ignore"):  # a trial step beyond all numbers gains nothing
            parts.append(columns.run(problem, lower, upper, tolerance, most_steps))
    theta, value, converged = (np.concatenate(part, axis=-1) for part in zip(*parts, strict=True))
    return Solved(theta, value, converged, (theta <= lower) | (theta >= upper))


@dataclass(eq=False)
class _Columns:
    """Where a chunk of columns has come to: (p, M), (n, M) or (n, 1), the rest (M,)."""

    theta: Array
    weight: Array
    value: Array
    damping: Array
    idle: NDArray[np.intp]

    @classmethod
    def begin(cls, problem: Problem, theta: Array, weight: Array) -> _Columns:
        count = theta.shape[1]
        value = problem.value(theta, weight)
        return cls(
            theta, weight, value, np.full(count, FIRST_DAMPING), np.zeros(count, dtype=np.intp)
        )

    def run(
        self, problem: Problem, lower: Array, upper: Array, tolerance: float, most_steps: int
    ) -> tuple[Array, Array, Flags]:
        """Return theta, value and whether each column has converged."""
        alive = np.arange(self.theta.shape[1])
        for number in range(most_steps):
            newton = number >= REWEIGHTED_STEPS
            self._advance(problem, alive, lower, upper, tolerance, newton=newton)
            alive = alive[self.idle[alive] < PATIENCE]
            if not len(alive):
                break
        return self.theta, self.value, (self.idle >= PATIENCE) & np.isfinite(self.value)

    def _advance(
        self,
        problem: Problem,
        alive: NDArray[np.intp],
        lower: Array,
        upper: Array,
        tolerance: float,
        *,
        newton: bool,
    ) -> None:
        """Take one step of the columns that are left, where it gains."""
        theta = self.theta[:, alive]
        weight = self.weight if self.weight.shape[1] == 1 else self.weight[:, alive]
        damping, before = self.damping[alive], self.value[alive]
        step = _step(problem, theta, weight, damping, lower, upper, newton=newton)
        trial = np.clip(theta + step, lower, upper)
        after = problem.value(trial, weight)
        better = after < before
        gain = np.where(better, before - after, 0.0)
        small = np.where(better, gain <= tolerance * before, damping > MOST_DAMPING)
        self.theta[:, alive] = np.where(better, trial, theta)
        self.value[alive] = np.where(better, after, before)
        lowered, raised = damping / LOWER_BY, damping * RAISE_BY
        self.damping[alive] = np.where(better, np.maximum(lowered, LEAST_DAMPING), raised)
        idle = self.idle[alive]
        self.idle[alive] = np.where(small, idle + 1, np.where(better, 0, idle))


def _step(
    problem: Problem,
    theta: Array,
    weight: Array,
    damping: Array,
    lower: Array,
    upper: Array,
    *,
    newton: bool,
) -> Array:
    """Return the damped step, (p, M); zero along coordinates that would leave their bounds."""
    logs, jacobian = problem.law.log_loss_and_jacobian(theta, problem.sizes, problem.centre)
    residual = logs - problem.log_loss[:, None]
    first, second = problem.objective.slopes(residual, weight, newton=newton)
    p = len(theta)
    gradient = np.stack([(jacobian[i] * first).sum(axis=0) for i in range(p)])
    blocked = ((theta <= lower) & (gradient > 0)) | ((theta >= upper) & (gradient < 0))
    matrix: list[list[Array]] = [[np.empty(0)] * p for _ in range(p)]
    for i in range(p):
        weighted = jacobian[i] * second
        for j in range(i):
            entry = (weighted * jacobian[j]).sum(axis=0)
            matrix[i][j] = np.where(blocked[i] | blocked[j], 0.0, entry)
        entry = (weighted * jacobian[i]).sum(axis=0)
        matrix[i][i] = np.where(blocked[i], 1.0, entry * (1.0 + damping))
    return -solve_symmetric(matrix, np.where(blocked, 0.0, gradient))
