"""The optimum of the link from a start: Levenberg-Marquardt on many weightings at once.

Shapes: B weightings, n models, k abilities; theta (B, k + 2) holds alpha, beta, h.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from scaling.curves.base import Array

LEAST_HEIGHT = 0.8  # the paper's range of h
MOST_SLOPE = 60.0  # of alpha, and of beta for one standard deviation of an ability
MOST_STEPS = 200
TOLERANCE = 1e-10  # of the sum of squares, relative
LEAST_ERROR = 1e-18  # below which the mean square is rounding
LEAST_CURVATURE = 1e-12  # of a direction that the scores say nothing of
LEAST_DAMPING, MOST_DAMPING = 1e-9, 1e9


@dataclass(frozen=True, eq=False)
class Optimum:
    """Where descents ended: ``theta`` (B, k + 2), mean squared ``error`` (B,), flags (B,).

    ``at_bound``: a coefficient stopped at ``MOST_SLOPE``, so the rise is as good as a step.
    """

    theta: Array
    error: Array
    converged: NDArray[np.bool_]
    at_bound: NDArray[np.bool_]

    def take(self, places: NDArray[np.intp]) -> Optimum:
        """Return the optima at these places."""
        return Optimum(
            self.theta[places], self.error[places], self.converged[places], self.at_bound[places]
        )

    def and_then(self, others: Optimum) -> Optimum:
        """Return these optima and then others."""
        return Optimum(
            np.concatenate([self.theta, others.theta]),
            np.concatenate([self.error, others.error]),
            np.concatenate([self.converged, others.converged]),
            np.concatenate([self.at_bound, others.at_bound]),
        )


def descend(
    abilities: Array, score: Array, share: Array, start: Array, most_steps: int = MOST_STEPS
) -> Optimum:
    """Return the optima from a start: Levenberg-Marquardt, held to the box by projection.

    Weightings that are done leave the working set.
    """
    n_free = start.shape[1]
    upper = np.full(n_free, MOST_SLOPE)
    lower = -upper
    lower[-1], upper[-1] = LEAST_HEIGHT, 1.0
    best = np.clip(start, lower, upper)
    least = np.empty(len(start))
    left = np.arange(len(start))
    theta, damping = best, np.full(len(start), 1e-2)
    residual, jacobian = _with_jacobian(theta, abilities, score)
    error = (share * residual**2).sum(axis=1)
    for _ in range(most_steps):
        step = _step(theta, residual, jacobian, share, damping, (lower, upper))
        trial = np.clip(theta + step, lower, upper)
        trial_residual, trial_jacobian = _with_jacobian(trial, abilities, score)
        trial_error = (share * trial_residual**2).sum(axis=1)
        gain = error - trial_error
        better = gain > 0
        small = (gain >= 0) & (gain <= TOLERANCE * error + LEAST_ERROR) & (damping < 1)
        done = small | (damping >= MOST_DAMPING)
        theta = np.where(better[:, None], trial, theta)
        residual = np.where(better[:, None], trial_residual, residual)
        jacobian = np.where(better[:, None, None], trial_jacobian, jacobian)
        error = np.where(better, trial_error, error)
        damping = np.clip(np.where(better, damping / 5, damping * 4), LEAST_DAMPING, MOST_DAMPING)
        if done.any():
            best[left[done]], least[left[done]] = theta[done], error[done]
            keep = ~done
            left, theta, residual, jacobian = (
                left[keep],
                theta[keep],
                residual[keep],
                jacobian[keep],
            )
            error, damping, share, abilities = (
                error[keep],
                damping[keep],
                share[keep],
                abilities[keep],
            )
        if not len(left):
            break
    best[left], least[left] = theta, error
    converged = ~np.isin(np.arange(len(start)), left)
    at_bound: NDArray[np.bool_] = np.abs(best[:, :-1]).max(axis=1) >= MOST_SLOPE
    return Optimum(best, least, converged, at_bound)


def _step(
    theta: Array,
    residual: Array,
    jacobian: Array,
    share: Array,
    damping: Array,
    bounds: tuple[Array, Array],
) -> Array:
    """Return damped Gauss-Newton steps (B, p); a parameter that pushes at its bound is held."""
    lower, upper = bounds
    weighted = (jacobian * share[:, :, None]).transpose(0, 2, 1)
    gram = weighted @ jacobian
    slope = (weighted @ residual[..., None])[..., 0]
    held = ((theta <= lower) & (slope > 0)) | ((theta >= upper) & (slope < 0))
    slope = np.where(held, 0.0, slope)
    gram = np.where(held[:, :, None] | held[:, None, :], 0.0, gram)
    ridge = damping[:, None] * np.maximum(np.einsum("bpp->bp", gram), LEAST_CURVATURE) + held
    solved = np.linalg.solve(gram + ridge[:, :, None] * np.eye(theta.shape[1]), -slope[..., None])
    result: Array = solved[..., 0]
    return result


def residual_of(theta: Array, abilities: Array, score: Array) -> Array:
    """Return prediction less scaled score, (B, n)."""
    height = theta[:, -1:]
    result: Array = 1 - height + height * _sigmoid(theta, abilities) - score
    return result


def _with_jacobian(theta: Array, abilities: Array, score: Array) -> tuple[Array, Array]:
    """Return prediction less score (B, n) and its derivatives (B, n, k + 2)."""
    sigmoid = _sigmoid(theta, abilities)
    height = theta[:, -1:]
    rise = height * sigmoid * (1 - sigmoid)
    jacobian = np.concatenate(
        [rise[:, :, None], rise[:, :, None] * abilities, (sigmoid - 1)[:, :, None]], axis=2
    )
    return 1 - height + height * sigmoid - score, jacobian


def _sigmoid(theta: Array, abilities: Array) -> Array:
    result: Array = expit((abilities @ theta[:, 1:-1, None])[:, :, 0] + theta[:, :1])
    return result
