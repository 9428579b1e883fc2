"""Which benchmarks can carry an ability: those that were measured, and that differ."""

from __future__ import annotations

import numpy as np

from scaling.forecasting.observational.matrix import BenchmarkMatrix, LeftOut, check_benchmarks
from scaling.forecasting.observational.spread import differ

LEAST_SCORES = 3  # of a benchmark among the models that are fitted


def usable(training: BenchmarkMatrix, task: str) -> tuple[list[int], list[LeftOut]]:
    """Return the places of the benchmarks that say something, and why the others do not.

    The models that are fitted alone decide. Raises DataError if fewer than three are left.
    """
    left_out, kept = [], []
    for place, name in enumerate(training.benchmarks):
        scores = training.scores[:, place]
        known = scores[np.isfinite(scores)]
        if len(known) < LEAST_SCORES:
            left_out.append(LeftOut(name, f"only {len(known)} of the models fitted have a score"))
        elif not differ(known):
            left_out.append(LeftOut(name, "every model fitted has the same score"))
        else:
            kept.append(place)
    check_benchmarks(task, [training.benchmarks[place] for place in kept], left_out)
    return kept, left_out
