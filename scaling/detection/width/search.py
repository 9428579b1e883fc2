"""The search of the width test: the best curve of both sides under every shape, on a grid.

The log-likelihood is linear in the scores of a design, so that all curves meet all data sets
in one matrix product, in float32; the winners and their neighbours in amplitude are then computed
again in float64, with a parabola through the three. The same search gives the statistic of the
scores and of every draw from a null hypothesis, so that what the spacing of the grid costs is in
the null distribution too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from scaling.curves.base import Array
from scaling.detection.width.designs import TestDesign
from scaling.detection.width.grid import (
    ALL_SHAPES,
    AMPLITUDES,
    BELL_SHAPES,
    LOGISTIC_ONLY,
    SHAPES,
    DesignKey,
    Run,
    WidthGrid,
    width_grid,
)
from scaling.fitting.objectives import Objective

NARROW, WIDE = 0, 1
BLOCK = 64  # rows of a matrix product: fixed, because BLAS rounds odd sizes differently
SHAPE_SETS = (ALL_SHAPES, BELL_SHAPES, LOGISTIC_ONLY)  # of the three statistics
FLAT = 1e-9  # curvature below which three likelihoods are a line


@dataclass(frozen=True, eq=False)
class Winners:
    """The best curve of R data sets on both sides (narrow, wide) under S shapes.

    ``likelihood``: (R, 2, S), up to a constant of each data set. ``node``: (R, 2, S).
    """

    likelihood: Array
    node: NDArray[np.intp]

    def take(self, rows: Sequence[int]) -> Winners:
        """Return those of some data sets."""
        return Winners(self.likelihood[list(rows)], self.node[list(rows)])

    def statistics(self) -> Array:
        """Return T over all shapes, over the first three and under the logistic, (R, 3)."""
        columns = []
        for shapes in SHAPE_SETS:
            best = self.likelihood[:, :, list(shapes)].max(axis=2)
            columns.append(2 * (best[:, NARROW] - best[:, WIDE]))
        return np.stack(columns, axis=1)


class Search:
    """The grid of one design with the weights of its scores."""

    def __init__(self, design: TestDesign) -> None:
        self.grid: WidthGrid = width_grid(design.key)
        self._offset = design.key.floor if design.objective.quadratic else 0.0
        self._terms = _weighted_terms(design, self._offset)
        self._float32 = (self._terms / design.weight.max()).astype(np.float32)

    def likelihood(self, score: Array, nodes: NDArray[np.intp]) -> Array:
        """Return the log-likelihood of scores (R, K) under some nodes (N,), (R, N)."""
        return self._at(self._data(score), np.broadcast_to(nodes, (len(score), len(nodes))))

    def winners(self, score: Array) -> Winners:
        """Return the best node of every side and shape for scores (R, K)."""
        runs = [(part.first, part.last) for part in self.grid.slices]
        likelihood, node = self.suprema(score, runs)
        shape = (len(score), 2, len(SHAPES))
        return Winners(likelihood.reshape(shape), node.reshape(shape))

    def suprema(self, score: Array, runs: Sequence[Run]) -> tuple[Array, NDArray[np.intp]]:
        """Return, for scores (R, K), the best likelihood and node of runs of nodes, (R, runs)."""
        data = self._data(score)
        node = self._best_nodes(data, runs)
        level = node % AMPLITUDES
        inside = (level > 0) & (level < AMPLITUDES - 1)
        here = self._at(data, node)
        below = self._at(data, np.where(inside, node - 1, node))
        above = self._at(data, np.where(inside, node + 1, node))
        bend = 2 * here - below - above
        curved = inside & (bend > FLAT) & (here >= np.maximum(below, above))
        gain = (above - below) ** 2 / (8 * np.where(curved, bend, 1.0))
        return here + np.where(curved, gain, 0.0), node

    def best_nodes(self, score: Array, runs: Sequence[Run]) -> NDArray[np.intp]:
        """Return the best node of every run of nodes for scores (R, K), (R, runs)."""
        return self._best_nodes(self._data(score), runs)

    def _data(self, score: Array) -> Array:
        return np.concatenate([score - self._offset, np.ones((len(score), 1))], axis=1)

    def _best_nodes(self, data: Array, runs: Sequence[Run]) -> NDArray[np.intp]:
        count = len(data)
        padded = np.zeros((-(-count // BLOCK) * BLOCK, data.shape[1]), dtype=np.float32)
        padded[:count] = data
        node = np.empty((len(padded), len(runs)), dtype=np.intp)
        room = np.empty(BLOCK * max(last - first for first, last in runs), dtype=np.float32)
        for place, (first, last) in enumerate(runs):  # a run's products stay in the cache
            found = room[: BLOCK * (last - first)].reshape(BLOCK, last - first)
            terms = self._float32[:, first:last]
            for low in range(0, len(padded), BLOCK):
                np.matmul(padded[low : low + BLOCK], terms, out=found)
                node[low : low + BLOCK, place] = first + found.argmax(axis=1)
        return node[:count]

    def _at(self, data: Array, node: NDArray[np.intp]) -> Array:
        """Return the log-likelihood of data sets (R, K + 1) at their own nodes (R, M)."""
        total = np.zeros(node.shape)
        for row, terms in enumerate(self._terms):  # row by row: sums in one order, few copies
            total += data[:, row, None] * terms[node]
        return total


@lru_cache(maxsize=4)
def search_of(design: TestDesign) -> Search:
    """Return the search of a design, from a cache of the last few."""
    return Search(design)


@lru_cache(maxsize=4)
def _node_terms(key: DesignKey, objective: Objective, offset: float) -> tuple[Array, Array]:
    """Return the node terms of a grid, (K, G) each."""
    grid = width_grid(key)
    return objective.node_terms(grid.value(np.arange(len(grid.width))) - offset)


def _weighted_terms(design: TestDesign, offset: float) -> Array:
    """Return (K + 1, G): what multiplies each score, and what stands alone.

    Data terms are linear in the scores: two of their values give slope and constant.
    """
    nodes = _node_terms(design.key, design.objective, offset)
    score = np.zeros_like(design.weight)
    at_zero = design.objective.data_terms(score, design.weight)
    at_one = design.objective.data_terms(score + 1, design.weight)
    slope, alone = np.zeros_like(nodes[0]), np.zeros(nodes[0].shape[1])
    for zero, one, term in zip(at_zero, at_one, nodes, strict=True):
        slope += (one - zero)[:, None] * term
        alone += zero @ term
    return np.concatenate([slope, alone[None]])
