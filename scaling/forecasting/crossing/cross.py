"""Series against baselines: curves solved together, then one result a series and baseline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.parallel import run
from scaling.fitting.points import observed_points
from scaling.fitting.records import SeriesFacts
from scaling.forecasting.crossing.assembling import Found, assembled, sizes_of
from scaling.forecasting.crossing.averaged_curve import AveragedCurve, averaged_curves, random_of
from scaling.forecasting.crossing.baselines import AT_CEILING, Baseline, most_reachable
from scaling.forecasting.crossing.bracket import Observed, bracket_of_level, direction
from scaling.forecasting.crossing.ceiling import ceiling_below
from scaling.forecasting.crossing.options import CrossingOptions
from scaling.forecasting.crossing.ratio import size_matched_gap, size_ratio
from scaling.forecasting.crossing.results import CrossingResult
from scaling.forecasting.crossing.search import crossing_of, evaluators, reach_of
from scaling.progress import Advance, silent
from scaling.series import Series

ROUNDING = 1e-9  # of the largest score: residuals below are none
CHUNK = 32  # series that are solved together: enough for speed, few enough for a lively bar
Asked = tuple[Series, Sequence[Baseline]]


def cross_baselines(
    asked: Sequence[Asked], options: CrossingOptions, advance: Advance = silent
) -> list[CrossingResult]:
    """Return a result for every series and each of its baselines, in the order given.

    A result depends on its own series, its baseline and the options alone.
    """
    results: list[CrossingResult] = []
    for low in range(0, len(asked), CHUNK):
        part = asked[low : low + CHUNK]
        curves = averaged_curves([series for series, _ in part], options)
        jobs = (
            (series, baselines, curve, options)
            for (series, baselines), curve in zip(part, curves, strict=True)
        )
        for found in run(_of_series, jobs, options.n_jobs, advance):
            results += found
    return results


def without_baseline(
    series: Series, baseline: Baseline, message: str, options: CrossingOptions
) -> CrossingResult:
    """Return the failed result of a series whose baseline has no score."""
    return CrossingResult(
        series=SeriesFacts.of(series),
        size=series.size_axis,
        n_sizes=series.n_sizes if series.n_points else 0,
        status="failed",
        message=message,
        notes=series.notes,
        qualifiers=series.qualifiers,
        points=observed_points(series, options.rho, options.level),
        references=series.references,
        baseline=baseline,
    )


def _of_series(
    series: Series,
    baselines: Sequence[Baseline],
    curve: AveragedCurve | str,
    options: CrossingOptions,
) -> list[CrossingResult]:
    return [_crossed(series, baseline, curve, options) for baseline in baselines]


def _crossed(
    series: Series, baseline: Baseline, curve: AveragedCurve | str, options: CrossingOptions
) -> CrossingResult:
    sign, most = direction(series), most_reachable(series)
    observed, curve, notes = observed_of(series, curve, options)
    bracket = bracket_of_level(observed, sign * baseline.score, baseline.error, options.alpha)
    notes += (AT_CEILING,) if baseline.score > most else ()
    found = Found(series, curve, baseline, bracket, observed.score, notes=notes)
    if isinstance(curve, str):
        return assembled(found, options)
    reach = reach_of(series, options)
    levels = np.minimum(drawn_levels(series, baseline, options.seed, curve.draws), most)
    estimate, draws = evaluators(curve, sign)
    level = sign * min(baseline.score, most)
    crossing = crossing_of(estimate, draws, level, sign * levels, reach, options.level)
    below = ceiling_below(series, curve, levels, crossing.crossings)
    result = assembled(replace(found, reach=reach, crossing=crossing, ceiling=below), options)
    return replace(
        result,
        ratio=size_ratio(sizes_of(crossing, series.size_axis), baseline.size, series.size_axis),
        gap=size_matched_gap(
            series, curve, baseline.score, levels, baseline.size, reach, options.level
        ),
    )


def observed_of(
    series: Series, curve: AveragedCurve | str, options: CrossingOptions
) -> tuple[Observed, AveragedCurve | str, tuple[str, ...]]:
    """Return the observed sizes; errors that are not stated are the residuals' of the curve.

    Student's t stands for the normal then. A curve through every score leaves no residuals: no
    error is known, and the curve comes back without draws.
    """
    if series.binomial or not np.isnan(series.sigma).any() or isinstance(curve, str):
        return Observed.of(series, options.rho), curve, ()
    best = curve.best
    sigma = best.sigma * (np.abs(best.value) if best.logarithmic else 1.0)
    if sigma.max() <= ROUNDING * np.abs(series.score).max():
        return Observed.of(series, options.rho), replace(curve, draws=0), ()
    observed = Observed.of(series, options.rho, sigma, max(best.degrees, 1))
    return observed, curve, ("estimated-sigma",)


def drawn_levels(series: Series, baseline: Baseline, seed: int, draws: int) -> Array:
    """Return the baseline's score as each draw has it, (draws,): normal, within the metric.

    The random numbers depend on the seed, the series, the baseline's name and source alone.
    """
    if not baseline.error:
        return np.full(draws, baseline.score)
    random = random_of(series, seed, "level", baseline.name, str(baseline.source))
    drawn = baseline.score + baseline.error * random.standard_normal(draws)
    high = 1.0 if series.binomial else np.inf
    low = 0.0 if series.binomial or series.metric_kind == "loss" else -np.inf
    result: Array = np.clip(drawn, low, high)
    return result
