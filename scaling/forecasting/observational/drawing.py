"""Points and band of a forecast on the capability axis: what a figure is drawn from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.intervals.band import rounded
from scaling.fitting.options import DEFAULT_RHO
from scaling.fitting.points import observed_points
from scaling.fitting.records import Band, Point
from scaling.forecasting.observational.equivalent import ReferenceLines
from scaling.forecasting.observational.folds import Fold, Places
from scaling.forecasting.observational.options import ObservationalOptions
from scaling.forecasting.observational.predictors import Predictor
from scaling.series import ARRAYS, Series

BAND_POINTS = 61
CAPABILITY = "capability"  # the name of the size axis


def placed_series(one: Series, places: Places, sizes: Array) -> Series:
    """Return the points of a series at these places, on the axis of equivalent FLOPs (n,)."""
    names = np.array([one.models[place] for place in places], dtype=object)
    order = np.lexsort((names, sizes))
    index = places[order]
    return replace(
        one,
        size_axis=CAPABILITY,
        models=tuple(names[order].tolist()),
        **{name: getattr(one, name)[index] for name in ARRAYS if name != "size"},
        size=rounded(sizes[order]),
        params=None,
    )


def points(one: Series, fold: Fold, sizes: Array) -> tuple[Point, ...]:
    """Return all observed scores, fitted and held out, at their equivalent FLOPs (M,)."""
    places = np.concatenate([fold.points, fold.held_out])
    found = np.concatenate([fold.training, fold.predicted[: len(fold.held_out)]])
    return observed_points(placed_series(one, places, sizes[found]), DEFAULT_RHO, 0.95)


def band(
    predictor: Predictor,
    lines: ReferenceLines,
    training: Series,
    sizes: Array,
    at: float,
    options: ObservationalOptions,
) -> Band:
    """Return the curve over equivalent FLOPs, from the weakest to the ablest model or ``at``."""
    ends = [float(training.x.min()), float(np.log10(sizes).max())]
    if not np.isnan(at):
        ends.append(float(np.log10(at)))
    x = np.linspace(min(ends), max(ends), BAND_POINTS)
    capability = lines.capability(x)
    columns = [rounded(10.0**x), predictor.estimate(capability)]
    if options.draws:
        columns += predictor.mean_interval(capability, options.level)
        columns += predictor.interval(capability, options.level)
    return Band(np.stack(columns))
