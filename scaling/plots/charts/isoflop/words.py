"""Runs of equal compute in words: under the title, in the note, in the alternative text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from scaling.forecasting.laws.isoflop.reasons import growth_reason, left_out_text
from scaling.forecasting.laws.isoflop.records import BudgetRow
from scaling.forecasting.laws.isoflop.results import IsoflopResult
from scaling.plots.panels.single import only_one
from scaling.plots.panels.units import budget_text
from scaling.plots.style.text import clean
from scaling.plots.words import several, with_interval
from scaling.units import format_size


def describe(results: Iterable[IsoflopResult]) -> str:
    """Return what the chart shows, in plain words: the minima, and how they grow.

    Raises OutputError unless there is one analysis.
    """
    one = only_one(results, "isoFLOP analysis")
    told = [
        f"{format_size(row.params)} parameters at {budget_text(row.flops)} FLOPs"
        for row in one.budgets
        if math.isfinite(row.params)
    ]
    text = f"Losses by size at equal compute: {counts_text(one, shown_budgets(one))}."
    if told:
        text += f" The loss is lowest with {', '.join(told)}."
    return f"{text} {clean(one.reason or one.message)}".strip()


def shown_budgets(one: IsoflopResult) -> list[BudgetRow]:
    """Return the budgets that are drawn, by their compute.

    Those with a fitted profile; without any, those with runs of several sizes.
    """
    fitted = [row for row in one.budgets if row.valley]
    shown = fitted or [row for row in one.budgets if row.n_sizes > 1]
    return sorted(shown, key=lambda row: row.flops)


def counts_text(one: IsoflopResult, budgets: Sequence[BudgetRow]) -> str:
    """Return how many of the runs and of the budgets are drawn."""
    runs = sum(len(row.points) for row in budgets)
    told = (
        (runs, one.n_runs, "run", "runs"),
        (len(budgets), len(one.budgets), "budget", "budgets"),
    )
    return ", ".join(
        f"{f'{shown:,} of ' if shown < whole else ''}{several(whole, single, many)}"
        for shown, whole, single, many in told
    )


def growth_text(one: IsoflopResult) -> str:
    """Return how the best size grows, with its interval, or that no power law was fitted."""
    if not math.isfinite(one.exponent.estimate):
        return "no power law through these minima"
    return f"parameters grow as C^{with_interval(one.exponent, digits=3)}"


def note(one: IsoflopResult, named: int, drawn: int) -> str:
    """Say what the marks of this chart mean, and what was left out.

    ``named``: of the budgets that are drawn, how many have their name beside them; ``drawn``: how
    many of their runs are points.
    """
    level = f"{one.interval.level:.0%} " if one.interval else ""
    curve = "cubic" if one.degree == 3 else "parabola"
    text = "Points: runs"
    if any(row.valley for row in one.budgets):
        text += f"; lines: {curve} in log size, one a compute budget (FLOPs)"
    if any(math.isfinite(row.params) for row in one.budgets):
        text += "; diamonds: their minima"
        if level:
            text += f" with {level}intervals"
    text += "."
    shown = shown_budgets(one)
    if named < len(shown):
        text += " Named: the least, the middle and the largest budget; colours in their order."
    if drawn < (runs := sum(len(row.points) for row in shown)):
        text += f" {drawn:,} of these {runs:,} runs drawn."
    if one.band:
        text += " Best sizes: the minima, and the power law through them"
        text += f" with its {level}interval" if level else ""
        text += f"; tokens grow as C^{with_interval(one.tokens_exponent, digits=3)}."
        if any(math.isfinite(row.params) and not row.used for row in one.budgets):
            text += " Hollow: not used by the power law."
    if len(one.used) < 2:
        text += f" {growth_reason(one)}"
    if left := left_out_text(one):
        text += f" {left}"
    if one.n_outside:
        text += f" {several(one.n_outside, 'run', 'runs')} of no budget left out."
    if one.excluded:
        text += f" {several(len(one.excluded), 'run', 'runs')} excluded."
    return text
