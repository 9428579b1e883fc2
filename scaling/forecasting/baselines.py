"""What a curve has to beat: the last value, and a straight line in log size."""

from __future__ import annotations

import numpy as np

from scaling.curves.base import Array
from scaling.series import Series

LAST, LINE = "last-value", "linear-in-log"


def last_value(series: Series, x: Array) -> Array:
    """Return the mean score of the largest size, at every place x (X,)."""
    return np.full(len(x), series.score[series.x == series.x.max()].mean())


def linear_in_log(series: Series, x: Array) -> Array:
    """Return the least-squares line through the scores at places x, (X,).

    It is held to what scores can be. Every point counts alike. Needs two different sizes.
    """
    centre = series.x.mean()
    offset = series.x - centre
    slope = (offset * series.score).sum() / (offset * offset).sum()
    return within_limits(series, series.score.mean() + slope * (x - centre))


BASELINES = {LAST: last_value, LINE: linear_in_log}


def within_limits(series: Series, values: Array) -> Array:
    """Return scores of any shape held to what the metric can give, whatever the data reach."""
    result: Array = np.clip(values, *limits(series))
    return result


def limits(series: Series) -> tuple[float, float]:
    """Return the lowest and the highest score that the metric has, infinite where it has none."""
    low, high = -np.inf, np.inf
    if series.metric_kind == "proportion":
        low, high = 0.0, 1.0
    elif series.metric_kind == "bounded":
        low = min(float(np.nan_to_num(series.chance, nan=-np.inf)), float(series.score.min()))
        high = float(np.nan_to_num(series.ceiling, nan=np.inf))
    elif series.metric_kind == "loss":
        low = 0.0
    return low, high
