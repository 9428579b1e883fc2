"""What a forecast on the capability axis says of benchmarks and models, and its codes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scaling.fitting.records import NAN
from scaling.forecasting.ahead.reach import too_far
from scaling.forecasting.observational.fitted_task import FittedTask
from scaling.forecasting.observational.records import BenchmarkWeight, PlacedModel
from scaling.forecasting.predict import decades_beyond
from scaling.series import Series

FEW_MODELS = 20  # below, a bootstrap of cases drops the ablest models too often
AT_FLOOR = 0.1  # of the way from floor to ceiling: below, no rise was seen


def benchmark_weights(fitted: FittedTask) -> tuple[BenchmarkWeight, ...]:
    """Return how much capability a point on each benchmark is worth: gamma beta, in the paper."""
    beta = fitted.predictor.link.theta[0, 1:-1]
    weights = fitted.space.loadings[0] @ beta / fitted.space.scale[0]
    names = fitted.matrix.benchmarks
    return tuple(
        BenchmarkWeight(name, weight) for name, weight in zip(names, weights.tolist(), strict=True)
    )


def placed_models(
    fitted: FittedTask, training: Series | None, level: float
) -> tuple[PlacedModel, ...]:
    """Return what is predicted of the models that were not fitted, the ablest first."""
    matrix, fold, sizes = fitted.matrix, fitted.fold, fitted.sizes
    capability = fitted.capability[:, fold.predicted]
    estimate = fitted.predictor.estimate(capability)
    lower, upper = fitted.predictor.interval(capability, level)
    names = np.array([matrix.models[place] for place in fold.predicted], dtype=object)
    found = []
    for at in np.lexsort((names, -capability[0])):
        place = fold.predicted[at]
        size = float(sizes[place])
        found.append(
            PlacedModel(
                model=matrix.models[place],
                family=matrix.families[place],
                size=size,
                flops=float(matrix.flops[place]),
                params=float(matrix.params[place]),
                observed=float(fold.observed[at]),
                predicted=float(estimate[at]),
                lower=float(lower[at]),
                upper=float(upper[at]),
                decades_beyond_data=(
                    NAN if training is None else decades_beyond(training, float(np.log10(size)))
                ),
                far=training is not None and bool(too_far(training, size)),
            )
        )
    return tuple(found)


def notes_of_series(one: Series) -> tuple[str, ...]:
    """Return the notes of a series that still hold: sizes of its own it has none here."""
    return tuple(note for note in one.notes if note != "models-without-size")


def notes_of(fitted: FittedTask, predictions: Sequence[PlacedModel]) -> list[str]:
    """Return the codes that say what limits a forecast."""
    fold, link = fitted.fold, fitted.predictor.link
    notes = []
    if len(fold.training) < FEW_MODELS:
        notes.append("few-models")
    if fold.left_out:
        notes.append("models-without-benchmarks")
    if not np.isnan(fold.cutoff) and not np.isfinite(fitted.matrix.flops[fold.predicted]).all():
        notes.append("compute-unknown")
    if fitted.predictor.scale.scaled(fold.score).max() < AT_FLOOR:
        notes.append("training-at-floor")
    if fitted.lines is None:
        notes.append("capability-without-unit")
    if any(one.far for one in predictions):
        notes.append("models-far-beyond")
    if _loosely_matched(fitted):
        notes.append("names-matched-loosely")
    if link.at_bound[0]:
        notes.append("at-bound")
    if not link.converged[0]:
        notes.append("not-converged")
    return notes


def _loosely_matched(fitted: FittedTask) -> bool:
    """Return whether a model of the task has another spelling among the benchmarked ones."""
    fold = fitted.fold
    known = [*fold.training, *fold.predicted[: len(fold.held_out)]]
    given = [fitted.series.models[at] for at in (*fold.points, *fold.held_out)]
    return any(fitted.matrix.models[at] != name for at, name in zip(known, given, strict=True))
