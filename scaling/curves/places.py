"""The distinct sizes of every column, for curves that break between two of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scaling.curves.base import Array, Design


def distinct_sizes(design: Design) -> tuple[Array, NDArray[np.intp]]:
    """Return the distinct sizes, (K, M), sorted, and how many each column has, (M,).

    A column with fewer than K of them repeats its largest.
    """
    x = np.sort(design.x, axis=0)
    new = np.ones(x.shape, dtype=bool)
    new[1:] = np.diff(x, axis=0) > 0
    count = new.sum(axis=0)
    first = np.argsort(~new, axis=0, kind="stable")  # the new ones, in their order, come first
    rank = np.minimum(np.arange(len(x))[:, None], count - 1)
    return np.take_along_axis(x, np.take_along_axis(first, rank, axis=0), axis=0), count


def middles_of_gaps(design: Design) -> Array:
    """Return the middle of each gap between neighbours, (K-1, M), the last gap repeated."""
    sizes, count = distinct_sizes(design)
    gap = np.minimum(np.arange(len(sizes) - 1)[:, None], count - 2)
    below, above = (np.take_along_axis(sizes, gap + step, axis=0) for step in (0, 1))
    middles: Array = 0.5 * (below + above)
    return middles


def places_between(design: Design, first: int, last: int, per_gap: int) -> Array:
    """Return places from the ``first`` distinct size to the ``last`` (negative: from the end).

    Evenly spaced by rank, so that every gap of a column gets its share: ``per_gap`` of them for
    each gap that K distinct sizes would have; (N, M).
    """
    sizes, count = distinct_sizes(design)
    end = count + last
    gaps = max(len(sizes) + last - first, 1)
    rank = first + np.linspace(0.0, 1.0, per_gap * gaps + 1)[:, None] * (end - first)
    below = np.minimum(np.floor(rank).astype(np.intp), count - 2)
    share = rank - below
    lower, upper = (np.take_along_axis(sizes, below + step, axis=0) for step in (0, 1))
    places: Array = lower * (1 - share) + upper * share
    return np.clip(places, sizes[first], np.take_along_axis(sizes, end[None], axis=0))
