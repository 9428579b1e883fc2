"""The batched solver: projected Levenberg-Marquardt (Fisher scoring) on many columns at once.

Every column is one small bounded problem of a few parameters. All arithmetic is
elementwise over columns, so a column's answer is the same to the last bit whether it is solved
alone or among thousands. Columns that are done leave the working set.
Method: Levenberg-Marquardt damping (Marquardt 1963; Nielsen 1999, IMM-REP-1999-05) on the
expected information, with the projection of Bertsekas 1982 for the bounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scaling.curves.base import Array, Curve, Design, Flags
from scaling.fitting.objectives import Objective
from scaling.fitting.steps import Work, damped_step

LEAST_DAMPING, MOST_DAMPING = 1e-9, 1e9
LEAST_FACTOR = 1 / 3  # damping falls to this share after a step that was as good as promised
BOLD = 1.0  # damping below which a step goes most of the way
IDLE, PATIENCE = 1e3, 5  # so many steps in a row that gain less than so many tolerances: enough
KEPT = 0.8  # share of the working set that must be left for it to stay as it is
MOST_CELLS = 2**15  # sizes x columns of a working set: more would leave the cache
SCORING_STEPS = 12  # after which exact second derivatives take over: scoring has a slow end
PERFECT_FIT = 1e-20  # share of the weighted sum of squares below which residuals are rounding


@dataclass(frozen=True, eq=False)
class Solution:
    """What the solver found: ``theta`` (p, M), ``log_likelihood`` (M,), flags (M,) and (p, M)."""

    theta: Array
    log_likelihood: Array
    converged: Flags
    at_bound: Flags

    def take(self, columns: Array | NDArray[np.intp]) -> Solution:
        """Return the solution of the chosen columns."""
        index = np.asarray(columns, dtype=np.intp)
        return Solution(
            np.take(self.theta, index, axis=1),
            self.log_likelihood[index],
            self.converged[index],
            np.take(self.at_bound, index, axis=1),
        )

    def best_of(self, count: int) -> Solution:
        """Return the likeliest of ``count`` starts; columns are start by start."""
        n_columns = len(self.log_likelihood) // count
        among = self.log_likelihood.reshape(count, n_columns)
        best = np.where(np.isnan(among), -np.inf, among).argmax(axis=0)
        return self.take(best * n_columns + np.arange(n_columns))


def maximise(
    curve: Curve,
    objective: Objective,
    design: Design,
    score: Array,
    weight: Array,
    start: Array,
    free: Flags,
    *,
    bounds: tuple[Array, Array] | None = None,
    tolerance: float = 1e-9,
    max_iterations: int = 100,
) -> Solution:
    """Maximise the objective from ``start`` (p, M) over the parameters that are ``free`` (p, M).

    ``score``, ``weight``: (K, M). Stops when a step gains less than ``tolerance`` in
    log-likelihood; where the error's scale is estimated too, in n/2 ln(objective), because the
    objective's own size means nothing. A column that has crept on with next to no gain for some
    steps (a plateau without an end) has converged as well. ``bounds``: (p, M) each, in place of
    the curve's own.
    """
    lower, upper = curve.bounds(design) if bounds is None else bounds
    lower = np.where(free, lower, np.minimum(lower, start))
    upper = np.where(free, upper, np.maximum(upper, start))
    least = PERFECT_FIT * objective.whole(score, weight) + 1e-300
    n_columns = score.shape[1]
    found = Found(np.empty(start.shape), np.empty(n_columns), np.zeros(n_columns, dtype=bool))
    scoring = min(max_iterations, SCORING_STEPS) if objective.smooth else max_iterations
    left = []
    for columns in _parts(np.arange(n_columns), len(score)):
        part = slice(columns[0], columns[-1] + 1)
        work = Work.begin(
            curve,
            objective,
            design if len(columns) == n_columns else design.take(columns),
            score[:, part],
            weight[:, part],
            start[:, part],
            lower[:, part],
            upper[:, part],
            free[:, part],
            least[part],
        )
        left.append(_iterate(curve, objective, work, columns, found, tolerance, scoring))
    # Few columns are slow: those of all parts go on together.
    slow = np.concatenate([columns for columns, _ in left])
    if len(slow) and max_iterations > scoring:
        work = Work.join([work for _, work in left], design.take(slow))
        left = [
            _iterate(
                curve,
                objective,
                work.take(places),
                slow[places],
                found,
                tolerance,
                max_iterations - scoring,
                newton=True,
            )
            for places in _parts(np.arange(len(slow)), len(score))
        ]
    for columns, work in left:
        found.keep(columns, work, slice(None))
    at_bound = free & ((found.theta <= lower) | (found.theta >= upper))
    return Solution(found.theta, found.likelihood, found.converged, at_bound)


def beside(designs: Sequence[Design]) -> Design:
    """Return the designs of problems that are solved together as one, column after column."""

    def joined(name: str) -> Array:
        return np.concatenate([getattr(design, name) for design in designs], axis=-1)

    return replace(
        designs[0],
        x=joined("x"),
        floor=joined("floor"),
        top=joined("top"),
        low=joined("low"),
        high=joined("high"),
    )


def _parts(columns: NDArray[np.intp], n_sizes: int) -> list[NDArray[np.intp]]:
    """Return columns in equal parts that the processor's cache can hold, one column at least."""
    count = -(-len(columns) * n_sizes // MOST_CELLS)
    return np.array_split(columns, max(min(count, len(columns)), 1))


@dataclass(eq=False)
class Found:
    """Where the columns of the whole batch have come to: (p, M), (M,), (M,)."""

    theta: Array
    likelihood: Array
    converged: Flags

    def keep(self, columns: NDArray[np.intp], work: Work, which: Flags | slice) -> None:
        """Store the columns of a working set."""
        self.theta[:, columns] = work.theta[:, which]
        self.likelihood[columns] = work.likelihood[which]


def _iterate(
    curve: Curve,
    objective: Objective,
    work: Work,
    columns: NDArray[np.intp],
    found: Found,
    tolerance: float,
    steps: int,
    *,
    newton: bool = False,
) -> tuple[NDArray[np.intp], Work]:
    """Take up to so many steps of every column, and return those that are not done.

    ``columns``: the places of the working set in the whole batch.
    """
    alive = np.ones(len(columns), dtype=bool)
    for _ in range(steps):
        with np.errstate(all="ignore"):  # a trial step beyond all numbers gains nothing
            settled = _advance(curve, objective, work, tolerance, newton=newton)
        stuck = ~(work.damping <= MOST_DAMPING) | np.isnan(work.likelihood)
        if not objective.smooth:  # at a kink every step loses, however short: that is the optimum
            settled |= stuck & ~np.isnan(work.likelihood)
        done = (settled | stuck) & alive
        if not done.any():
            continue
        found.keep(columns[done], work, done)
        found.converged[columns[done]] = settled[done]
        alive &= ~done
        if np.count_nonzero(alive) > KEPT * len(alive):
            continue  # a few idle columns cost less than copying all others
        left = np.flatnonzero(alive)
        columns, alive, work = columns[left], alive[left], work.take(left)
        if not len(columns):
            break
    left = np.flatnonzero(alive)
    return (columns, work) if alive.all() else (columns[left], work.take(left))


def _advance(
    curve: Curve, objective: Objective, work: Work, tolerance: float, *, newton: bool
) -> Flags:
    """Take one step of every column where it gains, and return which have settled, (M,)."""
    step, promised, slack = damped_step(curve, objective, work, newton=newton)
    trial = np.minimum(np.maximum(work.theta + step, work.lower), work.upper)
    value, jacobian = curve.value_and_jacobian(trial, work.design.at(work.design.x))
    likelihood = objective.log_likelihood(value, work.score, work.weight)
    gain = likelihood - work.likelihood
    better = gain > 0
    kept = 2 * np.minimum(np.maximum(gain / np.maximum(promised, 1e-300), 0.0), 2.0) - 1
    if objective.scale_free:
        size = np.maximum(-2 * work.likelihood / len(work.score), work.least)
        gain, promised, slack = gain / size, promised / size, slack / size
    hope = np.where(better, gain, promised)
    work.idle = np.where(hope < IDLE * tolerance, work.idle + 1, 0)
    # A heavily damped step gains little anywhere: only a bold one, or no slope, is the end.
    done = np.where(work.damping < BOLD, hope < tolerance, slack < tolerance)
    done |= work.idle >= PATIENCE
    work.move(better, trial, value, jacobian, likelihood)
    lowered = work.damping * np.maximum(LEAST_FACTOR, 1 - kept**3)
    damping = np.where(better, lowered, work.damping * work.raise_by)
    # Columns that are done and still in the working set go on, but not beyond all numbers.
    work.damping = np.minimum(np.maximum(damping, LEAST_DAMPING), 2 * MOST_DAMPING)
    work.raise_by = np.where(better, 2.0, np.minimum(2 * work.raise_by, MOST_DAMPING))
    return done
