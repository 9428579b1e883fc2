"""The alternative in one step: from compute to score through the same link.

It knows compute alone. The single step of Bhagia et al. 2024, arXiv:2412.04403, is another one:
from parameters and tokens to the score; ``docs/two-step.md`` has the errors of both.
"""

from __future__ import annotations

import numpy as np

from scaling.fitting.fitted import Fitted
from scaling.fitting.intervals.base import clipped
from scaling.fitting.intervals.sampled import percentile_interval
from scaling.fitting.records import Estimate
from scaling.forecasting.two_step.chain import Chain, resampled
from scaling.forecasting.two_step.link_fit import fit_link, noise_of, values_of
from scaling.forecasting.two_step.options import TwoStepOptions


def single_step(chain: Chain, flops: float, options: TwoStepOptions) -> Estimate:
    """Return the score at this compute with the interval of a new model; NaN where none fits."""
    series = chain.ladder.scores()
    if series is None:
        return Estimate()
    link = fit_link(series, options.family, options.link_options, options.floor)
    if not isinstance(link, Fitted):
        return Estimate()
    x = np.log10(np.array([flops]))
    estimate = float(clipped(link, link.at(x))[0])
    if chain.noise is None:
        return Estimate(estimate)
    draws = resampled(link, options)
    values = values_of(link, draws, np.full((1, draws.theta.shape[1]), x[0]))
    scores = clipped(link, values + noise_of(link, values) * chain.noise.score)
    return percentile_interval(scores[0], estimate, options.level)
