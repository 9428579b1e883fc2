"""The size with the least loss at given compute, for every column of a law's surface."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from scaling.curves.base import Array
from scaling.forecasting.laws.surface import Surface

FARTHEST = np.log(1e4)  # of N from sqrt(C / 6): up to 1e8 tokens per parameter, or parameters
STEP = np.log(10.0) / 20  # of the grid
POLISH = (STEP / 2, STEP / 8, STEP / 32)  # distances of the points of each parabola


def log_budget(flops: float) -> float:
    """Return ln(N D) of a budget: C = 6 N D."""
    return float(np.log(flops / 6.0))


def best_log_params(surface: Surface, flops: float) -> Array:
    """Return ln N of the least loss at a budget, (M,): -inf or inf where the loss has no minimum.

    A grid over all splits, then parabolas through ever closer points.
    """
    whole = log_budget(flops)
    grid = whole / 2 + np.arange(-FARTHEST, FARTHEST + STEP, STEP)
    losses = surface.log_loss(grid, whole - grid)
    lowest = losses.argmin(axis=0)
    place = grid[lowest]
    for step in POLISH:
        left, middle, right = (
            surface.each(place + shift, whole - place - shift) for shift in (-step, 0.0, step)
        )
        bend = left - 2.0 * middle + right
        move = 0.5 * (left - right) / np.where(bend > 0, bend, np.inf)
        place = place + step * np.clip(move, -2.0, 2.0)
    place = np.where(lowest == 0, -np.inf, place)
    result: Array = np.where(lowest == len(grid) - 1, np.inf, place)
    return result


def chinchilla_params(natural: Mapping[str, Array], flops: float) -> Array:
    """Return N_opt = G (C/6)^(beta/(alpha+beta)) of the Chinchilla law, one a column (M,).

    G = (alpha A / (beta B))^(1/(alpha+beta)). Hoffmann et al. 2022, arXiv:2203.15556,
    equation 4. ``natural`` has A, B, alpha and beta.

    >>> published = {"A": 482.01, "B": 2085.43, "alpha": 0.3478, "beta": 0.3658}  # 2404.10102
    >>> f"{chinchilla_params({k: np.array(v) for k, v in published.items()}, 5.76e23):.3g}"
    '7.22e+10'
    """
    alpha, beta = natural["alpha"], natural["beta"]
    both = alpha + beta
    level = (np.log(alpha * natural["A"]) - np.log(beta * natural["B"])) / both
    result: Array = np.exp(level + beta / both * log_budget(flops))
    return result
