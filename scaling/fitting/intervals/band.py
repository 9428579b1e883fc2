"""The band of a fit: the curve on a fine grid of sizes, with both kinds of interval."""

from __future__ import annotations

import numpy as np

from scaling.curves.base import Array, Design
from scaling.fitting.fitted import Fitted
from scaling.fitting.intervals.base import Intervals, clipped
from scaling.fitting.records import Band

BAND_POINTS = 61
BAND_BEYOND = 0.25  # share of a decade drawn beyond the largest size
MOST_SIZES = 500  # of the data, in a band: more are no finer than any figure
SAME = 1e-9  # places so near are one: the grid starts at the smallest size


def band_places(design: Design) -> Array:
    """Return where the band of a one-column design is drawn: a fine grid and its sizes, in order.

    BAND_POINTS places or more; one where all losses are equal. With the sizes among them a result
    holds the curve at its own points exactly, however steep it is there. Of more than MOST_SIZES
    those of evenly spaced ranks are taken, the smallest and the largest among them.
    """
    left, right = float(design.left[0]), float(design.right[0])
    beyond = BAND_BEYOND if design.log_axis else BAND_BEYOND * (right - left)
    grid = np.linspace(left, right + beyond, BAND_POINTS)
    sizes = np.unique(design.x[:, 0])
    if len(sizes) > MOST_SIZES:
        sizes = sizes[np.linspace(0, len(sizes) - 1, MOST_SIZES).astype(np.intp)]
    apart = np.abs(grid[:, None] - sizes).min(axis=1) > SAME
    return np.sort(np.concatenate([grid[apart], sizes]))


def band(fitted: Fitted, intervals: Intervals | None) -> Band:
    """Return the curve with its mean interval and the interval for a new model's score."""
    x = band_places(fitted.design)
    estimate = clipped(fitted, fitted.at(x))
    ends = []
    if intervals is not None:
        ends = [*intervals.curve(x), *intervals.prediction(x)]
    sizes = rounded(10.0**x if fitted.design.log_axis else -x)
    return Band(np.stack([sizes, estimate, *ends]))


def rounded(numbers: Array, digits: int = 9) -> Array:
    """Return numbers to some significant digits, so that no file shows rounding errors."""
    places = digits - 1 - np.floor(np.log10(np.maximum(np.abs(numbers), 1e-300)))
    fine, coarse = 10.0 ** np.maximum(places, 0), 10.0 ** np.maximum(-places, 0)  # both exact
    result: Array = np.round(numbers * fine / coarse) * coarse / fine
    return result
