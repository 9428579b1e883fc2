"""The over-dispersion rho of a benchmark, pooled over its series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from scaling.fitting.fitted import Fitted, pearson
from scaling.fitting.options import DEFAULT_DELTA, DEFAULT_RHO, POOLED, FitOptions
from scaling.fitting.solve import solve_series
from scaling.series import Series

LEAST_SERIES = 5  # one short series says next to nothing of its own noise
MOST_RHO = 0.5


def with_known_rho(
    series: Sequence[Series], options: FitOptions
) -> list[tuple[FitOptions, str, list[int]]]:
    """Return groups of series that share a rho: options with it, a note, the places.

    With a number there is one group. ``pooled`` makes one a task and metric: rho is estimated
    from at least five series, else the default is used and the note says so.
    """
    if options.rho != POOLED:
        return [(options, "", list(range(len(series))))]
    groups: dict[tuple[str, str], list[int]] = {}
    for place, one in enumerate(series):
        groups.setdefault((one.key.task.lower(), one.key.metric.lower()), []).append(place)
    found = []
    for places in groups.values():
        rho = pooled_rho([series[place] for place in places], options)
        note = "rho-pooled" if rho is not None else "rho-default"
        known = replace(options, rho=DEFAULT_RHO if rho is None else rho)
        found.append((known, note, places))
    return found


def pooled_rho(series: Sequence[Series], options: FitOptions) -> float | None:
    """Return rho of series of one benchmark, None if fewer than five can tell.

    max(0, sum(chi2 - df) / sum(df (n - 1))): Pearson's statistics of binomial fits against their
    expectation under over-dispersion (Williams 1982, Applied Statistics 31).
    """
    binomial = [one for one in series if one.binomial]
    chosen = replace(
        options, objective="quasi-binomial", weights="auto", delta=DEFAULT_DELTA, rho=0.0, draws=0
    )
    fits = [fit for fit in solve_series(binomial, chosen) if isinstance(fit, Fitted)]
    useful = [fit for fit in fits if fit.degrees > 0]
    if len(useful) < LEAST_SERIES:
        return None
    excess = sum(pearson(fit) - fit.degrees for fit in useful)
    room = sum(fit.degrees * (float(np.mean(fit.series.n_items)) - 1) for fit in useful)
    return float(np.clip(excess / room, 0.0, MOST_RHO)) if room > 0 else None
