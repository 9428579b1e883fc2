"""From a task's scores and other benchmarks to its forecast on the capability axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from scaling.errors import DataError, OptionError
from scaling.fitting.parallel import run
from scaling.fitting.records import NAN, Interval, SeriesFacts
from scaling.forecasting.ahead.records import TrackRecord
from scaling.forecasting.observational.comparing import compared, inner_record, track_record
from scaling.forecasting.observational.describing import (
    benchmark_weights,
    notes_of,
    notes_of_series,
    placed_models,
)
from scaling.forecasting.observational.drawing import band, points, training_series
from scaling.forecasting.observational.equivalent import family_lines, reference_families
from scaling.forecasting.observational.fitted_task import FittedTask, fit_task
from scaling.forecasting.observational.matrix import BenchmarkMatrix
from scaling.forecasting.observational.names import CAPABILITY
from scaling.forecasting.observational.options import ObservationalOptions
from scaling.forecasting.observational.results import CURVE, METHOD, CapabilityForecast
from scaling.forecasting.observational.sizes import Ahead, forecast_at
from scaling.forecasting.observational.wording import reason
from scaling.progress import Advance, silent
from scaling.series import Series


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
    that does not exist, DataError for one without three models, OptionError for more components
    than benchmarks.
    """
    if options.reference_family is not None:
        reference_families(matrix, options.reference_family)
    if options.components > len(matrix.benchmarks):
        raise OptionError(
            f"components: expected at most {len(matrix.benchmarks)}, the benchmarks there are, got "
            f"{options.components}"
        )
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
    held_out = not np.isnan(fitted.fold.cutoff)
    training = training_series(fitted)
    record = track_record(fitted, training) if held_out else inner_record(one, matrix, options)
    return [_forecast(fitted, training, at, record, options) for at in wanted]


def _failed(one: Series, at: float, error: DataError) -> CapabilityForecast:
    return CapabilityForecast(
        series=SeriesFacts.of(one),
        size=CAPABILITY,
        n_sizes=0,
        status="failed",
        message=str(error),
        notes=notes_of_series(one),
        qualifiers=one.qualifiers,
        method=METHOD,
        at=at,
    )


def _forecast(
    fitted: FittedTask,
    training: Series | None,
    at: float,
    record: TrackRecord,
    options: ObservationalOptions,
) -> CapabilityForecast:
    """Return the forecast at one equivalent compute; one refused has what is said of models."""
    one, fold, link = fitted.series, fitted.fold, fitted.predictor.link
    ahead, refused = Ahead(at=at), ""
    if not np.isnan(at):
        try:
            ahead = forecast_at(fitted, training, at, options)
        except DataError as error:
            refused = str(error)
    predictions = placed_models(fitted, training, options.level)
    result = CapabilityForecast(
        series=SeriesFacts.of(one),
        size=CAPABILITY,
        n_sizes=training.n_sizes if training is not None else 0,
        status="failed" if refused else "ok",
        message=refused,
        notes=(*notes_of_series(one), *notes_of(fitted, predictions)),
        qualifiers=one.qualifiers,
        interval=_interval(options),
        points=points(fitted),
        band=band(fitted, NAN if refused else at, options),
        method=METHOD,
        curve=CURVE,
        **vars(ahead),
        own_record=record,
        cutoff=fold.cutoff,
        n_training=len(fold.training),
        n_predicted=len(fold.predicted),
        benchmarks=benchmark_weights(fitted),
        explained=tuple(fitted.space.explained[0].tolist()),
        height=float(link.theta[0, -1]),
        dispersion=fitted.predictor.dispersion,
        draws_at_bound=_share(link.at_bound[1:]),
        draws_not_converged=_share(~link.converged[1:]),
        reference=None if fitted.lines is None else fitted.lines.family,
        families=tuple(family_lines(fitted.matrix, fitted.capability[0])),
        left_out=fitted.left_out,
        predictions=predictions,
        errors=compared(fitted, options.level),
    )
    return replace(result, reason=reason(result))


def _share(flags: NDArray[np.bool_]) -> float:
    return float(flags.mean()) if len(flags) else NAN


def _interval(options: ObservationalOptions) -> Interval | None:
    if not options.draws:
        return None
    return Interval("bootstrap-of-models", options.level, options.draws)
