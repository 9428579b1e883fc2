"""How a forecast did on held-out models, beside those from compute or size alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scaling.curves.base import Array
from scaling.errors import DataError
from scaling.fitting.records import NAN
from scaling.forecasting import scores
from scaling.forecasting.ahead.records import TrackRecord
from scaling.forecasting.baselines import linear_in_log
from scaling.forecasting.observational.drawing import training_series
from scaling.forecasting.observational.fitted_task import FittedTask, fit_task
from scaling.forecasting.observational.matrix import BenchmarkMatrix
from scaling.forecasting.observational.names import ALONE, CAPABILITY, LAST
from scaling.forecasting.observational.options import ObservationalOptions
from scaling.forecasting.observational.predictors import Predictor, fit_predictor
from scaling.forecasting.observational.records import PredictorError
from scaling.forecasting.observational.spread import differ
from scaling.forecasting.wording import error_text
from scaling.series import Series

INNER_CUTOFF = "75%"  # of the models are fitted in a back-test on the series itself


def compared(fitted: FittedTask, level: float) -> tuple[PredictorError, ...]:
    """Return the errors of all predictors on the held-out models that each of them can predict.

    The forecasts from compute or size alone have the same link, the same training models and the
    same draws, and their coordinate is log10 of it. One that is not known of all training models,
    or is the same of all, is not compared. The last value is the score of the ablest model fitted.
    """
    fold, matrix = fitted.fold, fitted.matrix
    able = {name: np.log10(getattr(matrix, name)) for name in ALONE}
    able = {name: x for name, x in able.items() if _says_something(x[fold.training])}
    common = np.isfinite(fold.observed)
    for x in able.values():
        common &= np.isfinite(x[fold.predicted])
    if not common.any():
        return ()
    places, observed = fold.predicted[common], fold.observed[common]
    ours = fitted.predictor
    span = ours.scale.span
    found = [_error(CAPABILITY, ours, fitted.capability[:, places], observed, level)]
    last = np.full(len(observed), fitted.last)
    found.append(PredictorError.of(LAST, last, (last * NAN, last * NAN), observed, span))
    for name, x in able.items():
        coordinate = x - x[fold.training].mean()
        column = np.broadcast_to(coordinate[None, :, None], (len(fitted.weights), len(x), 1))
        alone = fit_predictor(
            column[:, fold.training], fold.score, fitted.weights, ours.scale, ours.noise
        )
        found.append(_error(name, alone, alone.link.capability(column[:, places]), observed, level))
    return tuple(found)


def _says_something(x: Array) -> bool:
    return bool(np.isfinite(x).all()) and differ(x)


def _error(
    name: str, predictor: Predictor, capability: Array, observed: Array, level: float
) -> PredictorError:
    ends = predictor.interval(capability, level)
    estimate = predictor.estimate(capability)
    error = float(predictor.link.error[0])
    return PredictorError.of(name, estimate, ends, observed, predictor.scale.span, error)


def track_record(fitted: FittedTask, training: Series | None) -> TrackRecord:
    """Return how the forecast did on all held-out models that have a score.

    ``training`` lies on the axis of equivalent FLOPs; None where that is not known, and there is no
    line in it.
    """
    fold = fitted.fold
    seen = np.isfinite(fold.observed)
    if not seen.any():
        return TrackRecord()
    places, observed = fold.predicted[seen], fold.observed[seen]
    capability = fitted.capability[:, places]
    estimate = fitted.predictor.estimate(capability)
    draws = fitted.predictor.drawn_scores(capability)
    inside = {}
    for level in (0.5, 0.9):
        low, high = fitted.predictor.interval(capability, level)
        inside[level] = scores.coverage(low.tolist(), high.tolist(), observed.tolist())
    drawn = [scores.crps(row, float(score)) for row, score in zip(draws, observed, strict=True)]
    error = scores.mae(estimate, observed)
    last = scores.mae(np.full(len(observed), fitted.last), observed)
    text = (
        f"in {len(observed)} hold-outs the mean error was {error_text(error)} (last value "
        f"{error_text(last)})"
    )
    if draws.shape[1]:
        text += f" and the 90 % interval covered {inside[0.9]:.0%}"
    line = np.full(len(observed), NAN)
    if training is not None:
        line = linear_in_log(training, np.log10(fitted.sizes[places]))
    return TrackRecord(
        n=len(observed),
        mae=error,
        mae_last=last,
        mae_linear=scores.mae(line, observed),
        crps=float(np.mean(drawn)),
        coverage50=inside[0.5],
        coverage90=inside[0.9],
        text=text,
    )


def inner_record(
    one: Series, matrix: BenchmarkMatrix, options: ObservationalOptions
) -> TrackRecord:
    """Return how the same forecast does on the series itself, its models of most compute held out.

    It is for forecasts without a cutoff, which hold out nothing.
    """
    try:
        fitted = fit_task(one, matrix, replace(options, cutoff=INNER_CUTOFF))
    except DataError as error:
        return TrackRecord(text=f"no back-test: {error}")
    record = track_record(fitted, training_series(fitted))
    cutoff = f"models above {fitted.fold.cutoff:.3g} FLOPs held out"
    return replace(record, text=f"back-test, {cutoff}: {record.text}")
