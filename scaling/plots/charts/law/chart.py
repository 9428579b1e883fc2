"""The chart of a loss law: its surface or its curve, and the residuals."""

from __future__ import annotations

import math
from collections.abc import Iterable

import altair as alt

from scaling.errors import OutputError
from scaling.fitting.laws.results import LawResult
from scaling.laws.registry import get_law
from scaling.plots.charts.law import curve, residuals, surface
from scaling.plots.charts.law.runs import Drawn
from scaling.plots.charts.law.words import law_title, note, residual_title
from scaling.plots.panels.grid import Grid, side_by_side, titles_by_row
from scaling.plots.panels.single import only_one
from scaling.plots.style.finish import finish
from scaling.plots.style.rows import Datasets
from scaling.plots.style.style import Style
from scaling.plots.style.text import clean


def chart(results: Iterable[LawResult], style: Style) -> alt.VConcatChart:
    """Return the chart of a fitted law, drawn from what its result holds and no more.

    A law of both sizes is a surface, one of a single size a curve. Raises OutputError where
    nothing was fitted and for more than one law, UnknownNameError for a law that is not known here.
    """
    one = only_one(results, "law")
    if one.status != "ok" or not one.points:
        raise OutputError(f"there is no law to draw: {clean(one.message)}")
    needs = get_law(one.law).needs
    two = len(needs) > 1
    drawn = Drawn.of(one)
    known = all(math.isfinite(run.flops) for run in drawn.runs)
    by = "flops" if known else needs[0]
    texts = [law_title(one, surface=two), residual_title(one, by)]
    grid, data = Grid.of(len(texts), style), Datasets()
    titles = titles_by_row(texts, grid, style)
    first = (
        surface.panel(one, drawn, titles[0], grid, style, data)
        if two
        else curve.panel(one, needs[0], drawn, titles[0], grid, style, data)
    )
    panels = [first, residuals.panel(drawn, titles[1], grid, style, data, by, head=two)]
    whole = side_by_side(panels, grid.columns, style)
    text = note(one, drawn, surface=two)
    return finish(whole, data, style, width=grid.span(style), key=text)
