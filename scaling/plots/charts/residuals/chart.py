"""The chart of residuals: a panel a task, and their size in words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

import altair as alt

from scaling.errors import DataError
from scaling.fitting.records import Point
from scaling.fitting.results import FitResult, SeriesResult
from scaling.plots.charts.residuals.panel import BANDED, panel_chart, texts_of
from scaling.plots.charts.residuals.rows import residuals_of, scale_of
from scaling.plots.panels.frame import FEW
from scaling.plots.panels.grid import Grid, panel_titles, side_by_side
from scaling.plots.panels.grouping import Panel, line_names, panels_of
from scaling.plots.panels.naming import in_natural_order
from scaling.plots.panels.rows import size_text
from scaling.plots.style.axes import SizeAxis, size_axis
from scaling.plots.style.finish import finish
from scaling.plots.style.key_grid import key_chart
from scaling.plots.style.look import Look
from scaling.plots.style.rows import ROWS, Datasets
from scaling.plots.style.style import Style
from scaling.plots.style.text import number_text, shorten
from scaling.plots.words import several, short_name

MOST = 24
"""Panels of one chart."""
SYMBOL, LABEL = 50.0, 220.0


def chart(results: Iterable[SeriesResult], style: Style) -> alt.VConcatChart:
    """Return every score less its fitted curve, from fit or detect results.

    Panels, colours and shapes are those of the curves. Up to three families: also the band of a
    new model's score about the curve. Of more than 24 panels, or more points than can be drawn,
    the first are, and the note says so. Raises DataError where no result has a curve.
    """
    found = list(results)
    panels = in_natural_order(panels_of(found))
    able = [panel for panel in panels if _points(panel.results)]
    if not able:
        raise DataError(
            "no residuals can be drawn: expected at least one series with a fitted curve, found "
            f"none in {len(found)}; use --kind curves or verdicts"
        )
    shown = _drawn(able)
    names = line_names(
        [
            replace(panel, lines=tuple(line for line in panel.lines if line.result.band))
            for panel in shown
        ]
    )
    look = Look.of([*style.names, *names], style.theme).only(names)
    grid, data = Grid.of(len(shown), style), Datasets()
    axes = {name: _axis(shown, name) for name in dict.fromkeys(panel.size for panel in shown)}
    titles = panel_titles([texts_of(panel) for panel in shown], grid.width, style)
    parts = [
        panel_chart(panel, axes[panel.size], grid, title, look, style, data, lines=len(names))
        for panel, title in zip(shown, titles, strict=True)
    ]
    whole: alt.ConcatChart | alt.VConcatChart = side_by_side(parts, grid.columns, style)
    span = grid.span(style)
    if len(names) > 1:
        key = _names(look, data, span - style.px(50), style)
        whole = alt.vconcat(whole, key, spacing=style.px(18))
    return finish(
        whole, data, style, width=span, key=_note(panels, able, shown, len(names)), lines=12
    )


def describe(results: Iterable[SeriesResult]) -> str:
    """Return how large the residuals are and where the largest is, in plain words."""
    found = list(results)
    parts = [(one, _points([one])) for one in found]
    able = [(one, points) for one, points in parts if points]
    if not able:
        return "No series has a fitted curve, so there are no residuals."
    text = f"Scores less fitted curves of {several(len(able), 'series', 'series')}"
    if len(found) > len(able):
        text += f" ({several(len(found) - len(able), 'series', 'series')} without a curve)"
    unit = Counter(_unit(one) for one, points in able for _ in points).most_common(1)[0][0]
    residuals = [
        (point.score - curve, one, point)
        for one, points in able
        for point, curve in points
        if _unit(one) == unit
    ]
    typical = math.sqrt(sum(residual**2 for residual, _, _ in residuals) / len(residuals))
    largest, one, point = max(residuals, key=lambda entry: abs(entry[0]))
    return (
        f"{text}: root mean square {number_text(typical)} ({short_name(unit)}). The largest is "
        f"{largest:+.2g}, {short_name(one.series.family)} on {short_name(one.series.task)} at "
        f"{size_text(point.size, one.size)}."
    )


def _axis(panels: Sequence[Panel], name: str) -> SizeAxis:
    """Return the axis of the points that have a residual: nothing is drawn beyond them."""
    results = [result for panel in panels if panel.size == name for result in panel.results]
    return SizeAxis.of(name, [point.size for point, _ in _points(results)])


def _unit(result: SeriesResult) -> str:
    """Return what residuals can be pooled over: all proportions, or one other metric."""
    facts = result.series
    return "proportions" if facts.metric_kind == "proportion" else facts.metric


def _points(results: Iterable[SeriesResult]) -> list[tuple[Point, float]]:
    """Return all points of results with the curve at their sizes."""
    found: list[tuple[Point, float]] = []
    for result in results:
        found += residuals_of(result, scale_of(size_axis([result], result.size)))
    return found


def _drawn(panels: Sequence[Panel]) -> list[Panel]:
    """Return the first panels, as many as can be drawn: two marks a point, and the bands."""
    kept: list[Panel] = []
    marks = 0
    for panel in panels[:MOST]:
        marks += 2 * sum(len(result.points) for result in panel.results)
        if kept and marks > ROWS:
            break
        kept.append(panel)
    return kept


def _names(look: Look, data: Datasets, width: float, style: Style) -> alt.LayerChart:
    """Return the key: the symbol of every family."""
    entries = [
        {"label": shorten(name, style.px(LABEL), style.theme.small_size), "colour": colour,
         "shape": shape}
        for name, colour, shape in zip(look.names, look.colours, look.shapes, strict=True)
    ]  # fmt: skip

    def marks(base: alt.Chart, middle: float) -> list[alt.Chart]:
        point = base.mark_point(filled=True, size=style.area(SYMBOL), opacity=1, xOffset=middle)
        return [
            point.encode(
                color=alt.Color(field="colour", type="nominal", scale=None, legend=None),
                shape=alt.Shape(field="shape", type="nominal", scale=None, legend=None),
            )
        ]

    return key_chart(entries, marks, data, 0.0, width, style)


def _note(
    panels: Sequence[Panel], able: Sequence[Panel], shown: Sequence[Panel], lines: int
) -> str:
    """Say what the marks mean, and what is not drawn."""
    results = [result for panel in shown for result in panel.results]
    level = next((f"{one.interval.level:.0%} " for one in results if one.interval), "")
    curves = {one.curve if isinstance(one, FitResult) else "" for one in results if one.band}
    of = f"the {curves.pop()} curve" if len(curves) == 1 and "" not in curves else "the curve"
    text = f"Scores less {of} fitted to them"
    if any(math.isfinite(point.lower) for one in results for point in one.points):
        text += f", with {level}intervals of the scores"
    text += "."
    if lines <= BANDED and any(math.isfinite(n.predict_lower) for one in results for n in one.band):
        text += f" Bands: {level}interval of a new model's score about the curve."
    if lines <= FEW and any(len(panel.lines) > 1 for panel in shown):
        text += " Families at one size stand side by side."
    if len(shown) < len(able):
        text += f" Drawn: {len(shown)} of {len(able)} panels."
    if len(able) < len(panels):
        text += f" Without a curve: {several(len(panels) - len(able), 'panel', 'panels')}."
    return text
