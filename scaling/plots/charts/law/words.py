"""Loss laws in words: under the titles, in the note, in the alternative text."""

from __future__ import annotations

import math
from collections.abc import Iterable

from scaling.fitting.laws.results import LawResult
from scaling.plots.charts.law.runs import Drawn
from scaling.plots.panels.single import only_one
from scaling.plots.style.axes import SIZE_TITLES
from scaling.plots.style.text import clean
from scaling.plots.words import several, with_interval
from scaling.runs import LOSS_UNIT_TEXTS


def describe(results: Iterable[LawResult]) -> str:
    """Return what the chart of a law shows, in plain words with its parameters.

    Raises OutputError unless there is one law.
    """
    one = only_one(results, "law")
    if one.status != "ok":
        return f"The law {clean(one.law)} could not be fitted: {clean(one.message)}."
    text = f"The law {clean(one.law)}, L = {clean(one.formula)}, fitted to "
    text += f"{several(one.n_runs, 'run', 'runs')}: {parameters_text(one)}."
    text += f" Losses scatter by {one.log_rmse:.2%} about it"
    worst = max(one.points, key=lambda run: abs(run.residual), default=None)
    if worst is not None:
        text += f"; the largest residual is {math.expm1(worst.residual):+.1%}"
        text += f" ({clean(worst.model)})"
    return f"{text}."


def parameters_text(one: LawResult) -> str:
    """Return the parameters with their intervals, such as ``E 1.89 [0.98, 1.98]; A 199``."""
    told = [f"{name} {with_interval(v, digits=3)}" for name, v in one.parameters.items()]
    return "; ".join(told)


def law_title(one: LawResult, *, surface: bool) -> tuple[str, list[str]]:
    """Return the title of the law's panel, and what stands under it."""
    name = f"{one.law}: {'loss over both sizes' if surface else 'loss by size'}"
    unit = LOSS_UNIT_TEXTS[one.loss_unit]
    return name, [f"L = {one.formula}", f"{several(one.n_runs, 'run', 'runs')}, {unit}"]


def residual_title(one: LawResult, by: str) -> tuple[str, list[str]]:
    """Return the title of the panel of residuals over ``by``, and what stands under it."""
    size = "compute" if by == "flops" else SIZE_TITLES[by]
    return f"residuals by {size}", [f"scatter of log losses {one.log_rmse:.2%}"]


def note(one: LawResult, drawn: Drawn, *, surface: bool) -> str:
    """Say what the marks mean, the parameters, and what was left out."""
    level = f"{one.interval.level:.0%} " if one.interval else ""
    text = "Triangles: runs, pointing up where the loss lies above the law and down where below, "
    text += f"stronger colours for larger residuals (full at {math.expm1(drawn.limit):.1%})."
    if surface:
        text += " Lines: equal loss by the law"
        if "R_D" in one.parameters:
            text += " where no token is repeated"
        text += "; dotted: equal compute (FLOPs)."
    else:
        text += f" Line: the law; band: its {level}interval." if level else " Line: the law."
    text += f" Parameters{f' with {level}intervals' if level else ''}: {parameters_text(one)}."
    if len(drawn.runs) < drawn.total:
        text += f" {len(drawn.runs):,} of {drawn.total:,} runs drawn."
    if one.excluded:
        text += f" {several(len(one.excluded), 'run', 'runs')} excluded."
    return text
