"""Which models are fitted and which are predicted, and on which the predictors are compared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scaling.curves.base import Array
from scaling.errors import DataError
from scaling.forecasting.observational.matrix import BenchmarkMatrix, LeftOut
from scaling.forecasting.observational.options import ObservationalOptions
from scaling.forecasting.observational.spread import differ
from scaling.series import Series

Places = NDArray[np.intp]
A_COEFFICIENT = 2  # so many models at least for each coefficient of the link


@dataclass(frozen=True, eq=False)
class Fold:
    """The n models that are fitted and the m that are predicted, each in the order of names.

    ``training`` and ``predicted`` are places in the matrix, ``points`` and ``held_out`` (those of
    the predicted models that have a score) places in the series. ``score``: (n,) of the fitted
    models; ``observed``: (m,) of the predicted ones, NaN without one. ``cutoff`` in FLOPs, NaN for
    none. ``left_out``: models with a score that cannot be placed.
    """

    training: Places
    predicted: Places
    score: Array
    observed: Array
    points: Places
    held_out: Places
    cutoff: float
    left_out: tuple[LeftOut, ...]


def split(series: Series, matrix: BenchmarkMatrix, options: ObservationalOptions) -> Fold:
    """Return the fold of a task: by the cutoff, else by which models have a score.

    Models of unknown compute are held out with those above the cutoff. Raises DataError where
    too few models are left to fit, or none to predict.
    """
    placed = matrix.placeable
    found = matrix.places_of(series.models)
    reasons = [_why_not(matrix, place, placed) for place in found]
    left_out = tuple(
        LeftOut(model, why, "model")
        for model, why in zip(series.models, reasons, strict=True)
        if why
    )
    points = np.array([at for at, why in enumerate(reasons) if not why], dtype=np.intp)
    names = [series.models[at] for at in points]
    points = points[np.argsort(np.array(names, dtype=object), kind="stable")]
    places = np.array([found[at] for at in points], dtype=np.intp)
    cutoff = _cutoff(series.key.task, matrix.flops[places], options)
    if np.isnan(cutoff):
        without = np.setdiff1d(np.flatnonzero(placed), [at for at in found if at is not None])
        held = np.zeros(len(places), dtype=bool)
        predicted, observed = without, np.full(len(without), np.nan)
    else:
        held = ~(matrix.flops[places] <= cutoff)
        predicted, observed = places[held], series.score[points[held]]
    score = series.score[points[~held]]
    _check(series, options, score, len(predicted), cutoff)
    return Fold(
        training=places[~held],
        predicted=predicted,
        score=score,
        observed=observed,
        points=points[~held],
        held_out=points[held],
        cutoff=cutoff,
        left_out=left_out,
    )


def _why_not(matrix: BenchmarkMatrix, place: int | None, placed: NDArray[np.bool_]) -> str:
    if place is None:
        return "it is not among the benchmarked models"
    if placed[place]:
        return ""
    count = int(np.isfinite(matrix.scores[place]).sum())
    return f"{count} of {len(matrix.benchmarks)} other benchmarks were measured: too few"


def _cutoff(task: str, flops: Array, options: ObservationalOptions) -> float:
    """Return the cutoff in FLOPs, NaN for none; a share is one of the models of known compute.

    Raises DataError for a cutoff where no compute is known.
    """
    if options.cutoff is None:
        return np.nan
    known = flops[np.isfinite(flops)]
    if not len(known):
        raise DataError(
            f"{task}: cutoff: expected models of known training compute, found none; add flops, or "
            "params and tokens, to the benchmarks"
        )
    if options.cutoff_share is None:
        return float(options.cutoff_flops or np.nan)
    return float(np.quantile(known, options.cutoff_share, method="inverted_cdf"))


def _check(
    series: Series, options: ObservationalOptions, score: Array, n_predicted: int, cutoff: float
) -> None:
    """Raise DataError unless there is enough to fit, and something to predict."""
    least = A_COEFFICIENT * (options.components + 2)  # beta, alpha, h
    task, cut = series.key.task, not np.isnan(cutoff)
    todo = "raise the cutoff" if cut else "add models"
    if len(score) < least:
        where = "with a score and benchmarks" + (f" up to {cutoff:.3g} FLOPs" if cut else "")
        raise DataError(
            f"{task}: expected at least {least} models {where} for {options.components} "
            f"component{'s' if options.components > 1 else ''}, found {len(score)}; {todo}"
            + (", or use fewer components" if options.components > 1 else "")
        )
    if not differ(score):
        raise DataError(
            f"{task}: expected models of different scores to fit, found that all {len(score)} "
            f"score {score[0]:g}; {todo}"
        )
    if not n_predicted and not options.sizes:
        why = "every benchmarked model has a score already"
        if cut:
            why = "no model lies above the cutoff"
        raise DataError(
            f"{task}: nothing to predict: {why}; lower --cutoff, or ask for an equivalent compute "
            "with --at"
        )
