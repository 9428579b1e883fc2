"""From a task's scores and other benchmarks to its forecast on the capability axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from scaling.curves.base import Array
from scaling.errors import DataError
from scaling.fitting.parallel import run
from scaling.fitting.records import NAN, Interval, SeriesFacts
from scaling.forecasting.observational.comparing import compared, track_record
from scaling.forecasting.observational.drawing import band, placed_series, points
from scaling.forecasting.observational.equivalent import family_lines, reference_family
from scaling.forecasting.observational.fitted_task import FittedTask, fit_task
from scaling.forecasting.observational.matrix import BenchmarkMatrix
from scaling.forecasting.observational.options import ObservationalOptions
from scaling.forecasting.observational.records import BenchmarkWeight, PlacedModel
from scaling.forecasting.observational.results import CAPABILITY, CURVE, CapabilityForecast
from scaling.forecasting.observational.sizes import Ahead, forecast_at
from scaling.forecasting.observational.wording import reason
from scaling.progress import Advance, silent
from scaling.series import Series

FEW_MODELS = 20  # below, a bootstrap of cases drops the ablest models too often
AT_FLOOR = 0.1  # of the way from floor to ceiling: below, no rise was seen


def capability_forecasts(
    series: Sequence[Series],
    matrix: BenchmarkMatrix,
    options: ObservationalOptions,
    advance: Advance = silent,
) -> list[CapabilityForecast]:
    """Forecast every task from the benchmarks of ``matrix``; in their order, one result each.

    Where an equivalent compute is asked for, there is one result for each of them.

    A series holds the scores of one task, of models of all families. A result depends on its own
    series, the matrix and the options alone. A task that cannot be forecast is a result with
    status ``failed``. Raises UnknownNameError for a benchmark to exclude or a reference family
    that does not exist.
    """
    reference_family(matrix, options.reference_family)
    jobs = [(one, matrix, options) for one in series]
    return [one for part in run(_forecasts, jobs, options.n_jobs, advance) for one in part]


def _forecasts(
    one: Series, matrix: BenchmarkMatrix, options: ObservationalOptions
) -> list[CapabilityForecast]:
    """Return the forecasts of one task: at each equivalent compute, else one of models alone."""
    wanted = options.sizes or (NAN,)
    try:
        fitted = fit_task(one, matrix, options)
    except DataError as error:
        return [_failed(one, at, error) for at in wanted]
    found = []
    for at in wanted:
        try:
            found.append(_forecast(fitted, at, options))
        except DataError as error:
            found.append(_failed(one, at, error))
    return found


def _failed(one: Series, at: float, error: DataError) -> CapabilityForecast:
    return CapabilityForecast(
        series=SeriesFacts.of(one),
        size=CAPABILITY,
        n_sizes=0,
        status="failed",
        message=str(error),
        notes=_notes_of_series(one),
        qualifiers=one.qualifiers,
        method="observational",
        at=at,
    )


def _forecast(fitted: FittedTask, at: float, options: ObservationalOptions) -> CapabilityForecast:
    one, fold = fitted.series, fitted.fold
    sizes = 10.0**fitted.log_size
    training = placed_series(one, fold.points, sizes[fold.training])
    ahead = Ahead()
    if not np.isnan(at):
        ahead = forecast_at(fitted.predictor, fitted.lines, training, at, options)
    errors = compared(fitted, options.level)
    result = CapabilityForecast(
        series=SeriesFacts.of(one),
        size=CAPABILITY,
        n_sizes=training.n_sizes,
        notes=(*_notes_of_series(one), *_notes(fitted)),
        qualifiers=one.qualifiers,
        interval=_interval(options),
        points=points(one, fold, sizes),
        band=band(fitted.predictor, fitted.lines, training, sizes, at, options),
        method="observational",
        curve=CURVE,
        at=ahead.at,
        estimate=ahead.estimate,
        lower=ahead.lower,
        upper=ahead.upper,
        mean_lower=ahead.mean_lower,
        mean_upper=ahead.mean_upper,
        decades_beyond_data=ahead.decades_beyond_data,
        naive=ahead.naive,
        own_record=track_record(fitted, training, sizes),
        cutoff=fold.cutoff,
        n_training=len(fold.training),
        n_predicted=len(fold.predicted),
        benchmarks=_benchmarks(fitted),
        explained=tuple(fitted.space.explained[0].tolist()),
        height=float(fitted.predictor.link.theta[0, -1]),
        dispersion=fitted.predictor.dispersion,
        reference=fitted.lines.family,
        families=tuple(family_lines(fitted.matrix, fitted.capability[0])),
        left_out=fitted.left_out,
        predictions=_predictions(fitted, sizes, options.level),
        errors=errors,
    )
    return replace(result, reason=reason(result))


def _interval(options: ObservationalOptions) -> Interval | None:
    if not options.draws:
        return None
    return Interval("bootstrap-of-models", options.level, options.draws)


def _benchmarks(fitted: FittedTask) -> tuple[BenchmarkWeight, ...]:
    """Return how much capability a point on each benchmark is worth: gamma beta, in the paper."""
    beta = fitted.predictor.link.theta[0, 1:-1]
    weights = fitted.space.loadings[0] @ beta / fitted.space.scale[0]
    names = fitted.matrix.benchmarks
    return tuple(
        BenchmarkWeight(name, weight) for name, weight in zip(names, weights.tolist(), strict=True)
    )


def _predictions(fitted: FittedTask, sizes: Array, level: float) -> tuple[PlacedModel, ...]:
    """Return what is predicted of the models that were not fitted, the ablest first."""
    matrix, fold = fitted.matrix, fitted.fold
    capability = fitted.capability[:, fold.predicted]
    estimate = fitted.predictor.estimate(capability)
    lower, upper = fitted.predictor.interval(capability, level)
    found = [
        PlacedModel(
            model=matrix.models[place],
            family=matrix.families[place],
            size=float(sizes[place]),
            flops=float(matrix.flops[place]),
            params=float(matrix.params[place]),
            observed=float(fold.observed[at]),
            predicted=float(estimate[at]),
            lower=float(lower[at]),
            upper=float(upper[at]),
        )
        for at, place in enumerate(fold.predicted)
    ]
    return tuple(sorted(found, key=lambda one: (-one.size, one.model)))


def _notes_of_series(one: Series) -> tuple[str, ...]:
    """Return the notes of a series that still hold: sizes of its own it has none here."""
    return tuple(note for note in one.notes if note != "models-without-size")


def _notes(fitted: FittedTask) -> list[str]:
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
    if link.at_bound[0]:
        notes.append("at-bound")
    if not link.converged[0]:
        notes.append("not-converged")
    return notes
