"""Small least-squares problems within bounds, many at once, from their normal equations."""

from __future__ import annotations

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.systems import RIDGE, TINY, solve_symmetric


def least_squares_in_box(
    gram: list[list[Array]], right: Array, lower: Array, upper: Array
) -> Array:
    """Return the coordinates (L, …) that minimise the loss within bounds.

    ``gram[i][j]`` (j <= i) and ``right``: (L, …) are the normal equations; arrays broadcast.
    Where bounds are met, a sweep of coordinate descent comes near the optimum; it is polished
    afterwards.
    """
    size = len(right)
    for i in range(size):
        gram[i][i] = gram[i][i] * (1 + RIDGE) + TINY
    if size == 1:
        return np.clip(right / gram[0][0], lower, upper)
    found = np.clip(solve_symmetric(gram, right), lower, upper)
    for i in range(size):
        others = right[i].copy()
        for j in range(size):
            if j != i:
                others -= gram[max(i, j)][min(i, j)] * found[j]
        np.divide(others, gram[i][i], out=others)
        np.clip(others, lower[i], upper[i], out=found[i])
    return found
