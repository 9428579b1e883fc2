"""Predictions at new sizes: a function of a fit and places on its axis."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.fitted import Fitted
from scaling.fitting.intervals.base import clipped
from scaling.fitting.intervals.parametric import draw
from scaling.fitting.intervals.sampled import sampled
from scaling.fitting.records import NAN
from scaling.series import LOSS_AXIS, Series


@dataclass(frozen=True, eq=False)
class Prediction:
    """Predictions at X places: ``estimate`` (X,) and drawn scores of new models (X, B).

    Both lie within the range of the metric; B is 0 without a bootstrap.
    """

    estimate: Array
    draws: Array

    def interval(self, level: float) -> tuple[Array, Array]:
        """Return both ends (X,) of the central interval of this level, NaN without draws."""
        if not self.draws.shape[1]:
            blank = np.full(len(self.estimate), NAN)
            return blank, blank
        low, high = np.quantile(self.draws, [(1 - level) / 2, (1 + level) / 2], axis=1)
        return low, high


def predict(fitted: Fitted, x: Array) -> Prediction:
    """Return the fit's predictions at places x, (X,), of its axis.

    The draws are of the parametric bootstrap: the curve's own uncertainty, recipe noise and the
    sampling of items. The seed of the options and the key of the series decide them, whatever
    the curve: two curves of a series are compared on the same random numbers.
    """
    estimate = clipped(fitted, fitted.at(x))
    if not fitted.options.draws:
        return Prediction(estimate, np.empty((len(x), 0)))
    generator = fitted.series.random(fitted.options.seed)
    return Prediction(estimate, sampled(fitted, draw(fitted, generator)).new_scores(x))


def mixed(predictions: list[Prediction], weights: list[float]) -> Prediction:
    """Return the average of several curves' predictions with weights that sum to one.

    The estimate is the weighted mean. The draws are the mixture: of B draws, each curve gives a
    share in proportion to its weight.
    """
    estimate = np.sum(
        [weight * one.estimate for one, weight in zip(predictions, weights, strict=True)], axis=0
    )
    count = predictions[0].draws.shape[1]
    ends = np.round(count * np.cumsum(weights)).astype(int)
    ends[-1] = count
    starts = [0, *ends[:-1]]
    parts = [
        one.draws[:, low:high] for one, low, high in zip(predictions, starts, ends, strict=True)
    ]
    return Prediction(estimate, np.concatenate(parts, axis=1))


def decades_beyond(series: Series, x: float) -> float:
    """Return how far a place lies beyond the largest size of a series, in decades of size.

    Below zero inside the range; NaN on the loss axis, which has no decades, and without points.
    """
    measured = series.n_points and series.size_axis != LOSS_AXIS
    return float(x - series.x.max()) if measured else NAN
