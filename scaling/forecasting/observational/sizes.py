"""The forecast at one equivalent compute, with the naive forecasts beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from scaling.errors import DataError
from scaling.fitting.records import NAN
from scaling.forecasting.ahead.reach import too_far
from scaling.forecasting.ahead.results import NO_NAIVE
from scaling.forecasting.baselines import last_value, linear_in_log
from scaling.forecasting.observational.fitted_task import FittedTask
from scaling.forecasting.observational.options import ObservationalOptions
from scaling.forecasting.predict import decades_beyond
from scaling.series import Series


@dataclass(frozen=True)
class Ahead:
    """The score of a model of ``at`` equivalent FLOPs; NaN throughout where none was asked for."""

    at: float = NAN
    estimate: float = NAN
    lower: float = NAN
    upper: float = NAN
    mean_lower: float = NAN
    mean_upper: float = NAN
    decades_beyond_data: float = NAN
    naive: Mapping[str, float] = field(default_factory=lambda: dict(NO_NAIVE))


def forecast_at(
    fitted: FittedTask, training: Series | None, at: float, options: ObservationalOptions
) -> Ahead:
    """Return the forecast at an equivalent compute, in FLOPs, where ``training`` lies.

    Raises DataError where no family gives that unit, and for a compute too far beyond the models
    fitted, without ``far``.
    """
    task = fitted.series.key.task
    if fitted.lines is None or training is None:
        raise DataError(f"{task}: equivalent FLOPs have no unit here: {fitted.no_unit}")
    why = "" if options.far else too_far(training, at)
    if why:
        raise DataError(f"{task}: in equivalent FLOPs, {why}")
    predictor = fitted.predictor
    x = np.log10(np.array([at]))
    capability = fitted.lines.capability(x)
    lower, upper = predictor.interval(capability, options.level)
    mean_lower, mean_upper = predictor.mean_interval(capability, options.level)
    return Ahead(
        at=at,
        estimate=float(predictor.estimate(capability)[0]),
        lower=float(lower[0]),
        upper=float(upper[0]),
        mean_lower=float(mean_lower[0]),
        mean_upper=float(mean_upper[0]),
        decades_beyond_data=decades_beyond(training, float(x[0])),
        naive={
            "last": float(last_value(training, x)[0]),
            "linear": float(linear_in_log(training, x)[0]),
        },
    )
