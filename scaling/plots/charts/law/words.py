"""Loss laws in words: under the titles, in the note, in the alternative text."""

from __future__ import annotations

import math
from collections.abc import Iterable

from scaling.fitting.laws.results import LawResult
from scaling.plots.charts.law.curve import unit_text
from scaling.plots.charts.law.runs import Drawn
from scaling.plots.style.text import clean
from scaling.plots.words import several, with_interval


def describe(results: Iterable[LawResult]) -> str:
    """Return what the chart of a law shows, in plain words with its parameters."""
    (one,) = results
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
    return name, [f"L = {one.formula}", f"{several(one.n_runs, 'run', 'runs')}, {unit_text(one)}"]


def residual_title(one: LawResult) -> tuple[str, list[str]]:
    """Return the title of the panel of residuals, and what stands under it."""
    return "residuals by compute", [f"scatter of log losses {one.log_rmse:.2%}"]


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
