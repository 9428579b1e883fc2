"""Starting points: the best nodes of each family's grid, found without random numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scaling.curves.base import Array
from scaling.fitting.problem import Problem
from scaling.fitting.projection import Nodes, project

PARTS = 4  # of the range of a coordinate; a start in each
SIMPLE = 2  # searched coordinates up to which one of them is divided into parts, else two
BLOCK = 128  # data sets per matrix product; a fixed size, because BLAS rounds odd sizes differently
MOST_NODES = 500  # of a grid that draws are compared with
OFFSET = 0.2  # of the range of a linear coordinate, to both sides of its projected value


def diverse_starts(problem: Problem) -> Array:
    """Return starts (S, p, M): the best node in every part of the range of the last coordinate.

    A family that is searched over more than two coordinates has the last two divided.
    """
    order, parts = [], []
    for here, nodes in project(problem):
        order.append(here)
        parts.append(_best_of_parts(problem, nodes))
    back = np.argsort(np.concatenate(order), kind="stable")
    return np.concatenate(parts, axis=2)[:, :, back]


def _best_of_parts(problem: Problem, nodes: Nodes) -> Array:
    """Return the best node of each part, (S, p, M); the best of all where a part is empty."""
    searched = [place for place in range(len(nodes.theta)) if place not in problem.linear]
    _, n_nodes, n_columns = nodes.theta.shape
    divided = searched[-1:] if len(searched) <= SIMPLE else searched[-2:]
    if n_nodes == 1 or not divided:
        divided = []
    group = np.zeros((n_nodes, n_columns), dtype=np.intp)
    for place in divided:
        group = group * PARTS + _part(nodes.theta[place], PARTS)
    starts = []
    columns = np.arange(n_columns)
    for part in range(PARTS ** len(divided)):
        among = np.where(group == part, nodes.likelihood, -np.inf)
        among = np.where(np.isneginf(among).all(axis=0), nodes.likelihood, among)
        starts.append(nodes.theta[:, among.argmax(axis=0), columns])
    return np.stack(starts)


def draw_nodes(problem: Problem) -> Array:
    """Return nodes (p, G) that data drawn from the fit of one column are compared with.

    They are its best projected nodes, and the same with each linear coordinate moved to both
    sides, because draws differ from the scores they were drawn from.
    """
    return moved(problem, likely_nodes(problem), (OFFSET,))


def likely_nodes(problem: Problem) -> Array:
    """Return the likeliest projected nodes of the first column, (p, G)."""
    _, nodes = next(project(problem))
    return nodes.best(MOST_NODES).theta[:, :, 0]


def moved(problem: Problem, nodes: Array, offsets: Sequence[float]) -> Array:
    """Return nodes (p, G) and the same with each free linear coordinate moved to both sides.

    ``offsets`` are shares of the range of the coordinate; what would leave it stops at its end.
    """
    lower, upper = (bound[:, 0] for bound in problem.curve.bounds(problem.design))
    found = [nodes]
    for place in problem.linear:
        if not problem.free[place, 0]:
            continue
        for share in (*offsets, *(-one for one in offsets)):
            other = nodes.copy()
            other[place] += share * (upper[place] - lower[place])
            other[place] = np.clip(other[place], lower[place], upper[place])
            found.append(other)
    return np.concatenate(found, axis=1)


def best_nodes(problem: Problem, nodes: Array, score: Array, weight: Array) -> tuple[Array, Array]:
    """Return, for many data sets of one column's design, the best nodes of both halves of a grid.

    ``nodes``: (p, G); ``score``, ``weight``: (K, B). The halves are
    of the range of the last parameter (for sigmoids: narrow and wide), because a likelihood with
    few sizes often has an optimum in each. Returns nodes (2, p, B) and their ranking (2, B).
    """
    objective, many = problem.objective, problem.design.column(0, nodes.shape[1])
    values = problem.curve.value(nodes, many.at(many.x))
    terms = np.concatenate(objective.node_terms(values))  # (2K, G)
    data = np.concatenate(objective.data_terms(score, weight)).T  # (B, 2K)
    halves = _part(nodes[-1][:, None], 2)[:, 0]
    found, likelihoods = [], []
    for half in (0, 1):
        among = np.flatnonzero(halves == half)
        among = among if len(among) else np.arange(nodes.shape[1])
        place, likelihood = _winners(data, np.ascontiguousarray(terms[:, among]))
        found.append(nodes[:, among[place]])
        likelihoods.append(likelihood)
    return np.stack(found), np.stack(likelihoods)


def _winners(data: Array, terms: Array) -> tuple[NDArray[np.intp], Array]:
    """Return the best column of ``data @ terms`` in every row, and its value, in fixed blocks."""
    count = len(data)
    padded = np.zeros((-(-count // BLOCK) * BLOCK, data.shape[1]))
    padded[:count] = data
    place = np.empty(len(padded), dtype=np.intp)
    value = np.empty(len(padded))
    for low in range(0, len(padded), BLOCK):
        block = padded[low : low + BLOCK] @ terms
        best = block.argmax(axis=1)
        place[low : low + BLOCK] = best
        value[low : low + BLOCK] = block[np.arange(BLOCK), best]
    return place[:count], value[:count]


def _part(values: Array, count: int) -> NDArray[np.intp]:
    """Return to which of ``count`` equal parts of its range each value belongs, (G, M)."""
    low, high = values.min(axis=0), values.max(axis=0)
    span = np.where(high > low, high - low, 1.0)
    part = (count * (values - low) / span).astype(np.intp)
    return np.asarray(np.minimum(part, count - 1), dtype=np.intp)
