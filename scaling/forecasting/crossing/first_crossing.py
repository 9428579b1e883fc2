"""The first place at which curves reach a level: a search on a grid, then bisection."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scaling.curves.base import Array

PLACES = 241  # of the grid
HALVINGS = 30  # of a step of the grid: far below any digit that is shown

Evaluate = Callable[[Array], Array]


def first_reached(evaluate: Evaluate, level: Array, low: float, high: float) -> Array:
    """Return the first x from ``low`` to ``high`` at which each curve reaches its level, (B,).

    ``evaluate`` maps places (P, B), each column its own, to values (P, B) that get better upwards;
    ``level``: (B,). Minus infinity where the level is reached at ``low`` already, infinity where it
    is not reached up to ``high``.

    >>> first_reached(lambda x: x**2, np.array([0.25, -1.0, 9.0]), 0.0, 1.0).round(6).tolist()
    [0.5, -inf, inf]
    """
    grid = np.linspace(low, high, PLACES)
    reached = evaluate(np.repeat(grid[:, None], len(level), axis=1)) >= level
    first = np.argmax(reached, axis=0)
    never = ~reached.any(axis=0)
    before, after = grid[np.maximum(first - 1, 0)], grid[first]
    for _ in range(HALVINGS):
        middle = 0.5 * (before + after)
        there = evaluate(middle[None])[0] >= level
        before, after = np.where(there, before, middle), np.where(there, middle, after)
    found = np.where(first == 0, -np.inf, 0.5 * (before + after))
    return np.where(never, np.inf, found)


def interval(crossings: Array, level: float) -> tuple[float, float]:
    """Return the percentile interval of crossings (B,), infinite where its end lies among such.

    >>> interval(np.array([1.0, 2.0, np.inf, np.inf]), 0.5)
    (1.0, inf)
    """
    share = [(1 - level) / 2, (1 + level) / 2]
    low, high = np.quantile(crossings, share, method="inverted_cdf")
    return float(low), float(high)
