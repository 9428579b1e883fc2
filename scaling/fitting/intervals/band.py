"""The band of a fit: the curve on a fine grid of sizes, with both kinds of interval."""

from __future__ import annotations

import numpy as np

from scaling.curves.base import Array, Design
from scaling.fitting.fitted import Fitted
from scaling.fitting.intervals.base import Intervals, clipped
from scaling.fitting.records import Band

BAND_POINTS = 61
BAND_BEYOND = 0.25  # share of a decade drawn beyond the largest size


def band_places(design: Design) -> Array:
    """Return where the band of a one-column design is drawn, (BAND_POINTS,)."""
    left, right = float(design.left[0]), float(design.right[0])
    beyond = BAND_BEYOND if design.log_axis else BAND_BEYOND * (right - left)
    return np.linspace(left, right + beyond, BAND_POINTS)


def band(fitted: Fitted, intervals: Intervals | None) -> Band:
    """Return the curve with its mean interval and the interval for a new model's score."""
    x = band_places(fitted.design)
    estimate = clipped(fitted, fitted.at(x))
    ends = []
    if intervals is not None:
        ends = [*intervals.curve(x), *intervals.prediction(x)]
    sizes = rounded(10.0**x if fitted.design.log_axis else -x)
    return Band(np.stack([sizes, estimate, *ends]))


def rounded(sizes: Array) -> Array:
    """Return sizes to nine significant digits, so that no file shows rounding errors."""
    places = 8 - np.floor(np.log10(np.maximum(np.abs(sizes), 1e-300)))
    fine, coarse = 10.0 ** np.maximum(places, 0), 10.0 ** np.maximum(-places, 0)  # both exact
    result: Array = np.round(sizes * fine / coarse) * coarse / fine
    return result
