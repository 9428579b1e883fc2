"""Variable projection: at every node of a grid, the best linear coordinates in closed form.

A curve that is linear in some coordinates is only searched over the others; the linear ones
are least squares within their bounds, with weights that come near the objective (Golub &
Pereyra 1973, SIAM J. Numer. Anal. 10). The objective itself is then evaluated at every node.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array, Curve, Design
from scaling.fitting.objectives import Objective, total
from scaling.fitting.solver import Flags
from scaling.fitting.systems import RIDGE, solve_symmetric

SWEEPS = 3  # of coordinate descent where three or more coordinates meet their bounds


@dataclass(frozen=True, eq=False)
class Nodes:
    """Projected nodes: ``theta`` (p, G, M) and their objective, ``likelihood`` (G, M)."""

    theta: Array
    likelihood: Array

    def best(self, count: int) -> Nodes:
        """Return the ``count`` best nodes of the first column, best first."""
        order = np.argsort(-self.likelihood[:, 0], kind="stable")[:count]
        return Nodes(self.theta[:, order], self.likelihood[order])


def project(
    curve: Curve,
    objective: Objective,
    design: Design,
    score: Array,
    weight: Array,
    fixed: Array,
    free: Flags,
) -> Nodes:
    """Return the curve's nodes with their linear coordinates solved for.

    ``score``, ``weight``: (K, M); ``fixed``: (p, M) holds the parameters that are not ``free``.
    """
    nodes = np.where(free[:, None, :], curve.nodes(design), fixed[:, None, :])
    p, count, n_columns = nodes.shape
    linear = [place for place, name in enumerate(curve.internal) if name in curve.linear]
    wide = np.tile(np.arange(n_columns), count)  # node by node, columns fastest
    theta = nodes.reshape(p, -1)
    free_wide, scores = np.take(free, wide, axis=1), np.take(score, wide, axis=1)
    weights = np.take(weight, wide, axis=1)
    many = design.take(wide)
    for place in linear:
        theta[place] = np.where(free_wide[place], 0.0, theta[place])
    value, jacobian = curve.value_and_jacobian(theta, many.at(many.x))
    if linear:
        working = np.take(objective.working_weight(score, weight), wide, axis=1)
        basis = jacobian[linear] * free_wide[linear][:, None, :]
        lower, upper = (np.take(bound[linear], wide, axis=1) for bound in curve.bounds(design))
        found = _least_squares(basis, scores - value, working, lower, upper)
        for row, place in enumerate(linear):
            theta[place] = np.where(free_wide[place], found[row], theta[place])
            value = value + basis[row] * found[row]
    likelihood = objective.log_likelihood(value, scores, weights)
    shape = (count, n_columns)
    return Nodes(theta.reshape(p, *shape), likelihood.reshape(shape))


def _least_squares(basis: Array, target: Array, weight: Array, lower: Array, upper: Array) -> Array:
    """Return the coordinates (L, M) of weighted least squares within bounds, (L, M) each.

    ``basis``: (L, K, M), zero rows for coordinates that are held; ``target``, ``weight``: (K, M).
    One and two coordinates are exact, more come near and are polished afterwards.
    """
    size = len(basis)
    gram = [[total(weight * basis[i] * basis[j]) for j in range(i + 1)] for i in range(size)]
    for i in range(size):
        gram[i][i] = gram[i][i] * (1 + RIDGE) + RIDGE
    right = np.stack([total(weight * basis[i] * target) for i in range(size)])
    found = solve_symmetric(gram, right)
    if size == 1:
        return np.clip(found, lower, upper)
    if size == 2:
        return _two_in_box(gram, right, found, lower, upper)
    found = np.clip(found, lower, upper)
    for _ in range(SWEEPS):
        for i in range(size):
            others = right[i].copy()
            for j in range(size):
                if j != i:
                    others -= gram[max(i, j)][min(i, j)] * found[j]
            found[i] = np.clip(others / gram[i][i], lower[i], upper[i])
    return found


def _two_in_box(
    gram: list[list[Array]], right: Array, found: Array, lower: Array, upper: Array
) -> Array:
    """Return the best of the free solution (2, M), where it is inside, and of the four edges."""
    inside = ((found >= lower) & (found <= upper)).all(axis=0)
    best, loss = found, np.where(inside, -np.inf, np.inf)
    for held in (0, 1):
        other = 1 - held
        for bound in (lower, upper):
            edge = np.empty_like(found)
            edge[held] = bound[held]
            slope = right[other] - gram[1][0] * bound[held]
            edge[other] = np.clip(slope / gram[other][other], lower[other], upper[other])
            at = (
                0.5 * gram[0][0] * edge[0] ** 2
                + 0.5 * gram[1][1] * edge[1] ** 2
                + gram[1][0] * edge[0] * edge[1]
                - right[0] * edge[0]
                - right[1] * edge[1]
            )
            better = at < loss
            best, loss = np.where(better, edge, best), np.where(better, at, loss)
    return best
