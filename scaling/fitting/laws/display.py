"""Fitted laws as people read them: one row a parameter, then what the numbers rest on."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from scaling.documents import flatten
from scaling.fitting.display import short, shown_only
from scaling.fitting.laws.records import Excluded
from scaling.runs import LOSS_UNIT_TEXTS, Remark

if TYPE_CHECKING:
    from scaling.fitting.laws.results import LawResult

MOST_NAMED = 8  # of runs that were left out or are doubtful; more are counted
OBJECTIVES = {
    "huber": "sum of Huber's loss of log residuals",
    "squares": "sum of squared log residuals",
    "lad": "sum of absolute log residuals",
}
HELD = "and its constants hold what a size that does not vary would explain"
REDUCED = {
    "tied-exponent": "because a size of two values, or of a narrow range, suits any exponent of "
    "its own",
    "power-flops": "because params and tokens grow together, and neither says more",
}
HOW_KEPT = {"diverged-left-out": "fitted but not predicted"}


def display_rows(one: LawResult) -> list[dict[str, str]]:
    """Return the cells of the parameters."""
    rows = [
        {
            "parameter": name,
            "estimate": digits(value.estimate),
            "standard error": short(value.standard_error),
            "lower": digits(value.lower),
            "upper": digits(value.upper),
        }
        for name, value in one.parameters.items()
    ]
    return shown_only(rows)


def digits(value: float) -> str:
    """Return a number with five digits, which published coefficients have; nothing for NaN.

    >>> digits(482.0123), digits(0.3478123), digits(1.2e13)
    ('482.01', '0.34781', '1.2e+13')
    """
    return f"{value:.5g}" if math.isfinite(value) else ""


def heading(one: LawResult) -> str:
    """Return what was fitted to what, on one line."""
    left = f", {len(one.excluded)} excluded" if one.excluded else ""
    unit = LOSS_UNIT_TEXTS[one.loss_unit]
    return f"{one.law}: L = {one.formula}; {one.n_runs} runs{left}; L in {unit}"


def law_page(one: LawResult) -> list[str]:
    """Return the lines below the parameters: method, objective, exclusions, doubts."""
    if one.status != "ok":
        return [one.message]
    lines = [method_line(one)]
    if one.message:
        lines.append(f"no intervals: {one.message}")
    if one.law != one.asked:
        lines.append(
            f"the sizes of these runs cannot identify the law {one.asked}: {one.law} was fitted, "
            + REDUCED.get(one.law, HELD)
        )
    lines += run_lines(one.excluded, one.doubts, one.n_runs)
    if len(one.families) > 1:
        lines.append(f"families pooled: {_named(list(one.families))}")
    return lines


def run_lines(excluded: Sequence[Excluded], doubts: Sequence[Remark], n_runs: int) -> list[str]:
    """Return which runs were left out, and which were kept that a reader has to know of."""
    lines = [f"excluded: {_named(_told(excluded))}"] if excluded else []
    for code, count in Counter(run.code for run in doubts).items():
        told = _named(_told([run for run in doubts if run.code == code]))
        how = HOW_KEPT.get(code, "kept")
        lines.append(f"{code}, {count} of {n_runs} runs, {how}: {told}")
    return lines


def flat_row(result: Any, records: Sequence[str]) -> dict[str, Any]:
    """Return a result of runs as one flat row, without the lists of these records.

    ``excluded`` and ``doubts`` name their runs: model (reason), apart by semicolons. The columns
    are the same whether a list is empty or not.
    """
    left = {*records, "excluded", "doubts"}
    flat = {name: cell for name, cell in flatten(result).items() if name not in left}
    told = {"excluded": _told(result.excluded), "doubts": _told(result.doubts)}
    return flat | {name: "; ".join(runs) for name, runs in told.items()}


def _told(runs: Sequence[Excluded] | Sequence[Remark]) -> list[str]:
    return [f"{run.model} ({run.reason})" for run in runs]


def method_line(one: LawResult) -> str:
    """Return how the numbers came about: objective, delta, reduction, value, intervals."""
    delta = f", delta {one.delta:g}" if math.isfinite(one.delta) else ""
    parts = [f"objective {one.objective}: {OBJECTIVES[one.objective]}{delta} = "
             f"{one.objective_value:.9g}"]  # fmt: skip
    parts.append(f"log-RMSE {one.log_rmse:.3g}")
    if one.agreement is not None:
        same = one.agreement
        parts.append(f"{same.agreeing} of {same.starts} independent starts agree")
    parts.append(f"condition number {one.condition_number:.3g}")
    if one.interval is not None:
        kind = one.interval
        parts.append(f"{kind.level:.0%} intervals: {kind.kind} over runs, {kind.draws} draws")
    else:
        parts.append("no intervals")
    return "; ".join(parts)


def _named(names: list[str]) -> str:
    rest = len(names) - MOST_NAMED
    return "; ".join(names[:MOST_NAMED]) + (f"; and {rest} more" if rest > 0 else "")
