"""The small frozen records of a forecast on the capability axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scaling.curves.base import Array
from scaling.fitting.records import NAN
from scaling.forecasting import scores


@dataclass(frozen=True, slots=True)
class PlacedModel:
    """One model that was predicted.

    ``size`` is its equivalent FLOPs, ``flops`` its training compute and ``params`` its parameters
    (NaN unknown); ``observed`` is NaN where it has no score. Scores in the units of the metric.
    ``decades_beyond_data`` is how far ``size`` lies beyond the largest of a fitted model, below
    zero inside; ``far``: further than a forecast at a size is made unasked.
    """

    model: str
    family: str
    size: float
    flops: float
    params: float
    observed: float
    predicted: float
    lower: float = NAN
    upper: float = NAN
    decades_beyond_data: float = NAN
    far: bool = False


@dataclass(frozen=True, slots=True)
class PredictorError:
    """How well one predictor did on the ``n`` held-out models that all predictors can predict.

    ``predictor``: ``capability``, ``last`` (the score of the ablest model fitted), ``flops`` or
    ``params``. ``mae`` and ``bias`` are in units of
    the score, ``mse`` and ``mse_training`` on the scale from floor (0) to ceiling (1), as
    published; ``coverage`` is the share of scores within the interval, ``width`` its mean width.
    """

    predictor: str
    n: int
    mse: float
    mae: float
    bias: float
    coverage: float = NAN
    width: float = NAN
    mse_training: float = NAN

    @classmethod
    def of(
        cls,
        predictor: str,
        predicted: Array,
        ends: tuple[Array, Array],
        observed: Array,
        span: float,
        mse_training: float = NAN,
    ) -> PredictorError:
        """Score predictions (n,) and their intervals' ends; ``span`` is ceiling less floor."""
        low, high = ends
        squares = ((predicted - observed) / span) ** 2
        return cls(
            predictor=predictor,
            n=len(observed),
            mse=float(squares.mean()) if len(squares) else NAN,
            mae=scores.mae(predicted, observed),
            bias=scores.bias(predicted, observed),
            coverage=scores.coverage(low.tolist(), high.tolist(), observed.tolist()),
            width=float((high - low).mean()) if len(low) else NAN,
            mse_training=mse_training,
        )


@dataclass(frozen=True, slots=True)
class BenchmarkWeight:
    """A benchmark's share in the capability: capability gained by a point from 0 to 1 on it."""

    benchmark: str
    weight: float


def error_of(errors: Sequence[PredictorError], predictor: str) -> PredictorError | None:
    """Return the errors of one predictor, None if it was not compared."""
    return next((one for one in errors if one.predictor == predictor), None)
