"""Fit one curve family to many series: one solve a batch, then intervals series by series."""

from __future__ import annotations

from collections.abc import Sequence

from scaling.fitting.criteria import aicc, bic
from scaling.fitting.diagnostics import Diagnostics, fixed_names, notes_of
from scaling.fitting.fitted import Fitted
from scaling.fitting.intervals.band import band
from scaling.fitting.intervals.base import Intervals
from scaling.fitting.intervals.kinds import KINDS
from scaling.fitting.objectives.chosen import objective_name
from scaling.fitting.options import FitOptions
from scaling.fitting.overdispersion import with_known_rho
from scaling.fitting.parallel import run
from scaling.fitting.points import observed_points
from scaling.fitting.records import NAN, Estimate, Interval, SeriesFacts
from scaling.fitting.results import FitResult
from scaling.fitting.solve import LEAST_SIZES, Refused, solve_batches
from scaling.progress import Advance, silent
from scaling.series import Series, batches


def fit_series(
    series: Sequence[Series], options: FitOptions, advance: Advance = silent
) -> list[FitResult]:
    """Fit every series and return one result each, in the order given.

    A series that cannot be fitted gives a result with status ``failed`` and the reason.
    """
    results: dict[int, FitResult] = {}
    for known, note, places in with_known_rho(series, options):
        for part in solve_batches([series[place] for place in places], known):
            if isinstance(part, Refused):
                results[places[part.place]] = _failed(series[places[part.place]], part, known)
                advance()
                continue
            jobs = ((fitted, note) for _, fitted in part.fits(known))
            finished = run(_finish, jobs, options.n_jobs, advance)
            results |= {
                places[at]: result for at, result in zip(part.places, finished, strict=True)
            }
    return [results[place] for place in range(len(series))]


def _failed(one: Series, refused: Refused, options: FitOptions) -> FitResult:
    return FitResult(
        series=SeriesFacts.of(one),
        size=one.size_axis,
        n_sizes=one.n_sizes,
        status="failed",
        message=refused.why,
        notes=(*one.notes, *(["below-three-sizes"] if one.n_sizes < LEAST_SIZES else [])),
        qualifiers=one.qualifiers,
        points=observed_points(one, options.known_rho, options.level),
        references=one.references,
        curve=refused.curve.name,
        objective=objective_name(batches([one])[0], options.objective),
    )


def _finish(fitted: Fitted, rho_note: str) -> FitResult:
    """Add intervals, criteria, notes and the band to one series' point estimate."""
    one, options, objective = fitted.series, fitted.options, fitted.model.objective
    intervals, refusal = make_intervals(fitted)
    fixed = fixed_names(fitted)
    parameters = (
        {name: Estimate(value) for name, value in fitted.natural().items()}
        if intervals is None
        else intervals.parameters()
    )
    parameters |= {name: Estimate(parameters[name].estimate) for name in fixed}
    found = Diagnostics.of(fitted)
    notes = notes_of(fitted, found, parameters, fixed)
    notes += ["interval-refused"] if refusal else []
    notes += intervals.notes() if intervals is not None else []
    notes += [rho_note] if rho_note and fitted.binomial else []
    likelihood, n_free = fitted.likelihood(), float(fitted.model.n_free[0])
    return FitResult(
        series=SeriesFacts.of(one),
        size=one.size_axis,
        n_sizes=one.n_sizes,
        message=refusal,
        notes=(*one.notes, *notes),
        qualifiers=one.qualifiers,
        interval=None if intervals is None else _interval(options),
        points=observed_points(one, options.known_rho, options.level),
        references=one.references,
        band=band(fitted, intervals),
        curve=fitted.model.curve.name,
        objective=objective.name,
        delta=objective.stated_delta,
        rho=options.known_rho if fitted.binomial else NAN,
        dispersion=found.dispersion,
        parameters=parameters,
        fixed=fixed,
        n_free=int(n_free),
        log_likelihood=likelihood,
        aicc=aicc(likelihood, n_free, one.n_points),
        bic=bic(likelihood, n_free, one.n_points),
        converged=bool(fitted.solution.converged[0]),
        gradient_norm=found.gradient_norm,
        condition_number=found.condition_number,
    )


def make_intervals(fitted: Fitted) -> tuple[Intervals | None, str]:
    """Return the intervals that the options ask for, or none and why they are refused."""
    options = fitted.options
    if options.interval == "none":
        return None, ""
    kind = KINDS[options.interval]
    if kind.uses_draws and not options.draws:
        return None, ""
    refusal = kind.why_not(fitted)
    if refusal:
        return None, refusal
    return kind.make(fitted, fitted.series.random(options.seed)), ""


def _interval(options: FitOptions) -> Interval:
    kind = KINDS[options.interval]
    return Interval(kind.label, options.level, options.draws if kind.uses_draws else 0)
