"""The profile likelihood of the width: its estimate and its interval.

The width W is held at each rung of an absolute ladder while midpoint and amplitude are solved
for, under each of the five shapes; the interval is the hull of the widths that a chi-square cut
does not reject. The step (W = 0) is solved in closed form. Method: Venzon & Moolgavkar 1988.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

from scaling.curves.base import Array
from scaling.curves.sigmoid import SigmoidCurve
from scaling.detection.width.grid import SHAPES
from scaling.detection.width.polish import STEP_TIE, BestCurves
from scaling.detection.width.search import search_of
from scaling.detection.width.sets import DataSets
from scaling.detection.width.steps import Steps
from scaling.fitting.records import NAN, Estimate

LADDER = np.geomspace(0.03, 12.0, 40)  # decades; the step W = 0 and w0 itself stand beside it
STARTS = 3  # nodes per rung and shape: the best at the two nearest grid widths, and the step's gap
CHUNK = 128  # data sets solved at once, which bounds the memory


@dataclass(frozen=True, eq=False)
class Profile:
    """The profile of R data sets.

    ``ladder``: (R, L) widths in the axis' units, w0 among them. ``likelihood``: (R, L), the best
    over shapes, midpoints and amplitudes. ``step_likelihood``, ``step_gap``: (R,), of the best
    step. ``best``: (R, 4) likelihood, amplitude, midpoint and width of the best
    curve, and ``shape`` (R,) its place in ``SHAPES``; the width is 0 for a step.
    """

    ladder: Array
    likelihood: Array
    step_likelihood: Array
    step_gap: NDArray[np.intp]
    best: Array
    shape: NDArray[np.intp]

    def row(self, row: int) -> Profile:
        """Return the profile of one data set alone."""
        return Profile(*(getattr(self, f.name)[row : row + 1] for f in fields(self)))

    def interval(self, row: int, level: float) -> tuple[Estimate, bool]:
        """Return the width with its interval, and whether it has no upper end (then NaN).

        Ends are interpolated between rungs, in log width; the lower end is 0 if a step or the
        narrowest rung is inside.
        """
        likelihood, estimate = self.best[row, 0], float(self.best[row, 3])
        cut = likelihood - 0.5 * float(chi2.isf(1 - level, 1))
        width, height = self.ladder[row], self.likelihood[row]
        if estimate > 0:  # the best curve lies between rungs and is a rung of its own
            place = int(np.searchsorted(width, estimate))
            width, height = np.insert(width, place, estimate), np.insert(height, place, likelihood)
        inside = np.flatnonzero(height >= cut)
        step_inside = bool(self.step_likelihood[row] >= cut)
        if not len(inside):  # a step, and no curve as wide as the first rung
            return Estimate(estimate, 0.0, float(width[0])), False
        first, last = int(inside[0]), int(inside[-1])
        unbounded = last == len(width) - 1
        narrowest = step_inside or first == 0  # below the ladder nothing changes any more
        lower = 0.0 if narrowest else _crossing(width, height, first, first - 1, cut)
        upper = NAN if unbounded else _crossing(width, height, last, last + 1, cut)
        return Estimate(estimate, lower, upper), unbounded


def _crossing(width: Array, height: Array, inside: int, beyond: int, cut: float) -> float:
    """Return where the profile crosses the cut between two rungs."""
    share = (height[inside] - cut) / (height[inside] - height[beyond])
    return float(width[inside] * (width[beyond] / width[inside]) ** share)


def profile_width(sets: DataSets, curves: BestCurves) -> Profile:
    """Return the width profile of data sets of equally many points, and of their best curves."""
    parts = [
        _profile(sets.take(rows), curves.take(rows))
        for low in range(0, len(sets), CHUNK)
        for rows in [range(low, min(low + CHUNK, len(sets)))]
    ]
    return Profile(
        *(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Profile))
    )


def _profile(sets: DataSets, curves: BestCurves) -> Profile:
    count = len(sets)
    steps = curves.steps
    ladder = np.sort(np.concatenate([np.tile(LADDER * sets.unit, (count, 1)), sets.w0[:, None]], 1))
    rungs = ladder.shape[1]
    starts = _starts(sets, ladder, steps)  # (shapes, 2, R, L, STARTS)
    log_width = np.broadcast_to(np.log(ladder)[:, :, None], starts.shape[2:])
    profile = np.full((count, rungs), -np.inf)
    best = np.stack([curves.likelihood, curves.amplitude, curves.midpoint, curves.width], axis=1)
    best_shape = curves.shape.copy()
    rows = np.repeat(np.arange(count), rungs * STARTS)
    free = np.ones((3, len(rows)), dtype=bool)
    free[2] = False
    for place, shape in enumerate(SHAPES):
        curve = SigmoidCurve(shape)
        start = np.stack([*starts[place], log_width]).reshape(3, -1)
        held = sets.solve(curve, rows, start, free)
        by_rung = held.log_likelihood.reshape(count, rungs, STARTS)
        profile = np.maximum(profile, by_rung.max(axis=2))
        # From the best rung on, the width is free too: this is the estimate.
        flat = by_rung.reshape(count, -1).argmax(axis=1)
        theta = held.theta[:, np.arange(count) * rungs * STARTS + flat]
        found = sets.solve(curve, np.arange(count), theta, np.ones_like(theta, dtype=bool))
        better = found.log_likelihood > best[:, 0]
        row = np.stack(
            [found.log_likelihood, found.theta[0], found.theta[1], np.exp(found.theta[2])], axis=1
        )
        best = np.where(better[:, None], row, best)
        best_shape = np.where(better, place, best_shape)
    as_step = np.stack([steps.likelihood, steps.amplitude, steps.middle, np.zeros(count)], axis=1)
    best = np.where((steps.likelihood >= best[:, 0] - STEP_TIE)[:, None], as_step, best)
    best[:, 0] = np.maximum(best[:, 0], profile.max(axis=1))
    return Profile(ladder, profile, steps.likelihood, steps.gap, best, best_shape)


def _starts(sets: DataSets, ladder: Array, steps: Steps) -> Array:
    """Return starts (shapes, 2, R, L, STARTS): amplitudes and midpoints.

    They are the winners at the grid widths just below and just above each rung, and the middle
    of the best step's gap (narrow curves have one mode a gap).
    """
    starts = np.empty((len(SHAPES), 2, *ladder.shape, STARTS))
    starts[:, 0, ..., 2] = steps.amplitude[:, None]
    starts[:, 1, ..., 2] = steps.middle[:, None]
    for design, rows in sets.by_design():
        search = search_of(design)
        grid = search.grid
        widths = grid.positive_widths
        runs = [run for place in range(len(SHAPES)) for run in grid.runs_by_width(place)]
        node = search.best_nodes(sets.score[rows], runs)
        above = np.searchsorted(widths, ladder[rows[0]])
        for place in range(len(SHAPES)):
            own_nodes = node[:, place * len(widths) : (place + 1) * len(widths)]
            for column, at in enumerate((above - 1, above)):
                chosen = own_nodes[:, np.clip(at, 0, len(widths) - 1)]
                starts[place, 0, rows, :, column] = grid.amplitude[chosen]
                starts[place, 1, rows, :, column] = grid.midpoint[chosen]
    return starts
