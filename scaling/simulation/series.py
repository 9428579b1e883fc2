"""Series of known truth, ready to be fitted and tested like any others.

Series i depends on the seed and on i alone, not on how many there are. Truths share their random
numbers: series i of two truths differs by what the truths differ in.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from scaling.curves.base import Array
from scaling.series import Series, SeriesKey
from scaling.simulation.draws import TrueCurves, draw_curves, draw_scores
from scaling.simulation.options import SimulateOptions
from scaling.units import format_size

FAMILY, METRIC = "simulated", "acc"


@dataclass(frozen=True, eq=False, kw_only=True)
class SimulatedSeries(Series):
    """A series that knows its one true curve."""

    true: TrueCurves

    def true_score(self, size: ArrayLike) -> Array:
        """Return the expected score at sizes (parameters), as (n,), if no run fails."""
        x = np.log10(np.atleast_1d(np.asarray(size, dtype=np.float64)))
        result: Array = self.true.value(x)[0]
        return result


def simulate_series(options: SimulateOptions) -> list[SimulatedSeries]:
    """Return ``options.count`` series; their tasks are the truth's name and a number from 1."""
    return [_one(options, place) for place in range(options.count)]


def _one(options: SimulateOptions, place: int) -> SimulatedSeries:
    """Return the series at one place of the list."""
    rng = np.random.default_rng(np.random.SeedSequence(options.seed, spawn_key=(place,)))
    size, truth = options.size, options.known_truth
    x = np.log10(size)
    true = draw_curves(
        truth,
        x,
        rng,
        1,
        width=options.width,
        chance=options.chance,
        ceiling=options.ceiling,
        amplitude=options.amplitude,
        midpoint=options.log_midpoint,
    )
    score = draw_scores(true, x, rng, n_items=options.items, rho=options.rho, runs=options.runs)
    return SimulatedSeries(
        key=SeriesKey(FAMILY, f"{truth.name} {place + 1}", METRIC),
        size_axis="params",
        models=tuple(f"{FAMILY}-{format_size(one, 6)}" for one in size),
        size=size,
        score=score[0],
        n_items=options.items,
        sigma=np.full(len(size), np.nan),
        metric_kind="proportion",
        chance=options.chance,
        ceiling=options.ceiling,
        true=true,
    )
