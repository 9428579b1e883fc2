"""Splits of compute budgets in words: under the titles, in the note, as alternative text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from scaling.forecasting.laws.allocate.results import AllocateResult
from scaling.plots.panels.units import budget_text
from scaling.plots.style.text import clean
from scaling.plots.words import several, with_interval


def describe(results: Iterable[AllocateResult]) -> str:
    """Return what a chart of allocations shows, in plain words: each budget's best split."""
    return " ".join(clean(one.reason or one.message) for one in results)


def split_text(results: Sequence[AllocateResult]) -> str:
    """Return the law behind the losses."""
    one = results[0]
    return f"{clean(one.law)} law of {several(one.n_runs, 'run', 'runs')}"


def growth_text(results: Sequence[AllocateResult]) -> str:
    """Return how the best size grows with compute under the law, with its interval."""
    exponent = results[-1].exponent
    if not math.isfinite(exponent.estimate):
        return "by the law"
    return f"parameters grow as C^{with_interval(exponent, digits=3)}"


def note(results: Sequence[AllocateResult], *, all_named: bool = True) -> str:
    """Say what the marks of this chart mean, and which losses are withheld.

    ``all_named``: every curve has its budget beside it.
    """
    level = next((f"{one.interval.level:.0%} " for one in results if one.interval), "")
    ends = f" with {level}intervals" if level else ""
    text = ""
    if any(one.splits for one in results):
        text = "Lines: the law's loss at one budget (FLOPs, 6 N D)"
        text += f"; bands: its {level}interval" if level else ""
        text += f". Diamonds: the best split{ends}; circles: half and twice its size. "
    if not all_named:
        text += "Named: the least, the middle and the largest budget; colours in their order. "
    if len(results) > 1 or not text:
        text += f"Best parameters and tokens by compute{ends}. "
    withheld = [budget_text(one.flops) for one in results if not one.splits]
    if withheld:
        text += f"Loss withheld, too far beyond the runs: {', '.join(withheld)}."
    return text.strip()
