"""From series to comparisons: curves solved together, then scored, chosen and told."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scaling.fitting.diagnostics import Diagnostics, fixed_names, notes_of
from scaling.fitting.fitted import Fitted
from scaling.fitting.intervals.band import band_places, rounded
from scaling.fitting.intervals.base import clipped
from scaling.fitting.objectives.chosen import BINOMIAL, objective_name
from scaling.fitting.parallel import run
from scaling.fitting.points import observed_points
from scaling.fitting.records import EMPTY_BAND, NAN, Band, Interval, SeriesFacts
from scaling.fitting.selection import (
    Comparison,
    Criteria,
    averaged,
    compare_criteria,
)
from scaling.fitting.solve import LEAST_SIZES, Refused
from scaling.forecasting.backtest import AVERAGED, held_out_predictions
from scaling.forecasting.baselines import BASELINES, LAST, LINE
from scaling.forecasting.choice import choose
from scaling.forecasting.options import CompareOptions
from scaling.forecasting.records import Backtest, CurveRow, HeldOut, same_scores
from scaling.forecasting.results import CompareResult
from scaling.forecasting.solving import Solved, solve_candidates
from scaling.progress import Advance, silent
from scaling.series import Series, batches

CHUNK = 32  # series that are solved together: enough for speed, few enough for a lively bar
CURVE_DIGITS = 6  # of a drawn curve: finer than a figure shows, and a small document
LEVEL = 0.9  # of the observed points' intervals, as of the wider held-out intervals


def compare_series(
    series: Sequence[Series], options: CompareOptions, advance: Advance = silent
) -> list[CompareResult]:
    """Compare the curves of every series; one result each, in the order given.

    A result depends on its own series and the options alone.
    """
    results = []
    for low in range(0, len(series), CHUNK):
        jobs = ((one, options) for one in solve_candidates(series[low : low + CHUNK], options))
        results += run(_result, jobs, options.n_jobs, advance)
    return results


def _result(solved: Solved, options: CompareOptions) -> CompareResult:
    """Predict what was held out, score it, and choose."""
    one = solved.series
    names = [curve.name for curve in solved.curves]
    predictions = [
        record
        for hold_out, fits in solved.held
        for record in held_out_predictions(hold_out, names, fits)
    ]
    criteria = [
        Criteria.of(fit) if isinstance(fit, Fitted) and fit.solution.converged[0] else None
        for fit in solved.fits
    ]
    comparison = compare_criteria(criteria, one.n_sizes)
    band, curves = _drawn(solved, comparison)
    rows = [
        _row(solved, place, comparison, predictions, curves[place]) for place in range(len(names))
    ]
    choice = choose(rows, comparison, one.n_sizes)
    able = any(row.status == "ok" for row in rows)
    below = one.n_sizes < LEAST_SIZES
    objective = objective_name(batches([one])[0], options.objective)
    return CompareResult(
        series=SeriesFacts.of(one),
        size=one.size_axis,
        n_sizes=one.n_sizes,
        status="ok" if able else "failed",
        message="" if able else choice.reason,
        notes=(*one.notes, *(["below-three-sizes"] if below else [])),
        qualifiers=one.qualifiers,
        interval=_interval(predictions, options),
        points=observed_points(one, options.rho, LEVEL),
        references=one.references,
        band=band,
        objective=objective,
        delta=options.delta if objective == "huber" else NAN,
        rho=options.rho if objective in BINOMIAL else NAN,
        criterion=comparison.criterion if choice.chosen else None,
        parameter_limit=comparison.limit,
        curves=tuple(rows),
        chosen=choice.chosen,
        as_good=choice.as_good,
        reason=choice.reason,
        averaged=_backtest(AVERAGED, predictions),
        baselines={name: _backtest(name, predictions) for name in BASELINES},
        predictions=tuple(predictions),
    )


def _row(
    solved: Solved,
    place: int,
    comparison: Comparison,
    predictions: Sequence[HeldOut],
    curve: tuple[float, ...],
) -> CurveRow:
    """Return the row of one curve."""
    name, fit = solved.curves[place].name, solved.fits[place]
    if isinstance(fit, Refused):
        return CurveRow(
            curve=name, status="failed", message=fit.why, backtest=_backtest(name, predictions)
        )
    found = Criteria.of(fit)
    return CurveRow(
        curve=name,
        notes=tuple(notes_of(fit, Diagnostics.of(fit), {}, fixed_names(fit))),
        n_free=found.n_free,
        log_likelihood=fit.likelihood(),
        aicc=found.aicc,
        bic=found.bic,
        difference=comparison.difference[place],
        weight=comparison.weight[place],
        loo=solved.loo[place],
        backtest=_backtest(name, predictions),
        fitted=curve,
    )


def _backtest(name: str, predictions: Sequence[HeldOut]) -> Backtest:
    ours, last, line = (
        [one for one in predictions if one.curve == curve] for curve in (name, LAST, LINE)
    )
    return Backtest.of(ours, same_scores(ours, last), same_scores(ours, line))


def _interval(predictions: Sequence[HeldOut], options: CompareOptions) -> Interval | None:
    """Return what the intervals of the held-out predictions are, None if there are none."""
    drawn = any(one.crps == one.crps for one in predictions)
    return Interval("parametric-bootstrap", LEVEL, options.draws) if drawn else None


def _drawn(solved: Solved, comparison: Comparison) -> tuple[Band, list[tuple[float, ...]]]:
    """Return the average of the compared curves on a fine grid, and every curve on the same."""
    if not comparison.compared:
        return EMPTY_BAND, [() for _ in solved.fits]
    design = next(fit.design for fit in solved.fits if isinstance(fit, Fitted))
    x = band_places(design)
    blank = np.full(len(x), NAN)
    values = np.stack(
        [clipped(fit, fit.at(x)) if isinstance(fit, Fitted) else blank for fit in solved.fits]
    )
    sizes = rounded(10.0**x if design.log_axis else -x)
    curves = [
        tuple(rounded(value, CURVE_DIGITS).tolist()) if isinstance(fit, Fitted) else ()
        for value, fit in zip(values, solved.fits, strict=True)
    ]
    return Band(np.stack([sizes, averaged(values, comparison.weight)])), curves
