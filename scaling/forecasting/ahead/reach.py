"""How far beyond the data a forecast reaches: a decade, or half of the span, whichever is less.

Errors of single tasks grow by about 18 points a decade (Owen 2024, arXiv:2401.04757), and a curve
that was seen over one decade says little of the next.
"""

from __future__ import annotations

import numpy as np

from scaling.series import LOSS_AXIS, Series
from scaling.units import format_size

MOST_DECADES = 1.0
MOST_OF_SPAN = 0.5
ROUNDING = 1e-9


def place_of(series: Series, size: float) -> float:
    """Return x of a size on the axis of a series."""
    return -size if series.size_axis == LOSS_AXIS else float(np.log10(size))


def reach_of(series: Series) -> float:
    """Return how far beyond its largest or smallest size a series can be forecast, in x."""
    half = MOST_OF_SPAN * float(np.ptp(series.x))
    return half if series.size_axis == LOSS_AXIS else min(MOST_DECADES, half)


def outside(series: Series, x: float) -> float:
    """Return how far a place lies outside the sizes, in x; 0 within."""
    return float(max(x - series.x.max(), series.x.min() - x, 0.0))


def too_far(series: Series, size: float) -> str:
    """Return why a size is too far away, how far would do and how to insist; empty if it is not."""
    x, reach = place_of(series, size), reach_of(series)
    if outside(series, x) <= reach + ROUNDING:
        return ""
    above = x > series.x.max()
    edge = float(series.x.max() if above else series.x.min())
    limit = edge + reach if above else edge - reach
    away = outside(series, x)
    if series.size_axis == LOSS_AXIS:
        where = f"a loss of {size:.4g} lies {away:.2f} {'below' if above else 'above'} the data"
        rule = f"reaches {reach:.2f} here (half of the span of the losses)"
        most = f"{-limit:.4g}"
    else:
        side = "beyond the largest" if above else "below the smallest"
        shown = format_size(10.0**edge)
        where = f"{format_size(size)} lies {away:.2f} decades {side} size ({shown})"
        rule = f"reaches {reach:.2f} here (a decade, or half of the span of the sizes if less)"
        most = format_size(10.0**limit)
    return f"{where}, and a forecast {rule}: stay within {most}, or insist with --far (far=True)"
