"""Variable projection: at every node of a grid, the best linear coordinates in closed form.

A curve that is linear in some coordinates is only searched over the others; the linear ones
are least squares within their bounds, with weights that come near the objective (Golub &
Pereyra 1973, SIAM J. Numer. Anal. 10). Then every node is rated by the objective itself.
Columns of equal design share the curve at the nodes, which is most of the work.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scaling.curves.base import Array
from scaling.fitting.boxes import least_squares_in_box
from scaling.fitting.objectives import Objective, total
from scaling.fitting.problem import Problem

CHUNK = 2**15  # nodes x columns at once, which keeps them in the cache
SHARED = 8  # columns of one design from which on they are projected by themselves
INWARD = 0.003  # share of the range of a linear coordinate, to each side; three lapse rates
MOST_CELLS = 2**20  # sizes x nodes x designs at once, which bounds the memory


@dataclass(frozen=True, eq=False)
class Nodes:
    """Projected nodes: ``theta`` (p, G, M) and their objective, ``likelihood`` (G, M)."""

    theta: Array
    likelihood: Array

    def best(self, count: int) -> Nodes:
        """Return the ``count`` best nodes of the first column, best first."""
        order = np.argsort(-self.likelihood[:, 0], kind="stable")[:count]
        return Nodes(self.theta[:, order], self.likelihood[order])


@dataclass(frozen=True, eq=False)
class Grid:
    """The curve at its nodes, for designs that differ.

    ``theta``: (p, G, U) with linear coordinates zero; ``value``: (K, G, U) there; ``basis``:
    (L, K, G, U), zero for coordinates that are held.
    """

    theta: Array
    value: Array
    basis: Array

    @classmethod
    def of(cls, problem: Problem, columns: NDArray[np.intp]) -> Grid:
        """Evaluate the curve at its nodes for the designs of some columns, (U,)."""
        curve, linear, distinct = problem.curve, problem.linear, problem.design.take(columns)
        held, unheld = problem.fixed[:, columns], problem.free[:, columns]
        theta = np.where(unheld[:, None, :], curve.nodes(distinct), held[:, None, :])
        p, count, n_distinct = theta.shape
        theta[linear] = np.where(unheld[linear][:, None, :], 0.0, theta[linear])
        wide = np.tile(np.arange(n_distinct), count)  # node by node, designs fastest
        many = distinct.take(wide)
        value, jacobian = curve.value_and_jacobian(theta.reshape(p, -1), many.at(many.x))
        shape = (len(distinct.x), count, n_distinct)
        basis = jacobian[linear].reshape(len(linear), *shape) * unheld[linear][:, None, None, :]
        return cls(theta, value.reshape(shape), basis)

    def take(self, designs: NDArray[np.intp]) -> Grid:
        """Return the grid of columns whose designs (M,) are given; of one if all have the same."""
        if (designs == designs[0]).all():
            designs = designs[:1]  # (…, 1) arrays broadcast over the columns
        theta, value = np.take(self.theta, designs, axis=2), np.take(self.value, designs, axis=2)
        return Grid(theta, value, np.take(self.basis, designs, axis=3))


def project(problem: Problem) -> Iterator[tuple[NDArray[np.intp], Nodes]]:
    """Yield columns and the curve's nodes with their linear coordinates solved for.

    Every column comes once, in chunks that bound the memory.
    """
    curve, objective, design = problem.curve, problem.objective, problem.design
    alike = _fingerprint(problem)
    _, first, group = np.unique(alike, axis=1, return_index=True, return_inverse=True)
    lower, upper = (bound[problem.linear] for bound in curve.bounds(design))
    if objective.binomial:  # beyond the lapse rate a likelihood is flat: no start may lie there
        inward = INWARD * (upper - lower)
        lower, upper = lower + inward, upper - inward
    n_nodes = curve.nodes(design.column(0)).shape[1]
    n_designs = max(1, MOST_CELLS // (len(problem.score) * n_nodes))
    for block in range(0, len(first), n_designs):
        chosen = first[block : block + n_designs]
        grid = Grid.of(problem, chosen)
        for here in _chunks(group.ravel(), block, n_designs, max(1, CHUNK // n_nodes)):
            own = grid.take(group.ravel()[here] - block)
            yield here, _project(problem, own, here, (lower[:, None, here], upper[:, None, here]))


def _chunks(
    group: NDArray[np.intp], first: int, count: int, size: int
) -> Iterator[NDArray[np.intp]]:
    """Yield the columns of ``count`` designs in chunks: of one design where many share it."""
    order = np.argsort(group, kind="stable")
    columns = np.split(order, np.flatnonzero(np.diff(group[order])) + 1)[first : first + count]
    shared = [some for some in columns if len(some) >= SHARED]
    rest = [some for some in columns if len(some) < SHARED]
    for some in [*shared, np.concatenate(rest)] if rest else shared:
        for low in range(0, len(some), size):
            yield some[low : low + size]


def _project(
    problem: Problem, grid: Grid, columns: NDArray[np.intp], box: tuple[Array, Array]
) -> Nodes:
    """Return the projected nodes of some columns, whose grid and bounds are given."""
    objective, linear, free = problem.objective, problem.linear, problem.free[:, columns]
    score, weight = problem.score[:, columns], problem.weight[:, columns]
    shape = (grid.theta.shape[1], score.shape[1])
    theta = np.broadcast_to(grid.theta, (len(grid.theta), *shape)).copy()
    if not linear:
        value = np.broadcast_to(grid.value, (len(score), *shape))
        return Nodes(theta, _rate(objective, value, score, weight))
    working = objective.working_weight(score, weight)[:, None, :]
    if (working == working[..., :1]).all():
        working = working[..., :1]  # what is alike for all columns is computed once
    size = len(linear)
    basis = grid.basis
    gram = [[total(working * basis[i] * basis[j]) for j in range(i + 1)] for i in range(size)]
    moved = grid.value if grid.value.any() else np.zeros((len(score), 1, 1))
    target = [score[k] - moved[k] for k in range(len(score))]  # (G, M) each, or (1, M)
    right = np.zeros((size, *shape))
    for i in range(size):
        for k, gap in enumerate(target):
            right[i] += (working[k] * basis[i, k]) * gap
    found = least_squares_in_box(gram, right, *box)
    for row, place in enumerate(linear):
        theta[place] = np.where(free[place], found[row], theta[place])
    if objective.quadratic:  # the loss follows from the normal equations
        loss = np.zeros(shape)
        for k, gap in enumerate(target):
            loss += working[k] * gap**2
        for i in range(size):
            loss -= 2 * right[i] * found[i]
            for j in range(i + 1):
                loss += (1.0 if i == j else 2.0) * gram[i][j] * found[i] * found[j]
        return Nodes(theta, -0.5 * loss)
    value = np.broadcast_to(grid.value, (len(score), *shape)).copy()
    for row in range(size):
        value += basis[row] * found[row]
    return Nodes(theta, _rate(objective, value, score, weight))


def _rate(objective: Objective, value: Array, score: Array, weight: Array) -> Array:
    return objective.log_likelihood(value, score[:, None, :], weight[:, None, :])


def _fingerprint(problem: Problem) -> Array:
    """Return what a column's nodes and curve depend on, one column each; NaN as a number."""
    design = problem.design
    rows = [design.x, design.floor, design.top, design.low, design.high]
    rows += [problem.fixed, problem.free.astype(np.float64)]
    table = np.vstack([np.atleast_2d(row) for row in rows])
    return np.where(np.isnan(table), -1e300, table)
