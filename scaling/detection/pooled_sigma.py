"""An error for scores that state none: pooled over the series of a task, where that is asked for.

sigma^2 = sum of squared residuals / sum of degrees of freedom, over fits of the default curve to at
least five series: one short series says next to nothing of its own noise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from scaling.detection.options import DetectOptions
from scaling.fitting.fitted import Fitted
from scaling.fitting.options import POOLED, FitOptions
from scaling.fitting.overdispersion import LEAST_SERIES
from scaling.fitting.solve import solve_series
from scaling.series import Series

NOTE = "sigma-pooled"
NO_NOISE = 1e-9  # of the largest score: residuals this small are rounding errors


def with_pooled_sigma(series: Sequence[Series], options: DetectOptions) -> list[Series]:
    """Return the series, those of unknown error with their task's; as they are unless asked for.

    Series of one task, metric and kind of metric share a sigma. Where fewer than five can tell,
    the error stays unknown.
    """
    found = list(series)
    if options.sigma != POOLED:
        return found
    groups: dict[tuple[str, str, str], list[int]] = {}
    for place, one in enumerate(series):
        if not one.binomial and not np.isfinite(one.sigma).all():
            key = (one.key.task.lower(), one.key.metric.lower(), one.metric_kind)
            groups.setdefault(key, []).append(place)
    for places in groups.values():
        sigma = pooled_sigma([series[place] for place in places])
        if sigma is not None:
            for place in places:
                one = series[place]
                known = np.where(np.isfinite(one.sigma), one.sigma, sigma)
                found[place] = replace(one, sigma=known, notes=(*one.notes, NOTE))
    return found


def pooled_sigma(series: Sequence[Series]) -> float | None:
    """Return the error of the scores of one task, None if fewer than five series can tell."""
    unknown = [replace(one, sigma=np.full(one.n_points, np.nan)) for one in series]
    fits = [fit for fit in solve_series(unknown, FitOptions(draws=0)) if isinstance(fit, Fitted)]
    useful = [fit for fit in fits if fit.degrees > 0]
    if len(useful) < LEAST_SERIES:
        return None
    squares = sum(float((fit.residual**2).sum()) for fit in useful)
    sigma = float(np.sqrt(squares / sum(fit.degrees for fit in useful)))
    largest = max(float(np.abs(fit.series.score).max()) for fit in useful)
    return sigma if sigma > NO_NOISE * largest else None
