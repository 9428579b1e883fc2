"""The place at which curves reach a level: a search on a grid, then bisection."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from scaling.curves.base import Array, Flags

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
    reached = _reached(evaluate, level, grid)
    return _refined(evaluate, level, grid, reached, np.argmax(reached, axis=0))


def last_reached(evaluate: Evaluate, level: Array, low: float, last: float, high: float) -> Array:
    """Return the last x up to ``last`` at which each curve rises to its level, (B,).

    What is above it at ``low`` by chance and falls below does not count, if it rises again. Curves
    that do not reach it up to ``last`` (the largest size) have the first x up to ``high`` at which
    they do. Arguments and infinities are those of ``first_reached``.

    >>> found = last_reached(lambda x: abs(x - 1), np.array([0.5]), 0.0, 2.0, 3.0)
    >>> found.round(6).tolist()
    [1.5]
    """
    grid = np.unique(np.append(np.linspace(low, high, PLACES), last))
    reached = _reached(evaluate, level, grid)
    edge = int(np.searchsorted(grid, last))
    before = np.vstack([np.zeros(len(level), dtype=bool), reached[:edge]])
    rises = np.asarray(reached[: edge + 1] & ~before)
    latest = edge - np.argmax(rises[::-1], axis=0)
    first = np.where(rises.any(axis=0), latest, np.argmax(reached, axis=0))
    return _refined(evaluate, level, grid, reached, first)


def interval(crossings: Array, level: float) -> tuple[float, float]:
    """Return the percentile interval of crossings (B,), infinite where its end lies among such.

    >>> interval(np.array([1.0, 2.0, np.inf, np.inf]), 0.5)
    (1.0, inf)
    """
    share = [(1 - level) / 2, (1 + level) / 2]
    low, high = np.quantile(crossings, share, method="inverted_cdf")
    return float(low), float(high)


def _reached(evaluate: Evaluate, level: Array, grid: Array) -> Flags:
    """Return where each curve reaches its level, (P, B)."""
    reached: Flags = evaluate(np.repeat(grid[:, None], len(level), axis=1)) >= level
    return reached


def _refined(
    evaluate: Evaluate, level: Array, grid: Array, reached: Flags, first: NDArray[np.intp]
) -> Array:
    """Return the places between ``first`` (B,) on the grid and those before, by bisection."""
    before, after = grid[np.maximum(first - 1, 0)], grid[first]
    for _ in range(HALVINGS):
        middle = 0.5 * (before + after)
        there = evaluate(middle[None])[0] >= level
        before, after = np.where(there, before, middle), np.where(there, middle, after)
    found = np.where(first == 0, -np.inf, 0.5 * (before + after))
    return np.where(reached.any(axis=0), found, np.inf)
