"""The link from abilities to the score of a task: a sigmoid with a raised floor, fitted batched.

Ruan et al. 2024, arXiv:2405.10938, equation 6: with errors E scaled to [0, 1],
E = h sigmoid(-(beta' S + alpha)), 0.8 <= h <= 1, by ordinary least squares. On the scaled score
that is y = 1 - h + h sigmoid(beta' S + alpha).
Shapes: B weightings, n models, k abilities; theta (B, k + 2) holds alpha, beta, h.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from scaling.curves.base import Array

LEAST_HEIGHT = 0.8  # the paper's range of h
MOST_SLOPE = 60.0  # of alpha, and of beta for one standard deviation of an ability
START_HEIGHT = 0.99
START_CLIP = 0.005  # scores at 0 or 1 have no logit; this is for the start alone
MOST_STEPS = 200
TOLERANCE = 1e-10  # of the sum of squares, relative
LEAST_ERROR = 1e-18  # below which the mean square is rounding
LEAST_CURVATURE = 1e-12  # of a direction that the scores say nothing of
LEAST_DAMPING, MOST_DAMPING = 1e-9, 1e9


@dataclass(frozen=True, eq=False)
class Link:
    """Fitted links: ``theta`` (B, k + 2), mean squared training ``error`` (B,), flags (B,).

    ``at_bound``: a coefficient stopped at ``MOST_SLOPE``, so the rise is as good as a step.
    """

    theta: Array
    error: Array
    converged: NDArray[np.bool_]
    at_bound: NDArray[np.bool_]

    def capability(self, abilities: Array) -> Array:
        """Return P = beta' S + alpha of abilities (B, n, k), (B, n)."""
        result: Array = np.einsum("bnk,bk->bn", abilities, self.theta[:, 1:-1]) + self.theta[:, :1]
        return result

    def score(self, capability: Array) -> Array:
        """Return the scaled score at capabilities P (B, n)."""
        height = self.theta[:, -1:]
        result: Array = 1 - height + height * expit(capability)
        return result


def fit_link(abilities: Array, score: Array, weights: Array) -> Link:
    """Return the least-squares link of scaled scores (n,) on abilities (B, n, k).

    ``weights``: (B, n). Two deterministic starts, the better kept: the line through the logits,
    and next to flat.
    """
    share = weights / weights.sum(axis=1, keepdims=True)
    spread = np.sqrt(
        np.maximum(np.einsum("bn,bnk->bk", share, abilities**2), 0)
        - np.einsum("bn,bnk->bk", share, abilities) ** 2
    )
    unit = np.where(spread > 0, spread, 1.0)
    scaled = abilities / unit[:, None, :]
    found = [
        _descend(scaled, score, share, start)
        for start in (_through_logits(scaled, score, share), _flat(scaled, score, share))
    ]
    error = np.stack([one.error for one in found])
    best = error.argmin(axis=0)
    rows = np.arange(len(best))
    theta = np.stack([one.theta for one in found])[best, rows]
    theta[:, 1:-1] /= unit
    converged = np.stack([one.converged for one in found])[best, rows]
    at_bound = np.stack([one.at_bound for one in found])[best, rows]
    return Link(theta, error[best, rows], converged, at_bound)


def _through_logits(abilities: Array, score: Array, share: Array) -> Array:
    """Return the start that lies on the weighted line through the logits, (B, k + 2)."""
    target = logit(np.clip(score, START_CLIP, 1 - START_CLIP))
    ones = np.ones((*abilities.shape[:2], 1))
    design = np.concatenate([ones, abilities], axis=2)
    weighted = design * share[:, :, None]
    gram = weighted.transpose(0, 2, 1) @ design + 1e-6 * np.eye(design.shape[2])
    line = np.linalg.solve(gram, (weighted.transpose(0, 2, 1) @ target)[..., None])[..., 0]
    return np.concatenate([line, np.full((len(line), 1), START_HEIGHT)], axis=1)


def _flat(abilities: Array, score: Array, share: Array) -> Array:
    """Return the start of next to no slope at the mean score, (B, k + 2)."""
    start = np.zeros((len(share), abilities.shape[2] + 2))
    start[:, 0] = logit(np.clip(share @ score, START_CLIP, 1 - START_CLIP))
    start[:, 1] = 0.1
    start[:, -1] = START_HEIGHT
    return start


def _descend(abilities: Array, score: Array, share: Array, start: Array) -> Link:
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
    residual, jacobian = _residual(theta, abilities, score)
    error = (share * residual**2).sum(axis=1)
    for _ in range(MOST_STEPS):
        step = _step(theta, residual, jacobian, share, damping, (lower, upper))
        trial = np.clip(theta + step, lower, upper)
        trial_residual, trial_jacobian = _residual(trial, abilities, score)
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
    return Link(best, least, converged, at_bound)


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


def _residual(theta: Array, abilities: Array, score: Array) -> tuple[Array, Array]:
    """Return prediction less score (B, n) and its derivatives (B, n, k + 2)."""
    sigmoid = expit(np.einsum("bnk,bk->bn", abilities, theta[:, 1:-1]) + theta[:, :1])
    height = theta[:, -1:]
    rise = height * sigmoid * (1 - sigmoid)
    jacobian = np.concatenate(
        [rise[:, :, None], rise[:, :, None] * abilities, (sigmoid - 1)[:, :, None]], axis=2
    )
    return 1 - height + height * sigmoid - score, jacobian
