"""From a fitted law to the best split of compute budgets."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np

from scaling.curves.base import Array
from scaling.errors import OptionError
from scaling.fitting.laws.fitted import FittedLaw
from scaling.fitting.laws.predict import predict
from scaling.fitting.records import NAN, Estimate, Interval
from scaling.forecasting.ahead.reach import MOST_DECADES, MOST_OF_SPAN
from scaling.forecasting.laws.allocate.cost import off_optimum
from scaling.forecasting.laws.allocate.optimum import best_log_params, log_budget
from scaling.forecasting.laws.allocate.options import AllocateOptions
from scaling.forecasting.laws.allocate.reasons import reason_of
from scaling.forecasting.laws.allocate.records import LossForecast, OffSize, SplitPoint
from scaling.forecasting.laws.allocate.results import AllocateResult
from scaling.forecasting.laws.isoflop.minima import interval, quantiles
from scaling.forecasting.laws.surface import Surface
from scaling.progress import Advance, silent

FACTORS = (0.5, 2.0)
NUDGE = 0.05 * np.log(10.0)  # of ln C on either side, for the exponent
SPLIT_POINTS = 41
SPLIT_REACH = np.log(10.0)  # of ln N on either side of the optimum


def allocate_of(
    fitted: FittedLaw, options: AllocateOptions, advance: Advance = silent
) -> list[AllocateResult]:
    """Return the best split of every budget, from the smallest on.

    The loss is minimised over N at C = 6 N D, for the estimate and for every draw of the law's
    parameters. Budgets at which it has no minimum are results with status ``failed``. Raises
    OptionError for unique tokens of a law that does not know them.
    """
    if options.known_tokens is not None and "unique_tokens" not in fitted.law.needs:
        raise OptionError(
            f"unique_tokens: the law {fitted.law.name} does not know repeated data: expected the "
            "law data-constrained"
        )
    results = []
    for flops in options.budgets:
        results.append(_allocate(fitted, flops, options))
        advance()
    return results


def _allocate(fitted: FittedLaw, flops: float, options: AllocateOptions) -> AllocateResult:
    whole = fitted.problem
    drawn = fitted.draws.shape[1]
    level = fitted.options.level
    blank = AllocateResult(
        flops=flops,
        law=fitted.law.name,
        objective=whole.objective.name,
        delta=whole.objective.stated_delta,
        n_runs=fitted.runs.n,
        loss_unit=fitted.runs.loss_unit,
        unique_tokens=NAN if options.known_tokens is None else options.known_tokens,
        decades_beyond_data=_decades_beyond(fitted, flops),
        interval=Interval(f"{fitted.options.bootstrap}-bootstrap", level, drawn) if drawn else None,
        notes=fitted.notes,
    )
    surface = Surface(
        fitted.law,
        np.concatenate([fitted.theta[:, None], fitted.draws], axis=1),
        whole.centre,
        options.known_tokens,
    )
    best = best_log_params(surface, flops)
    if not np.isfinite(best[0]):
        message = _no_optimum(fitted, flops, best[0])
        return replace(blank, status="failed", message=message, reason=message,
                       notes=(*blank.notes, "no-optimum"))  # fmt: skip
    result = replace(blank, **_sizes(surface, flops, best, level, options))
    result = replace(result, off_size=_off_sizes(surface, flops, best, level))
    far = _too_far(fitted, result.decades_beyond_data)
    if options.far or not far:
        result = replace(result, loss=_loss(fitted, result), splits=_splits(fitted, result))
    ends = (result.params.lower, result.params.upper)
    rules = (
        ("far-extrapolation", far and options.far),
        ("forecast-withheld", far and not options.far),
        ("no-draws", not drawn),
        ("unbounded", bool(drawn) and any(map(math.isnan, ends))),
    )
    notes = dict.fromkeys((*result.notes, *(code for code, holds in rules if holds)))
    result = replace(result, notes=tuple(notes))
    return replace(result, reason=reason_of(result))


def _sizes(
    surface: Surface, flops: float, best: Array, level: float, options: AllocateOptions
) -> dict[str, Any]:
    """Return the optimal sizes, their ratio and how they grow, each with its interval."""
    whole = log_budget(flops)
    below, above = (
        best_log_params(surface, flops * float(np.exp(shift))) for shift in (-NUDGE, NUDGE)
    )
    known = np.isfinite(best) & np.isfinite(below) & np.isfinite(above)
    rise = np.where(known, above, 0.0) - np.where(known, below, 0.0)
    growth = np.where(known, rise / (2 * NUDGE), np.inf)
    found: dict[str, Any] = {
        "params": _estimate(best, level),
        "tokens": _estimate(whole - best, level),
        "tokens_per_param": _estimate(whole - 2 * best, level),
        "exponent": _plain(growth, level),
        "tokens_exponent": _plain(1.0 - growth, level),
    }
    if options.known_tokens is not None:
        repeats = whole - best - np.log(options.known_tokens)
        found["epochs"] = _estimate(np.maximum(repeats, 0.0), level)
    return found


def _estimate(logs: Array, level: float) -> Estimate:
    """Return exp of the first column with the interval of the others, from logarithms (M,)."""
    return Estimate(float(np.exp(logs[0])), *interval(logs[1:], level))


def _plain(values: Array, level: float) -> Estimate:
    """Return the first column with the interval of the others; NaN for what is infinite."""
    ends = [end if math.isfinite(end) else NAN for end in quantiles(values[1:], level)]
    return Estimate(float(values[0]) if math.isfinite(values[0]) else NAN, *ends)


def _off_sizes(surface: Surface, flops: float, best: Array, level: float) -> tuple[OffSize, ...]:
    found = []
    for factor in FACTORS:
        cost = off_optimum(surface, flops, best, factor)
        params = float(np.exp(best[0])) * factor
        increase, extra = (
            np.where(np.isnan(values), np.inf, values)
            for values in (cost.loss_increase, cost.extra_compute)
        )
        found.append(
            OffSize(factor, params, flops / (6.0 * params), _plain(increase, level),
                    _plain(extra, level))
        )  # fmt: skip
    return tuple(found)


def _loss(fitted: FittedLaw, result: AllocateResult) -> LossForecast:
    """Return the loss at the best split, of the law and of a run."""
    told = predict(fitted, *_places(result, np.array([result.params.estimate])))
    return LossForecast(
        *(
            float(getattr(told, name)[0])
            for name in ("estimate", "lower", "upper", "predict_lower", "predict_upper")
        )
    )


def _splits(fitted: FittedLaw, result: AllocateResult) -> tuple[SplitPoint, ...]:
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


def _decades_beyond(fitted: FittedLaw, flops: float) -> float:
    """Return how far a budget lies beyond the largest compute that was fitted, in decades."""
    known = fitted.runs.flops[np.isfinite(fitted.runs.flops)]
    return float(np.log10(flops / known.max())) if len(known) else NAN


def _too_far(fitted: FittedLaw, decades: float) -> bool:
    """Return whether a loss at this distance is no forecast: a decade, or half of the span."""
    known = fitted.runs.flops[np.isfinite(fitted.runs.flops)]
    if not len(known):
        return True
    return decades > min(MOST_DECADES, MOST_OF_SPAN * float(np.ptp(np.log10(known))))


def _no_optimum(fitted: FittedLaw, flops: float, place: float) -> str:
    needs = fitted.law.needs
    if len(needs) == 1:
        return (
            f"the law {fitted.law.name} has no optimal split: its loss depends on {needs[0]} "
            "alone; fit a law of params and tokens"
        )
    way = "the largest" if place > 0 else "the smallest"
    return (
        f"the law {fitted.law.name} has no optimal split at {flops:.3g} FLOPs: its loss falls to "
        f"{way} size; its runs do not tell what the other size is worth"
    )
