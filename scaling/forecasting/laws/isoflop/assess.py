"""From runs to optimal sizes at equal compute, and to how they grow."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from scaling.errors import DataError
from scaling.fitting.laws.exclusions import exclude_sized
from scaling.fitting.laws.records import Excluded
from scaling.fitting.records import NAN, Estimate, Interval
from scaling.forecasting.laws.isoflop.bias import (
    ALPHA,
    CubicTest,
    cubic_test,
)
from scaling.forecasting.laws.isoflop.budgets import (
    LEAST_SIZES,
    Budget,
    asked_budgets,
    find_budgets,
)
from scaling.forecasting.laws.isoflop.diverged import diverged_runs
from scaling.forecasting.laws.isoflop.exponents import GrowthLaws
from scaling.forecasting.laws.isoflop.minima import DrawnMinimum, find_minimum
from scaling.forecasting.laws.isoflop.options import IsoflopOptions
from scaling.forecasting.laws.isoflop.profiles import (
    CUBIC,
    DEGREES,
    PARABOLA,
    PooledError,
    Profile,
    drawn_errors,
)
from scaling.forecasting.laws.isoflop.reasons import reason_of
from scaling.forecasting.laws.isoflop.records import UNKNOWN
from scaling.forecasting.laws.isoflop.results import IsoflopResult
from scaling.forecasting.laws.isoflop.rows import budget_row
from scaling.runs import Runs
from scaling.units import format_size


def isoflop_of(runs: Runs, options: IsoflopOptions) -> IsoflopResult:
    """Return the optimal sizes of runs that share compute budgets.

    Hoffmann et al. 2022, arXiv:2203.15556, section 3.2 (approach 2), with intervals. Raises
    DataError if no budget is shared by four sizes.
    """
    sized, excluded = exclude_sized(runs, options.exclude, options.rules, ("params", "tokens"))
    budgets = _budgets(sized, options)
    bad, remarks = diverged_runs(sized, budgets)
    if remarks:
        sized = sized.take(np.setdiff1d(np.arange(sized.n), bad))
        excluded = (*excluded, *(Excluded(one.model, one.reason) for one in remarks))
        budgets = _budgets(sized, options)
    profiles = [Profile.of(sized, one, options.response) for one in budgets]
    pooled = PooledError.of([one for one in profiles if one.bears(PARABOLA)])
    sigma = pooled.drawn(options.draws, options.seed)
    errors = [drawn_errors(one, sigma, options.seed) for one in profiles]
    minima = {
        degree: [
            find_minimum(one, degree, error, options.level)
            for one, error in zip(profiles, errors, strict=True)
        ]
        for degree in DEGREES
    }
    test = cubic_test(profiles)
    degree = _degree(options.degree, test)
    laws = {
        one: GrowthLaws.of(used, options.level, options.seed)
        for one in DEGREES
        if len(used := [found for found in minima[one] if not found.reason]) > 1
    }
    rows = [
        budget_row(minima[PARABOLA][place], minima[CUBIC][place], degree, options.response)
        for place in range(len(profiles))
    ]
    result = IsoflopResult(
        n_runs=sized.n,
        response=options.response,
        tolerance=options.tolerance,
        degree=degree,
        budgets=tuple(rows),
        by_degree=tuple(laws[one].record() for one in laws),
        exponent_difference=_difference(minima, options),
        cubic_test=test,
        sigma=pooled.sigma,
        loss_unit=sized.loss_unit,
        n_outside=sized.n - sum(len(one.places) for one in budgets),
        excluded=excluded,
        doubts=sized.doubts,
        interval=_interval(options),
        status="ok" if any(row.used for row in rows) else "failed",
    )
    codes = {one.code for one in (*sized.left_out, *remarks)}
    return _told(_with_law(result), sized, codes)


def _budgets(runs: Runs, options: IsoflopOptions) -> list[Budget]:
    """Return the budgets; raises DataError unless one of them has four sizes."""
    if options.budgets is None:
        found = find_budgets(runs.flops, runs.params, options.tolerance)
    else:
        found = asked_budgets(
            runs.flops, [float(one) for one in options.budgets], options.tolerance
        )
    counts = [len(np.unique(runs.params[one.places])) for one in found]
    if counts and max(counts) >= LEAST_SIZES:
        return found
    if len(np.unique(runs.params)) < 2:
        raise DataError(
            f"all {runs.n} runs have {format_size(float(runs.params[0]))} parameters: expected "
            f"at least {LEAST_SIZES} sizes at the same compute"
        )
    most = max(counts, default=1)
    fullest = f", {format_size(found[counts.index(most)].flops)} FLOPs," if most > 1 else ""
    raise DataError(
        f"no compute budget is shared by {LEAST_SIZES} sizes: the fullest{fullest} has {most}; "
        f"runs of one budget may differ by {options.tolerance:g} decades (--budget-tolerance); "
        "'scaling law fit' needs no budgets"
    )


def _degree(asked: str, test: CubicTest) -> int:
    if asked != "both":
        return int(asked)
    return CUBIC if test.significant else PARABOLA


def _interval(options: IsoflopOptions) -> Interval | None:
    if not options.draws:
        return None
    return Interval("parametric-bootstrap", options.level, options.draws)


def _difference(minima: dict[int, list[DrawnMinimum]], options: IsoflopOptions) -> Estimate:
    """Return the cubic's exponent less the parabola's over the budgets that have both minima."""
    both = [
        pair
        for pair in zip(minima[PARABOLA], minima[CUBIC], strict=True)
        if not pair[0].reason and not pair[1].reason
    ]
    if len(both) < 2:
        return UNKNOWN
    parabola, cubic = (
        GrowthLaws.of([pair[place] for pair in both], options.level, options.seed)
        for place in (0, 1)
    )
    return cubic.difference(parabola)


def _with_law(result: IsoflopResult) -> IsoflopResult:
    """Return the result with the power law of the chosen degree, if there is one."""
    fit = next((one for one in result.by_degree if one.degree == result.degree), None)
    if fit is None:
        return result
    return replace(
        result,
        exponent=fit.exponent,
        coefficient=fit.coefficient,
        tokens_exponent=fit.tokens_exponent,
        tokens_coefficient=fit.tokens_coefficient,
        scatter=fit.scatter,
        band=fit.band,
    )


def _told(result: IsoflopResult, runs: Runs, codes: set[str]) -> IsoflopResult:
    """Return the result with its codes and its sentences."""
    notes = [*runs.notes, *codes, *(code for row in result.budgets for code in row.notes)]
    if len(result.used) == 1:
        notes.append("one-budget")
    if len(result.used) == 2:
        notes.append("no-degrees-left")
    if any(fit.degree == result.degree and fit.scatter_p <= ALPHA for fit in result.by_degree):
        notes.append("minima-scatter")
    if len(set(runs.families)) > 1:
        notes.append("families-pooled")
    if result.n_outside:
        notes.append("runs-outside-budgets")
    if result.cubic_test.significant:
        notes.append("parabola-bias")
    ends = [end for row in result.used for end in (row.lower, row.upper)]
    if result.interval is not None and any(map(math.isnan, ends)):
        notes.append("unbounded")
    told = reason_of(result)
    failed = result.status == "failed"
    return replace(
        result,
        notes=tuple(sorted(set(notes))),
        reason=told,
        message=told if failed else "",
        sigma=result.sigma if math.isfinite(result.sigma) else NAN,
    )
