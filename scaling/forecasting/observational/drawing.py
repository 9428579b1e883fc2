"""Points and band of a forecast on the capability axis: what a figure is drawn from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.intervals.band import rounded
from scaling.fitting.options import DEFAULT_RHO
from scaling.fitting.points import observed_points
from scaling.fitting.records import EMPTY_BAND, Band, Point
from scaling.forecasting.observational.fitted_task import FittedTask
from scaling.forecasting.observational.folds import Places
from scaling.forecasting.observational.names import CAPABILITY
from scaling.forecasting.observational.options import ObservationalOptions
from scaling.series import ARRAYS, Series

BAND_POINTS = 61


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


def training_series(fitted: FittedTask) -> Series | None:
    """Return the fitted scores on the axis of equivalent FLOPs, None where that is not known."""
    if fitted.lines is None:
        return None
    fold = fitted.fold
    return placed_series(fitted.series, fold.points, fitted.sizes[fold.training])


def points(fitted: FittedTask) -> tuple[Point, ...]:
    """Return all observed scores, fitted and held out, at their equivalent FLOPs."""
    if fitted.lines is None:
        return ()
    fold = fitted.fold
    places = np.concatenate([fold.points, fold.held_out])
    found = np.concatenate([fold.training, fold.predicted[: len(fold.held_out)]])
    one = placed_series(fitted.series, places, fitted.sizes[found])
    return observed_points(one, DEFAULT_RHO, 0.95)


def band(fitted: FittedTask, at: float, options: ObservationalOptions) -> Band:
    """Return the curve over equivalent FLOPs, from the weakest to the ablest model or ``at``.

    The models are those that are fitted or predicted.
    """
    if fitted.lines is None:
        return EMPTY_BAND
    fold, predictor = fitted.fold, fitted.predictor
    ends = np.log10(fitted.sizes[np.concatenate([fold.training, fold.predicted])])
    if not np.isnan(at):
        ends = np.append(ends, np.log10(at))
    x = np.linspace(ends.min(), ends.max(), BAND_POINTS)
    capability = fitted.lines.capability(x)
    columns = [rounded(10.0**x), predictor.estimate(capability)]
    if options.draws:
        columns += predictor.mean_interval(capability, options.level)
        columns += predictor.interval(capability, options.level)
    return Band(np.stack(columns))
