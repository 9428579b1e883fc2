"""The link from abilities to the score of a task: a sigmoid with a raised floor, fitted batched.

Ruan et al. 2024, arXiv:2405.10938, equation 6: with errors E scaled to [0, 1],
E = h sigmoid(-(beta' S + alpha)), 0.8 <= h <= 1, by ordinary least squares. On the scaled score
that is y = 1 - h + h sigmoid(beta' S + alpha).
Shapes: B weightings, n models, k abilities; theta (B, k + 2) holds alpha, beta, h.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from scaling.curves.base import Array
from scaling.forecasting.observational.link_solver import (
    LEAST_ERROR,
    MOST_STEPS,
    Optimum,
    descend,
    residual_of,
)
from scaling.forecasting.observational.link_starts import starts
from scaling.forecasting.observational.spread import unit_of

ALWAYS = 2  # the line through the logits and next to no slope take part in any case
PROMISING = 16  # starts of a draw that are looked into
FIRST_STEPS = 10  # from each of them
LASTING = 2  # that are then followed to the end
MOST_ROWS = 1000  # that descend together: arrays that fit the cache
SAME = 1e-6  # relative difference of errors at one optimum; the first start that reaches it counts


@dataclass(frozen=True, eq=False)
class Link(Optimum):
    """Fitted links: the optima, of abilities as they are."""

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

    ``weights``: (B, n); the first weighting is the fit, the others are its draws. The fit descends
    from every start, a draw from its most promising ones; the best optimum is kept.
    """
    share = weights / weights.sum(axis=1, keepdims=True)
    centre = np.einsum("bn,bnk->bk", share, abilities)
    offset = abilities - centre[:, None, :]
    spread = np.sqrt(np.einsum("bn,bnk->bk", share, offset**2))
    unit = unit_of(spread, centre)
    scaled = abilities / unit[:, None, :]
    begin = starts(scaled, score, share)
    found = _best(scaled[:1], score, share[:1], begin[:, :1])
    if len(share) > 1:
        drawn = _of_draws(scaled[1:], score, share[1:], begin[:, 1:])
        found = found.and_then(drawn)
    theta = found.theta.copy()
    theta[:, 1:-1] /= unit
    return Link(theta, found.error, found.converged, found.at_bound)


def _of_draws(abilities: Array, score: Array, share: Array, begin: Array) -> Optimum:
    """Return the best optima from the most promising of many starts (S, B, p)."""
    error = np.stack([_error(abilities, score, share, one) for one in begin])
    error[:ALWAYS] = -1.0
    few = _lowest(error, begin, PROMISING)
    first = _from_all(abilities, score, share, few, FIRST_STEPS)
    theta, error = first.theta.reshape(few.shape), first.error.reshape(few.shape[:2])
    return _best(abilities, score, share, _lowest(error, theta, LASTING))


def _best(abilities: Array, score: Array, share: Array, begin: Array) -> Optimum:
    """Return the best of the optima from all starts (S, B, p)."""
    found = _from_all(abilities, score, share, begin, MOST_STEPS)
    error = found.error.reshape(begin.shape[:2])
    place = (error <= error.min(axis=0) * (1 + SAME) + LEAST_ERROR).argmax(axis=0)
    n_weightings = begin.shape[1]
    return found.take(place * n_weightings + np.arange(n_weightings))


def _from_all(
    abilities: Array, score: Array, share: Array, begin: Array, most_steps: int
) -> Optimum:
    """Return where descents from all starts (S, B, p) end, start by start: S B optima."""
    found = None
    together = max(1, MOST_ROWS // len(share))
    for first in range(0, len(begin), together):
        some = begin[first : first + together]
        one = descend(
            np.tile(abilities, (len(some), 1, 1)),
            score,
            np.tile(share, (len(some), 1)),
            some.reshape(-1, begin.shape[2]),
            most_steps,
        )
        found = one if found is None else found.and_then(one)
    assert found is not None
    return found


def _lowest(error: Array, theta: Array, count: int) -> Array:
    """Return those of theta (S, B, p) with the lowest errors (S, B), (count, B, p)."""
    order = np.argsort(error, axis=0, kind="stable")[:count]
    return np.take_along_axis(theta, order[:, :, None], axis=0)


def _error(abilities: Array, score: Array, share: Array, theta: Array) -> Array:
    result: Array = (share * residual_of(theta, abilities, score) ** 2).sum(axis=1)
    return result
