"""The best curves of data sets, solved from the winners of the grid.

The statistic of the width test stays that of the grid; estimates, the goodness of fit and the
width profile rest on these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from scaling.curves.base import Array
from scaling.curves.sigmoid import WIDTH_LIMITS, SigmoidCurve
from scaling.detection.width.grid import SHAPES
from scaling.detection.width.search import NARROW, WIDE, Winners, search_of
from scaling.detection.width.sets import DataSets
from scaling.detection.width.steps import Steps, best_step

STEP_TIE = 1e-6  # a step as likely as the best curve is reported as the step


@dataclass(frozen=True, eq=False)
class BestCurves:
    """The best curve of R data sets; arrays (R,).

    ``width`` is 0 for a step. ``shape`` is its place in ``SHAPES``. ``wide_likelihood`` is that
    of the best curve at least w0 wide. ``rise`` is the midpoint of the grid's best node.
    """

    likelihood: Array
    amplitude: Array
    midpoint: Array
    width: Array
    shape: NDArray[np.intp]
    wide_likelihood: Array
    rise: Array
    steps: Steps

    @classmethod
    def stack(cls, parts: Sequence[BestCurves]) -> BestCurves:
        """Return several of them as one."""
        arrays = {
            f.name: np.concatenate([getattr(part, f.name) for part in parts])
            for f in fields(cls)
            if f.name != "steps"
        }
        return cls(**arrays, steps=Steps.stack([part.steps for part in parts]))

    def take(self, rows: Sequence[int]) -> BestCurves:
        """Return some of them."""
        index = np.array(rows, dtype=np.intp)
        own = {f.name: getattr(self, f.name) for f in fields(self)}
        return BestCurves(**{name: values.take(index) for name, values in own.items()})


def polish(sets: DataSets, winners: Winners) -> BestCurves:
    """Return the best curves, each side and shape solved from its winner; and the best step."""
    count = len(sets)
    rows = np.arange(count)
    every = np.ones((3, count), dtype=bool)
    start, rise = _starts(sets, winners)
    least, most = (np.log(limit * sets.unit) for limit in WIDTH_LIMITS)
    log_w0 = np.log(sets.w0)
    steps = best_step(sets)
    best = np.stack([np.full(count, -np.inf), *np.zeros((3, count))])
    shape = np.zeros(count, dtype=np.intp)
    wide = np.full(count, -np.inf)
    for side, bounds in (
        (NARROW, (np.full(count, least), log_w0)),
        (WIDE, (log_w0, np.full(count, most))),
    ):
        for place, family in enumerate(SHAPES):
            theta = start[side, place].copy()
            theta[2] = np.clip(theta[2], *bounds)
            solved = sets.solve(SigmoidCurve(family), rows, theta, every, bounds)
            found = np.stack([solved.log_likelihood, *solved.theta[:2], np.exp(solved.theta[2])])
            better = found[0] > best[0]
            best, shape = np.where(better, found, best), np.where(better, place, shape)
            if side == WIDE:
                wide = np.maximum(wide, found[0])
    as_step = np.stack([steps.likelihood, steps.amplitude, steps.middle, np.zeros(count)])
    best = np.where(steps.likelihood >= best[0] - STEP_TIE, as_step, best)
    likelihood, amplitude, midpoint, width = best
    return BestCurves(likelihood, amplitude, midpoint, width, shape, wide, rise, steps)


def _starts(sets: DataSets, winners: Winners) -> tuple[Array, Array]:
    """Return amplitude, midpoint and log width of the winners, (2, shapes, 3, R).

    And the midpoint of the best of them all, (R,). Steps start as the narrowest curve.
    """
    found = np.empty((2, len(SHAPES), 3, len(sets)))
    rise = np.empty(len(sets))
    for design, rows in sets.by_design():
        grid = search_of(design).grid
        node = winners.node[rows]
        width = np.maximum(grid.width[node], WIDTH_LIMITS[0] * sets.unit)
        for row, values in enumerate((grid.amplitude[node], grid.midpoint[node], np.log(width))):
            found[:, :, row, rows] = values.transpose(1, 2, 0)
        flat = winners.likelihood[rows].reshape(len(rows), -1).argmax(axis=1)
        rise[rows] = grid.midpoint[node.reshape(len(rows), -1)[np.arange(len(rows)), flat]]
    return found, rise
