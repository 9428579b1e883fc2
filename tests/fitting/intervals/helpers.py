"""Fits and intervals of one series, for the tests of this folder."""

from __future__ import annotations

import numpy as np

from scaling.fitting import FitOptions
from scaling.fitting.fit import fit_series, make_intervals
from scaling.fitting.solve import solve_series
from tests.series_makers import make_series

RISE = np.array([0.02, 0.03, 0.1, 0.3, 0.42, 0.55, 0.72, 0.9])
NO_LIMITS = {"chance": np.nan, "ceiling": np.nan}


def real_series(score, size, **facts):
    return make_series(score, size, kind="real", **NO_LIMITS, **facts)


def loss_series(score, size, **facts):
    return make_series(score, size, kind="loss", **NO_LIMITS, **facts)


def fitted_one(series, **options):
    return solve_series([series], FitOptions(**options))[0]


def intervals_of(series, **options):
    """The fit and its intervals; the test fails if they are refused."""
    fitted = fitted_one(series, **options)
    intervals, refusal = make_intervals(fitted)
    assert not refusal
    return fitted, intervals


def refusal_of(series, **options):
    """What a result says where intervals are refused."""
    result = fit_series([series], FitOptions(**options))[0]
    assert result.status == "ok"
    assert result.interval is None
    assert "interval-refused" in result.notes
    assert all(np.isnan(value.lower) for value in result.parameters.values())
    return result.message
