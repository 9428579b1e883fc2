"""What figures of a forecast in two steps are drawn from: points and bands."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.intervals.band import rounded
from scaling.fitting.points import observed_points
from scaling.fitting.records import NAN, Band, Point
from scaling.forecasting.two_step.chain import Chain
from scaling.forecasting.two_step.options import TwoStepOptions

BAND_POINTS = 41


def points_of(chain: Chain, options: TwoStepOptions) -> tuple[Point, ...]:
    """Return the observed scores at their models' parameters, NaN where those are not known."""
    params = dict(zip(chain.law.runs.models, chain.law.runs.params.tolist(), strict=True))
    points = observed_points(chain.link.series, options.rho, options.level)
    return tuple(replace(one, size=params.get(one.model, NAN)) for one in points)


def band_of(chain: Chain, options: TwoStepOptions) -> Band:
    """Return the score over parameters at the new model's tokens per parameter."""
    smallest = float(np.nanmin(chain.law.runs.params))
    first, last = sorted((smallest, options.params))
    params = np.geomspace(first, last, BAND_POINTS)
    found = chain.predict(params, params * options.n_tokens / options.params)
    return _columns(rounded(params), found.score, found.score_draws, found.new_score, options)


def link_band_of(chain: Chain, loss: float, options: TwoStepOptions) -> Band:
    """Return the link from the largest loss down to the smallest, the predicted one included."""
    losses = np.linspace(float(chain.link.series.size.max()),
                         min(loss, float(chain.link.series.size.min())), BAND_POINTS)  # fmt: skip
    score, draws, new = chain.linked(losses)
    return _columns(rounded(losses), score, draws, new, options)


def _columns(sizes: Array, score: Array, draws: Array, new: Array, options: TwoStepOptions) -> Band:
    if not draws.shape[1]:
        return Band(np.stack([sizes, score]))
    share = [(1 - options.level) / 2, (1 + options.level) / 2]
    low, high = np.quantile(draws, share, axis=1)
    new_low, new_high = np.quantile(new, share, axis=1)
    return Band(
        np.stack(
            [sizes, score, np.minimum(low, score), np.maximum(high, score),
             np.minimum(new_low, score), np.maximum(new_high, score)]
        )
    )  # fmt: skip
