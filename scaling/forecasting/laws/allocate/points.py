"""The loss of the best split and of those around it."""

from __future__ import annotations

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.laws.fitted import FittedLaw
from scaling.fitting.laws.predict import predict
from scaling.fitting.records import NAN
from scaling.forecasting.laws.allocate.records import LossForecast, SplitPoint
from scaling.forecasting.laws.allocate.results import AllocateResult

SPLIT_POINTS = 41
SPLIT_REACH = np.log(10.0)  # of ln N on either side of the optimum


def loss_of(fitted: FittedLaw, result: AllocateResult) -> LossForecast:
    """Return the loss at the best split, of the law and of a run."""
    told = predict(fitted, *_places(result, np.array([result.params.estimate])))
    return LossForecast(
        *(
            float(getattr(told, name)[0])
            for name in ("estimate", "lower", "upper", "predict_lower", "predict_upper")
        )
    )


def splits_of(fitted: FittedLaw, result: AllocateResult) -> tuple[SplitPoint, ...]:
    """Return the law's loss at other splits of the budget."""
    shifts = np.linspace(-SPLIT_REACH, SPLIT_REACH, SPLIT_POINTS)
    params = result.params.estimate * np.exp(shifts)
    places = _places(result, params)
    drawn = fitted.draws_at(*places)
    ends = np.full((2, len(params)), NAN)
    if drawn.shape[1]:
        level = fitted.options.level
        ends = np.quantile(drawn, [0.5 - level / 2, 0.5 + level / 2], axis=1)
    columns = (params, places[1], fitted.at(*places), *ends)
    return tuple(SplitPoint(*row) for row in np.stack(columns, axis=1).tolist())


def _places(result: AllocateResult, params: Array) -> tuple[Array, Array, Array, Array]:
    """Return params, tokens, flops and unique tokens of splits of a budget, each (X,)."""
    tokens = result.flops / (6.0 * params)
    unique = np.fmin(np.full(len(params), result.unique_tokens), tokens)
    return params, tokens, np.full(len(params), result.flops), unique
