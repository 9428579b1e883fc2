"""How much wider the soft transition is: the log ratio of the two widths, with its interval.

Both best curves are refitted to parametric-bootstrap draws. The scores of the two metrics are
drawn independently: they come from the same answers, but how their errors go together is not
published. Errors that go together make the ratio more certain, so the interval errs on the wide
side. Efron & Tibshirani 1993, chapter 13.3 (percentiles).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scaling.curves.base import Array
from scaling.curves.sigmoid import WIDTH_LIMITS, SigmoidCurve
from scaling.detection.options import DetectOptions, width_scale
from scaling.detection.results import DetectResult
from scaling.detection.scored import upright
from scaling.detection.width.grid import SHAPES
from scaling.fitting.fitted import Fitted
from scaling.fitting.intervals import parametric
from scaling.fitting.intervals.sampled import percentile_interval, refit
from scaling.fitting.model import set_model
from scaling.fitting.options import FitOptions
from scaling.fitting.records import NAN, Estimate
from scaling.fitting.solver import maximise
from scaling.series import Series, SeriesBatch

BY_NAME = {shape.name: shape for shape in SHAPES}


def log_width_ratio(
    hard: Series,
    soft: Series,
    hard_result: DetectResult,
    soft_result: DetectResult,
    options: DetectOptions,
) -> Estimate:
    """Return ln(soft width / hard width) with its percentile interval, NaN without widths.

    The random numbers depend on the seed and on the keys of the two series alone.
    """
    widths = [result.width.estimate for result in (hard_result, soft_result)]
    if not np.isfinite(widths).all():
        return Estimate()
    log_hard, log_soft = (
        _clipped_log(np.array(result.width.estimate), result)
        for result in (hard_result, soft_result)
    )
    estimate = float(log_soft - log_hard)
    if not options.draws:
        return Estimate(estimate)
    words = np.random.SeedSequence([options.seed, *hard.entropy(), *soft.entropy()])
    hard_rng, soft_rng = (np.random.default_rng(child) for child in words.spawn(2))
    drawn = drawn_log_widths(soft, soft_result, options, soft_rng) - drawn_log_widths(
        hard, hard_result, options, hard_rng
    )
    return percentile_interval(drawn, estimate, options.level)


def drawn_log_widths(
    series: Series, result: DetectResult, options: DetectOptions, rng: np.random.Generator
) -> Array:
    """Return the log widths of the best curve refitted to draws, (draws,)."""
    fitted = best_fit(series, result, options)
    sample = parametric.draw(fitted, rng)
    return _clipped_log(np.exp(refit(fitted, sample.score, sample.weight).theta[2]), result)


def best_fit(series: Series, result: DetectResult, options: DetectOptions) -> Fitted:
    """Return the best curve of a verdict as a fit: its shape, midpoint and width as they stand.

    A step has no shape; it is drawn and refitted as the narrowest logistic, which looks the same
    at any published sizes.
    """
    one = upright(series)
    fit_options = FitOptions(
        ceiling="free", rho=options.rho, draws=options.draws, level=options.level
    )
    curve = SigmoidCurve(BY_NAME.get(result.shape or "", BY_NAME["logistic"]))
    model = set_model(SeriesBatch.stack([one], [0]), curve, fit_options)
    model = replace(model, design=replace(model.design, unit=_unit(result)))
    place = result.midpoint.estimate
    midpoint = np.log10(place) if model.design.log_axis else -place
    log_width = float(_clipped_log(np.array(result.width.estimate), result))
    start = np.array([[0.5 * (one.ceiling - one.chance)], [midpoint], [log_width]])
    amplitude_alone = np.array([[True], [False], [False]])
    solution = maximise(
        curve, model.objective, model.design, model.score, model.weight, start, amplitude_alone
    )
    return Fitted(model, solution, fit_options)


def _unit(result: DetectResult) -> float:
    """Return what one decade stands for on the axis of a verdict."""
    return NAN if np.isnan(result.w0) else width_scale(result.size, result.w0)[1]


def _clipped_log(width: Array, result: DetectResult) -> Array:
    """Return log widths within what sizes can show: .03 to 12 decades."""
    low, high = (limit * _unit(result) for limit in WIDTH_LIMITS)
    return np.log(np.clip(width, low, high))
