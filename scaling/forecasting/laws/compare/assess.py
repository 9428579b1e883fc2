"""From runs to a comparison of laws: each fitted, back-tested by compute, chosen and told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from scaling.curves.base import Array
from scaling.errors import DataError
from scaling.fitting.laws import FittedLaw, LawOptions, fit_runs
from scaling.fitting.laws.exclusions import exclude_sized
from scaling.fitting.laws.predict import backtest_errors, predict
from scaling.fitting.laws.solver import Flags
from scaling.fitting.parallel import run
from scaling.fitting.records import NAN, Interval
from scaling.forecasting.laws.compare.baselines import BASELINES
from scaling.forecasting.laws.compare.choice import LawChoice, choose_law
from scaling.forecasting.laws.compare.criteria import aicc
from scaling.forecasting.laws.compare.cutoffs import cutoffs_of
from scaling.forecasting.laws.compare.diverged import diverged_for_all
from scaling.forecasting.laws.compare.options import CompareLawsOptions
from scaling.forecasting.laws.compare.records import Cutoff, HeldOutRun, LawRow, LossBacktest
from scaling.forecasting.laws.compare.results import CompareLawsResult
from scaling.forecasting.laws.compare.usual import usual_laws
from scaling.laws.base import Law
from scaling.progress import Advance, silent
from scaling.runs import Runs

SIZES = ("params", "tokens", "flops")


@dataclass(frozen=True, eq=False)
class Judged:
    """A row and the predictions behind it."""

    row: LawRow
    predictions: tuple[HeldOutRun, ...]


def compare_runs(
    runs: Runs, options: CompareLawsOptions, advance: Advance = silent
) -> CompareLawsResult:
    """Fit every law under every objective, predict the larger runs from the smaller, and choose.

    Raises OptionError for a cutoff that leaves too few runs, DataError for runs without sizes.
    """
    rules = options.law_options("chinchilla", "huber").rules
    sized, excluded = exclude_sized(runs, options.exclude, rules, SIZES)
    sized = _by_compute(sized)
    asked = None if options.cutoffs is None else [float(one) for one in options.cutoffs]
    laws = options.families or usual_laws(sized)
    doubts = diverged_for_all(sized, laws)
    odd = {one.model for one in doubts}
    scored = np.array([model not in odd for model in sized.models])
    cutoffs = tuple(
        replace(one, n_train=int((sized.flops < one.flops).sum()))
        for one in cutoffs_of(sized.take(scored), asked)
    )
    jobs = [(sized, scored, law, objective, cutoffs, options) for law in laws
            for objective in options.objectives]  # fmt: skip
    found = run(_judge, jobs, options.n_jobs, advance)
    rows = tuple(one.row for one in found)
    naive = [one for cutoff in cutoffs for one in _naive(sized, scored, cutoff)]
    baselines = {
        name: LossBacktest.of([one for one in naive if one.law == name]) for name in BASELINES
    }
    choice = choose_law(rows, cutoffs, baselines, options.level)
    failed = all(row.status == "failed" for row in rows)
    drawn = bool(options.draws) and bool(cutoffs)
    kind = f"{options.bootstrap}-bootstrap"
    return CompareLawsResult(
        n_runs=sized.n,
        loss_unit=sized.loss_unit,
        cutoffs=cutoffs,
        laws=rows,
        chosen=None if choice.row is None else _named(choice.row),
        as_good=tuple(_named(row) for row in choice.as_good),
        reason=choice.reason,
        baselines=baselines if cutoffs else {},
        predictions=(*(one for part in found for one in part.predictions), *naive),
        excluded=excluded,
        doubts=(*sized.doubts, *doubts),
        interval=Interval(kind, options.level, options.draws) if drawn else None,
        status="failed" if failed else "ok",
        message=choice.reason if failed else "",
        notes=_notes(sized, cutoffs, [one.code for one in doubts], choice),
    )


def _by_compute(runs: Runs) -> Runs:
    """Return the runs by compute, so that no sum depends on their order in a file."""
    return runs.take(
        np.lexsort((np.asarray(runs.models), runs.loss, runs.tokens, runs.params, runs.flops))
    )


def steps_of(runs: Runs, options: CompareLawsOptions) -> int:
    """Return how many steps a comparison advances: one a law and objective."""
    laws = options.families or usual_laws(runs.needing(SIZES))
    return len(laws) * len(options.objectives)


def _judge(
    runs: Runs, scored: Flags, law: Law, objective: str, cutoffs: Sequence[Cutoff],
    options: CompareLawsOptions,
) -> Judged:  # fmt: skip
    """Fit one law under one objective to all runs, and below every cutoff."""
    chosen = options.law_options(law, objective)
    delta = chosen.delta if objective == "huber" else NAN
    try:
        whole = _fit(runs, chosen, draws=0)
    except DataError as error:
        row = LawRow(law=law.name, objective=objective, delta=delta, status="failed",
                     message=str(error))  # fmt: skip
        return Judged(row, ())
    tests: list[tuple[HeldOutRun, ...]] = []
    spread, problems = NAN, []
    for cutoff in cutoffs:
        below = runs.flops < cutoff.flops
        try:
            fitted = _fit(runs.take(below), chosen, draws=options.draws)
        except DataError as error:
            problems.append(str(error))
            tests.append(())
            continue
        spread = float(np.sqrt((backtest_errors(fitted) ** 2).mean()))
        test = runs.take(~below & scored)
        told = predict(fitted, test.params, test.tokens, test.flops, test.unique_tokens)
        ends = (told.predict_lower, told.predict_upper)
        tests.append(_records(law.name, objective, cutoff, test, told.estimate, *ends))
    predictions = tuple(one for part in tests for one in part)
    free = max(1, runs.n - len(whole.theta))
    row = LawRow(
        law=law.name,
        objective=objective,
        delta=delta,
        message=problems[0] if problems else "",
        notes=tuple(code for code in whole.notes if code not in runs.notes),
        n_free=len(whole.theta),
        objective_value=whole.value,
        aicc=aicc(whole),
        residual=float(np.sqrt((whole.residuals**2).sum() / free)),
        spread=spread,
        backtest=LossBacktest.of(predictions),
        by_cutoff=tuple(LossBacktest.of(part) for part in tests),
    )
    return Judged(row, predictions)


def _fit(runs: Runs, options: LawOptions, *, draws: int) -> FittedLaw:
    """Fit a law to runs from which nothing is to be left out; raises DataError if they cannot."""
    fitted = fit_runs(runs, replace(options, draws=draws, exclude=(), exclude_rule=()))
    if fitted.law.name != fitted.asked:
        raise DataError(
            f"the sizes of {runs.n} runs cannot identify {fitted.asked}: expected sizes that "
            f"differ more; compare {fitted.law.name}"
        )
    return fitted


def _records(
    law: str, objective: str, cutoff: Cutoff, test: Runs,
    predicted: Array, lower: Array, upper: Array,
) -> tuple[HeldOutRun, ...]:  # fmt: skip
    """Return the predictions of test runs (n,), in the order of the runs."""
    columns = (test.params, test.tokens, test.flops, test.loss, predicted, lower, upper)
    rows = zip(test.models, *(column.tolist() for column in columns), strict=True)
    return tuple(HeldOutRun(law, objective, cutoff.flops, *values) for values in rows)


def _naive(runs: Runs, scored: Flags, cutoff: Cutoff) -> list[HeldOutRun]:
    """Return what the baselines predict from the runs below a cutoff."""
    below = runs.flops < cutoff.flops
    train, test = runs.take(below & scored), runs.take(~below & scored)
    blank = np.full(test.n, np.nan)
    return [
        one
        for name, predict in BASELINES.items()
        for one in _records(name, "", cutoff, test, predict(train, test), blank, blank)
    ]


def _named(row: LawRow) -> dict[str, str]:
    return {"law": row.law, "objective": row.objective}


def _notes(
    runs: Runs, cutoffs: Sequence[Cutoff], codes: Sequence[str], choice: LawChoice
) -> tuple[str, ...]:
    own = [*codes, *(one.code for one in runs.left_out)]
    own += [] if cutoffs else ["no-hold-out"]
    own += ["families-pooled"] if len(set(runs.families)) > 1 else []
    own += ["intervals-too-narrow"] if choice.too_narrow else []
    return tuple(dict.fromkeys((*runs.notes, *own)))
