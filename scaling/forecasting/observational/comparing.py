"""How a forecast did on held-out models, beside those from compute or size alone."""

from __future__ import annotations

import numpy as np

from scaling.curves.base import Array
from scaling.forecasting import scores
from scaling.forecasting.ahead.records import TrackRecord
from scaling.forecasting.baselines import last_value, linear_in_log
from scaling.forecasting.observational.fitted_task import FittedTask
from scaling.forecasting.observational.predictors import Predictor, fit_predictor
from scaling.forecasting.observational.records import PredictorError
from scaling.forecasting.wording import error_text
from scaling.series import Series

ABILITIES = "capability"
ALONE = ("flops", "params")  # what a forecast from one size alone rests on


def compared(fitted: FittedTask, level: float) -> tuple[PredictorError, ...]:
    """Return the errors of all predictors on the held-out models that each of them can predict.

    The forecasts from compute or size alone have the same link, the same training models and the
    same draws, and their coordinate is log10 of it. One that is not known of all training models
    is not compared.
    """
    fold, matrix = fitted.fold, fitted.matrix
    able = {name: np.log10(getattr(matrix, name)) for name in ALONE}
    able = {name: x for name, x in able.items() if np.isfinite(x[fold.training]).all()}
    common = np.isfinite(fold.observed)
    for x in able.values():
        common &= np.isfinite(x[fold.predicted])
    if not common.any():
        return ()
    places, observed = fold.predicted[common], fold.observed[common]
    ours = fitted.predictor
    found = [_error(ABILITIES, ours, fitted.capability[:, places], observed, level)]
    for name, x in able.items():
        coordinate = x - x[fold.training].mean()
        column = np.broadcast_to(coordinate[None, :, None], (len(fitted.weights), len(x), 1))
        alone = fit_predictor(
            column[:, fold.training], fold.score, fitted.weights, ours.scale, ours.noise
        )
        found.append(_error(name, alone, alone.link.capability(column[:, places]), observed, level))
    return tuple(found)


def _error(
    name: str, predictor: Predictor, capability: Array, observed: Array, level: float
) -> PredictorError:
    ends = predictor.interval(capability, level)
    estimate = predictor.estimate(capability)
    error = float(predictor.link.error[0])
    return PredictorError.of(name, estimate, ends, observed, predictor.scale.span, error)


def track_record(fitted: FittedTask, training: Series, sizes: Array) -> TrackRecord:
    """Return how the forecast did on all held-out models that have a score.

    ``training`` lies on the axis of equivalent FLOPs, ``sizes`` (M,) of all models.
    """
    fold = fitted.fold
    seen = np.isfinite(fold.observed)
    if not seen.any():
        return TrackRecord()
    places, observed = fold.predicted[seen], fold.observed[seen]
    capability = fitted.capability[:, places]
    estimate = fitted.predictor.estimate(capability)
    draws = fitted.predictor.drawn_scores(capability)
    x = np.log10(sizes[places])
    inside = {}
    for level in (0.5, 0.9):
        low, high = fitted.predictor.interval(capability, level)
        inside[level] = scores.coverage(low.tolist(), high.tolist(), observed.tolist())
    drawn = [scores.crps(row, float(score)) for row, score in zip(draws, observed, strict=True)]
    error = scores.mae(estimate, observed)
    text = f"in {len(observed)} hold-outs the mean error was {error_text(error)}"
    if draws.shape[1]:
        text += f" and the 90 % interval covered {inside[0.9]:.0%}"
    return TrackRecord(
        n=len(observed),
        mae=error,
        mae_last=scores.mae(last_value(training, x), observed),
        mae_linear=scores.mae(linear_in_log(training, x), observed),
        crps=float(np.mean(drawn)),
        coverage50=inside[0.5],
        coverage90=inside[0.9],
        text=text,
    )
