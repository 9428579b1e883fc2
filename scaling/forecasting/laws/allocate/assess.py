"""From a fitted law to the best split of compute budgets."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from scaling.errors import OptionError
from scaling.fitting.laws.fit import NotIdentified
from scaling.fitting.laws.fitted import FittedLaw
from scaling.fitting.laws.options import LawOptions
from scaling.fitting.laws.results import LawResult
from scaling.fitting.records import NAN, Interval
from scaling.forecasting.ahead.reach import MOST_DECADES, MOST_OF_SPAN
from scaling.forecasting.laws.allocate.optimum import best_log_params
from scaling.forecasting.laws.allocate.options import AllocateOptions
from scaling.forecasting.laws.allocate.points import loss_of, splits_of
from scaling.forecasting.laws.allocate.reasons import PLATEAU, no_optimum, reason_of
from scaling.forecasting.laws.allocate.results import AllocateResult
from scaling.forecasting.laws.allocate.sizes import off_sizes, sizes_of
from scaling.forecasting.laws.allocate.trust import (
    NEAR_COMPUTE,
    beyond_factor,
    compute_ratio,
    flat_sides,
    why_other_compute,
)
from scaling.forecasting.laws.surface import Surface
from scaling.progress import Advance, silent
from scaling.runs import Runs

SHARED = ("law", "objective", "delta", "n_runs", "loss_unit", "excluded", "doubts", "status",
          "message", "notes")  # fmt: skip


def allocate_of(
    fitted: FittedLaw, options: AllocateOptions, advance: Advance = silent
) -> list[AllocateResult]:
    """Return the best split of every budget, from the smallest on.

    The loss is minimised over N at C = 6 N D, for the estimate and for every draw of the law's
    parameters. Budgets at which it has no minimum, and all of a law that its runs do not identify,
    are results with status ``failed``. Raises
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


def unallocated(
    runs: Runs, chosen: LawOptions, options: AllocateOptions, error: NotIdentified
) -> list[AllocateResult]:
    """Return the failed results of runs that no law can be fitted to, one a budget."""
    law = LawResult.failed(chosen, error, runs)
    shared = {name: getattr(law, name) for name in SHARED}
    return [AllocateResult(flops=flops, reason=law.message, **shared) for flops in options.budgets]


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
        excluded=fitted.excluded,
        doubts=fitted.runs.doubts,
        notes=fitted.notes,
    )
    ratio = compute_ratio(fitted)
    refused = fitted.unidentified or why_other_compute(ratio)
    if refused:
        return _failed(blank, refused)
    surface = Surface(
        fitted.law,
        np.concatenate([fitted.theta[:, None], fitted.draws], axis=1),
        whole.centre,
        options.known_tokens,
    )
    best = best_log_params(surface, flops)
    if not np.isfinite(best[0]):
        return _failed(blank, no_optimum(fitted, flops, best[0]))
    half, twice = flat_sides(surface, flops, best)
    if half[0] and twice[0]:
        return _failed(blank, PLATEAU.format(law=fitted.law.name, flops=flops))
    open_ended = np.where(twice, np.inf, np.where(half, -np.inf, best))
    best = np.concatenate([best[:1], open_ended[1:]])
    result = replace(blank, **sizes_of(surface, flops, best, level, options))
    result = replace(result, off_size=off_sizes(surface, flops, best, level))
    if half[0] or twice[0]:
        result = _opened(result, larger=bool(twice[0]))
    far = _too_far(fitted, result.decades_beyond_data)
    if options.far or not far:
        result = replace(result, loss=loss_of(fitted, result), splits=splits_of(fitted, result))
    ends = (result.params.lower, result.params.upper)
    rules = (
        ("far-extrapolation", far and options.far),
        ("flat-optimum", bool(half[0] or twice[0])),
        ("compute-counted-otherwise", beyond_factor(ratio, NEAR_COMPUTE)),
        ("forecast-withheld", far and not options.far),
        ("no-draws", not drawn),
        ("unbounded", bool(drawn) and any(map(math.isnan, ends))),
    )
    notes = dict.fromkeys((*result.notes, *(code for code, holds in rules if holds)))
    result = replace(result, notes=tuple(notes))
    return replace(result, reason=reason_of(result))


def _opened(result: AllocateResult, *, larger: bool) -> AllocateResult:
    """Return the result with its sizes open to the side where the loss is the same."""
    sides = {"params": larger, "tokens": not larger, "tokens_per_param": not larger,
             "epochs": not larger}  # fmt: skip
    opened = {
        name: replace(getattr(result, name), **{"upper" if above else "lower": NAN})
        for name, above in sides.items()
    }
    return replace(result, **opened)


def _failed(blank: AllocateResult, message: str) -> AllocateResult:
    return replace(blank, status="failed", message=message, reason=message,
                   notes=(*blank.notes, "no-optimum"))  # fmt: skip


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
