"""One step of the batched solver: the working set, its small systems, their curvature."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from scaling.curves.base import Array, Curve, Design, Flags
from scaling.fitting.objectives import Objective, total
from scaling.fitting.systems import TINY, solve_symmetric

FIRST_DAMPING = 0.05  # cautious: grid nodes are often far from an optimum
DIFFERENCE = 1e-6  # step of the second derivatives, relative to theta and its range


@dataclass(eq=False)
class Work:
    """The columns still being solved, and where each of them is.

    ``score``, ``weight``, ``value``: (K, M); ``lower``, ``upper``, ``free``, ``theta``: (p, M);
    ``jacobian``: (p, K, M); the rest (M,). ``least`` is the size of a perfect fit's objective,
    ``raise_by`` what damping grows by after a step that fails, ``idle`` how many steps in a row
    have gained next to nothing.
    """

    design: Design
    score: Array
    weight: Array
    lower: Array
    upper: Array
    free: Flags
    least: Array
    theta: Array
    value: Array
    jacobian: Array
    likelihood: Array
    damping: Array
    raise_by: Array
    idle: NDArray[np.intp]

    @classmethod
    def begin(
        cls,
        curve: Curve,
        objective: Objective,
        design: Design,
        score: Array,
        weight: Array,
        start: Array,
        lower: Array,
        upper: Array,
        free: Flags,
        least: Array,
    ) -> Work:
        """Return all columns at their start, held to the bounds."""
        theta = np.clip(start, lower, upper)
        value, jacobian = curve.value_and_jacobian(theta, design.at(design.x))
        likelihood = objective.log_likelihood(value, score, weight)
        count = len(likelihood)
        return cls(
            design, score, weight, lower, upper, free, least, theta, value, jacobian, likelihood,
            np.full(count, FIRST_DAMPING), np.full(count, 2.0), np.zeros(count, dtype=np.intp),
        )  # fmt: skip

    def take(self, columns: NDArray[np.intp]) -> Work:
        """Return some of the columns; ``np.take`` keeps rows contiguous, indexing need not."""
        arrays = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "design"}
        chosen = {name: np.take(array, columns, axis=-1) for name, array in arrays.items()}
        return Work(design=self.design.take(columns), **chosen)


def damped_step(
    curve: Curve, objective: Objective, work: Work, *, newton: bool
) -> tuple[Array, Array, Array]:
    """Return the damped step (p, M), zero where blocked, the gain it promises, and the slack.

    The slack (M,) is what steps along each parameter alone would gain together. ``newton`` takes
    the exact second derivatives in place of the expected information.
    """
    by_curve, information = objective.gradient(work.value, work.score, work.weight)
    active = np.flatnonzero(work.free.any(axis=1))  # held parameters cost nothing
    theta, lower, upper = work.theta[active], work.lower[active], work.upper[active]
    p = len(active)
    gradient = np.stack([total(work.jacobian[i] * by_curve) for i in active])
    blocked = (
        ~work.free[active]
        | ((theta <= lower) & (gradient < 0))
        | ((theta >= upper) & (gradient > 0))
    )
    curvature = _curvature(curve, objective, work, active, gradient) if newton else None
    matrix: list[list[Array]] = [[np.empty(0)] * p for _ in range(p)]
    diagonal = np.empty_like(gradient)
    for i in range(p):
        weighted = work.jacobian[active[i]] * information
        diagonal[i] = total(weighted * work.jacobian[active[i]])
        for j in range(i + 1):
            if curvature is not None:
                entry = curvature[i, j]
            else:
                entry = diagonal[i] if i == j else total(weighted * work.jacobian[active[j]])
            if i == j:
                entry = np.where(blocked[i], 1.0, entry + work.damping * diagonal[i])
            else:
                entry = np.where(blocked[i] | blocked[j], 0.0, entry)
            matrix[i][j] = entry
    gradient = np.where(blocked, 0.0, gradient)
    step = np.zeros_like(work.theta)
    far = upper - lower  # where the second derivatives are not definite a step can be anything
    step[active] = np.clip(solve_symmetric(matrix, gradient), -far, far)
    # Of the quadratic model: g's - s'Hs/2 with (H + damping D) s = g.
    damped = work.damping * total(np.where(blocked, 0.0, diagonal) * step[active] ** 2)
    slack = 0.5 * total(gradient**2 / (diagonal + TINY))
    return step, 0.5 * (total(gradient * step[active]) + damped), slack


def _curvature(
    curve: Curve, objective: Objective, work: Work, active: NDArray[np.intp], gradient: Array
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
