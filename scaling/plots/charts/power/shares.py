"""Shares of simulated series: their axis, their intervals, how they read."""

from __future__ import annotations

import numpy as np

from scaling.fitting.wilson import two_sided_z, wilson
from scaling.plots.style.measure import Measure

SHARE = Measure("share", "share of series", 0.0, 1.0)
LEVEL = 0.95


def interval(share: float, count: int) -> tuple[float, float]:
    """Return Wilson's interval of a share of so many series, at 95 %.

    >>> [round(end, 3) for end in interval(0.0, 100)]
    [0.0, 0.037]
    """
    ends = wilson(np.array([share]), np.array([float(count)]), two_sided_z(LEVEL))
    lower, upper = (float(end[0]) for end in ends)
    return lower, upper


def percent(share: float) -> str:
    """Return a share as people read it.

    >>> percent(0.644)
    '64%'
    """
    return f"{share:.0%}"
