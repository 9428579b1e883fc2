"""Constrained maxima from the batched solver: the likelihood with a quantity pulled to a target.

Maximising l(theta) - k/2 (g(theta) - t)^2 gives a theta that is the likeliest of all with the same
g: a point of the profile of g, exactly, whatever the stiffness k. So k need only be large enough
to lead the way. To the solver the pull is one more score, of value t and weight k.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from scaling.curves.base import Array, Curve, Placed
from scaling.fitting.intervals.quantities import Aimed, Quantity
from scaling.fitting.model import Model
from scaling.fitting.objectives import Objective
from scaling.fitting.solver import maximise

TOLERANCE = 1e-9  # of the log-likelihood
MAX_ITERATIONS = 30


@dataclass(frozen=True, eq=False)
class _Watched:
    """A curve whose value has one more row: the quantity."""

    curve: Curve
    quantity: Quantity

    def bounds(self, design: Aimed) -> tuple[Array, Array]:
        return self.curve.bounds(design)

    def value_and_jacobian(self, theta: Array, placed: Placed) -> tuple[Array, Array]:
        design = placed.design
        assert isinstance(design, Aimed)
        value, jacobian = self.curve.value_and_jacobian(theta, placed)
        watched = self.quantity.value(theta, design)
        slopes = self.quantity.slopes(theta, design)
        return (
            np.concatenate([value, watched[None]]),  # (K + 1, M)
            np.concatenate([jacobian, slopes[:, None]], axis=1),  # (p, K + 1, M)
        )


@dataclass(frozen=True, eq=False)
class _Pulled:
    """An objective over ``scale``, and a Gaussian for the last row."""

    objective: Objective
    scale: float
    scale_free: bool = False
    smooth: bool = False  # second derivatives of numeric slopes are noise: scoring all the way

    def log_likelihood(self, value: Array, score: Array, weight: Array) -> Array:
        inner = self.objective.log_likelihood(value[:-1], score[:-1], weight[:-1])
        result: Array = inner / self.scale - 0.5 * weight[-1] * (score[-1] - value[-1]) ** 2
        return result

    def gradient(self, value: Array, score: Array, weight: Array) -> tuple[Array, Array]:
        slope, information = self.objective.gradient(value[:-1], score[:-1], weight[:-1])
        pull = weight[-1] * (score[-1] - value[-1])
        return (
            np.concatenate([slope / self.scale, pull[None]]),
            np.concatenate([information / self.scale, weight[-1:]]),
        )

    def whole(self, score: Array, weight: Array) -> Array:
        return self.objective.whole(score[:-1], weight[:-1])


def pulled(
    model: Model,
    scale: float,
    quantity: Quantity,
    design: Aimed,
    target: Array,
    stiffness: Array,
    starts: Array,
) -> Array:
    """Return theta (p, M) of the best start for every column.

    ``model`` has one series; the objective is divided by ``scale`` to be a log-likelihood.
    ``target``, ``stiffness``: (M,) of the quantity; ``starts``: (S, p, M).
    """
    count, _, n_columns = starts.shape
    tiled = np.tile(np.arange(n_columns), count)
    total = count * n_columns
    score = np.concatenate([np.repeat(model.score, total, axis=1), target[tiled][None]])
    weight = np.concatenate([np.repeat(model.weight, total, axis=1), stiffness[tiled][None]])
    solved = maximise(
        cast(Curve, _Watched(model.curve, quantity)),  # the solver asks a curve for no more
        cast(Objective, _Pulled(model.objective, scale)),
        design.take(tiled),
        score,
        weight,
        np.concatenate(list(starts), axis=1),
        np.repeat(model.free, total, axis=1),
        tolerance=TOLERANCE,
        max_iterations=MAX_ITERATIONS,
    )
    # a start where the quantity has no value never moves: the others are better
    likelihood = np.where(np.isnan(solved.log_likelihood), -np.inf, solved.log_likelihood)
    return replace(solved, log_likelihood=likelihood).best_of(count).theta
