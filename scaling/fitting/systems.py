"""Small linear systems, many at once, solved elementwise over columns."""

from __future__ import annotations

import numpy as np

from scaling.curves.base import Array

RIDGE = 1e-12  # of a diagonal entry: keeps systems solvable where parameters say the same
TINY = 1e-300  # in place of a diagonal entry of zero: the data say nothing of a parameter


def solve_symmetric(lower_triangle: list[list[Array]], right: Array) -> Array:
    """Solve M positive definite systems of size p at once by LDL' without square roots.

    ``lower_triangle[i][j]`` (j <= i) holds entry (i, j) of every matrix, (M,); ``right``: (p, M).
    """
    p = len(right)
    unit: list[list[Array]] = [[np.empty(0)] * p for _ in range(p)]
    pivot: list[Array] = []
    for j in range(p):
        entry = lower_triangle[j][j].copy()
        for k in range(j):
            entry -= unit[j][k] * unit[j][k] * pivot[k]
        own = np.abs(lower_triangle[j][j])
        lost = entry <= RIDGE * own  # not definite: this one is solved for by itself
        pivot.append(np.where(lost, own + TINY, entry))
        for i in range(j + 1, p):
            entry = lower_triangle[i][j].copy()
            for k in range(j):
                entry -= unit[i][k] * unit[j][k] * pivot[k]
            unit[i][j] = np.where(lost, 0.0, entry / pivot[j])
    solved = right.copy()
    for i in range(p):  # forward, L y = b
        for k in range(i):
            solved[i] -= unit[i][k] * solved[k]
    for i in range(p):
        solved[i] /= pivot[i]
    for i in reversed(range(p)):  # backward, L' x = D^-1 y
        for k in range(i + 1, p):
            solved[i] -= unit[k][i] * solved[k]
    return solved
