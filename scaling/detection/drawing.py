"""The curve that a detection result carries: its midpoint with an interval, and its band."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scaling.curves.sigmoid import WIDTH_LIMITS, SigmoidCurve
from scaling.detection.options import DetectOptions
from scaling.detection.width.grid import SHAPES
from scaling.detection.width.profile import Profile
from scaling.fitting.fitted import Fitted
from scaling.fitting.intervals import parametric
from scaling.fitting.intervals.band import band
from scaling.fitting.intervals.sampled import sampled
from scaling.fitting.model import set_model
from scaling.fitting.options import FitOptions
from scaling.fitting.records import Band, Estimate
from scaling.fitting.solver import Solution
from scaling.series import Series, SeriesBatch

FLAT = 2  # rows of a band without intervals


def best_curve(
    one: Series, profile: Profile, unit: float, options: DetectOptions
) -> tuple[Estimate, Band]:
    """Return the midpoint with its interval and the band of the best curve of a profile.

    ``profile`` holds the series alone; ``unit`` is what one decade stands for on the axis.
    """
    curve = SigmoidCurve(SHAPES[int(profile.shape[0])])
    fit_options = FitOptions(
        ceiling="free", rho=options.rho, draws=options.draws, level=options.level
    )
    model = set_model(SeriesBatch.stack([one], [0]), curve, fit_options)
    model = replace(model, design=replace(model.design, unit=unit))
    _, amplitude, midpoint, width = profile.best[0]
    least = WIDTH_LIMITS[0] * unit
    theta = np.array([[amplitude], [midpoint], [np.log(max(width, least))]])
    never = np.zeros((3, 1), dtype=bool)
    solution = Solution(theta, profile.best[:, 0], np.ones(1, dtype=bool), never)
    fitted = Fitted(model, solution, fit_options)
    intervals = None
    if options.draws:
        intervals = sampled(fitted, parametric.draw(fitted, one.random(options.seed)))
    estimate = fitted.natural()["midpoint"]
    if width == 0:
        sizes = np.unique(one.size)[:: -1 if one.size_axis == "loss" else 1]
        gap = int(profile.step_gap[0])
        place = Estimate(estimate, *sorted((float(sizes[gap]), float(sizes[gap + 1]))))
    elif intervals is not None:
        place = intervals.parameters()["midpoint"]
    else:
        place = Estimate(estimate)
    return place, band(fitted, intervals)


def turned(band: Band) -> Band:
    """Return the band of minus the loss as one of the loss."""
    columns = -band.columns
    columns[0] = -columns[0]
    if len(columns) > FLAT:  # the ends of both intervals change places
        columns[2:] = columns[[3, 2, 5, 4]]
    return Band(columns)
