"""Against a fine-tuned model of known size: how much larger the curve's model must be, and the gap.

The ratio is the size at which the curve reaches the baseline's score over the baseline's own size.
The gap is the curve less the baseline at the baseline's size, where the curve is known there.
"""

from __future__ import annotations

import math

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.intervals.sampled import percentile_interval
from scaling.fitting.records import Estimate
from scaling.forecasting.ahead.reach import place_of
from scaling.forecasting.crossing.averaged_curve import AveragedCurve
from scaling.forecasting.crossing.search import Reach
from scaling.series import LOSS_AXIS, Series


def size_ratio(crossing: Estimate, size: float, axis: str) -> Estimate:
    """Return a crossing (sizes) in units of the baseline's size; NaN where one is not known.

    >>> size_ratio(Estimate(2e10, 1e10, float("nan")), 1e10, "params")
    Estimate(estimate=2.0, lower=1.0, upper=nan)
    """
    if axis == LOSS_AXIS or math.isnan(size):
        return Estimate()
    return Estimate(crossing.estimate / size, crossing.lower / size, crossing.upper / size)


def size_matched_gap(
    series: Series, curve: AveragedCurve, score: float, levels: Array, size: float, reach: Reach,
    share: float,
) -> Estimate:  # fmt: skip
    """Return curve less baseline at the baseline's size, in the unit of the score.

    ``levels``: (B,) the baseline as each draw has it. NaN where the size is not known or lies
    below the sizes or beyond the reach.
    """
    if math.isnan(size):
        return Estimate()
    x = place_of(series, size)
    if not reach.low <= x <= reach.high:
        return Estimate()
    place = np.array([x])
    estimate = float(curve.estimate(place)[0]) - score
    if not len(levels):
        return Estimate(estimate)
    return percentile_interval(curve.values(place)[0] - levels, estimate, share)
