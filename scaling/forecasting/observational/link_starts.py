"""Where the link's descents start: the least squares of a sigmoid have several local optima.

Shapes: B weightings, n models, k abilities in units of their spread; a start is (B, k + 2).
"""

from __future__ import annotations

import numpy as np
from scipy.special import logit

from scaling.curves.base import Array

HEIGHT = 0.99
CLIP = 0.005  # scores at 0 or 1 have no logit; this is for the start alone
SLOPES = (1.0, 4.0, 16.0)  # along a direction, for a spread of the abilities along it
MIDPOINTS = (0.25, 0.5, 0.75, 0.9)  # quantiles of the models along a direction


def starts(abilities: Array, score: Array, share: Array) -> Array:
    """Return deterministic starts (S, B, k + 2) for scaled scores (n,) on abilities (B, n, k).

    They are the line through the logits, next to no slope, and rises of several steepnesses and
    midpoints along that line and along either way of each ability. ``share``: (B, n) weights.
    """
    line = _through_logits(abilities, score, share)
    found = [line, _flat(abilities, score, share)]
    for direction in _directions(line[:, 1:-1]):
        place = np.einsum("bnk,bk->bn", abilities, direction)
        for midpoint in _quantiles(place, share):
            for slope in SLOPES:
                alpha = (-slope * midpoint)[:, None]
                height = np.full_like(alpha, HEIGHT)
                found.append(np.concatenate([alpha, slope * direction, height], axis=1))
    return np.stack(found)


def _directions(line: Array) -> list[Array]:
    """Return unit directions, (B, k) each: that of the line, then both ways of each ability."""
    length = np.maximum(np.linalg.norm(line, axis=1, keepdims=True), 1e-300)
    axes = np.eye(line.shape[1])
    return [line / length] + [
        np.broadcast_to(sign * axis, line.shape) for axis in axes for sign in (1.0, -1.0)
    ]


def _quantiles(place: Array, share: Array) -> list[Array]:
    """Return the places (B,) of the midpoints' quantiles among places (B, n)."""
    order = np.argsort(place, axis=1, kind="stable")
    ranked = np.take_along_axis(place, order, axis=1)
    mass = np.cumsum(np.take_along_axis(share, order, axis=1), axis=1)
    found = []
    for quantile in MIDPOINTS:
        first = (mass >= quantile * mass[:, -1:] - 1e-12).argmax(axis=1)
        found.append(np.take_along_axis(ranked, first[:, None], axis=1)[:, 0])
    return found


def _through_logits(abilities: Array, score: Array, share: Array) -> Array:
    """Return the start that lies on the weighted line through the logits, (B, k + 2)."""
    target = logit(np.clip(score, CLIP, 1 - CLIP))
    ones = np.ones((*abilities.shape[:2], 1))
    design = np.concatenate([ones, abilities], axis=2)
    weighted = design * share[:, :, None]
    gram = weighted.transpose(0, 2, 1) @ design + 1e-6 * np.eye(design.shape[2])
    line = np.linalg.solve(gram, (weighted.transpose(0, 2, 1) @ target)[..., None])[..., 0]
    return np.concatenate([line, np.full((len(line), 1), HEIGHT)], axis=1)


def _flat(abilities: Array, score: Array, share: Array) -> Array:
    """Return the start of next to no slope at the mean score, (B, k + 2)."""
    start = np.zeros((len(share), abilities.shape[2] + 2))
    start[:, 0] = logit(np.clip(share @ score, CLIP, 1 - CLIP))
    start[:, 1] = 0.1
    start[:, -1] = HEIGHT
    return start
