"""Runs of equal compute in words: under the title, in the note, in the alternative text."""

from __future__ import annotations

import math
from collections.abc import Iterable

from scaling.forecasting.laws.isoflop.results import IsoflopResult
from scaling.plots.style.text import clean
from scaling.plots.words import several, with_interval
from scaling.units import format_size


def describe(results: Iterable[IsoflopResult]) -> str:
    """Return what the chart shows, in plain words: the minima, and how they grow."""
    (one,) = results
    told = [
        f"{format_size(row.params)} parameters at {budget_text(row.flops)} FLOPs"
        for row in one.budgets
        if math.isfinite(row.params)
    ]
    text = f"Losses of {several(one.n_runs, 'run', 'runs')} by size at equal compute."
    if told:
        text += f" The loss is lowest with {', '.join(told)}."
    return f"{text} {clean(one.reason or one.message)}".strip()


def budget_text(flops: float) -> str:
    """Return a budget as people write it.

    >>> budget_text(1.02e19)
    '1e19'
    """
    mantissa, exponent = f"{flops:.1e}".split("e")
    digits = mantissa.removesuffix(".0")
    return f"{digits}e{int(exponent)}"


def growth_text(one: IsoflopResult) -> str:
    """Return how the best size grows, with its interval, or that no power law was fitted."""
    if not math.isfinite(one.exponent.estimate):
        return "no power law through these minima"
    return f"parameters grow as C^{with_interval(one.exponent, digits=3)}"


def note(one: IsoflopResult) -> str:
    """Say what the marks of this chart mean, and what was left out."""
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
    if one.band:
        text += " Best sizes: the minima, and the power law through them"
        text += f" with its {level}interval" if level else ""
        text += f"; tokens grow as C^{with_interval(one.tokens_exponent, digits=3)}."
        if any(math.isfinite(row.params) and not row.used for row in one.budgets):
            text += " Hollow: not used by the power law."
    if one.n_outside:
        text += f" {several(one.n_outside, 'run', 'runs')} of no budget left out."
    if one.excluded:
        text += f" {several(len(one.excluded), 'run', 'runs')} excluded."
    return text
