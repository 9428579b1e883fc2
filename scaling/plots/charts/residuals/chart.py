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
from scaling.plots.charts.residuals.panel import (
    APART,
    BANDED,
    WITH_INTERVALS,
    panel_chart,
    texts_of,
)
from scaling.plots.charts.residuals.rows import residuals_of, scale_of
from scaling.plots.charts.residuals.thinning import residuals_in, thinned
from scaling.plots.panels.frame import FEW
from scaling.plots.panels.grid import Grid, panel_titles, side_by_side
from scaling.plots.panels.grouping import Panel, line_names, panels_of
from scaling.plots.panels.naming import in_natural_order
from scaling.plots.panels.rows import size_text
from scaling.plots.panels.summary import MOST_LINES, scores_text
from scaling.plots.style.axes import SizeAxis, size_axis
from scaling.plots.style.finish import finish
from scaling.plots.style.key_grid import key_chart
from scaling.plots.style.look import Look
from scaling.plots.style.rows import Datasets
from scaling.plots.style.style import Style
from scaling.plots.style.text import number_text, shorten
from scaling.plots.words import several, short_name, subjects

MOST, MOST_STACKED = 24, 3
"""Panels of one chart, and of one whose panels stand below each other: more fit no page."""
SYMBOL, LABEL = 50.0, 220.0


def chart(results: Iterable[SeriesResult], style: Style) -> alt.VConcatChart:
    """Return every score less its fitted curve, from fit or detect results.

    Panels, colours and shapes are those of the curves. Up to three families: also the band of a
    new model's score about the curve. Of more than 24 panels (3 in one column) the first are
    drawn, of more points than can be drawn an even choice by size, and the note says so. Raises
    DataError where no result has a curve.
    """
    found = list(results)
    panels = in_natural_order(panels_of(found))
    able = [panel for panel in panels if _points(panel.results)]
    if not able:
        raise DataError(
            "no residuals can be drawn: expected at least one series with a fitted curve, found "
            f"none in {len(found)}; use --kind curves or verdicts"
        )
    stacked = Grid.of(MOST, style).columns == 1
    whole_panels = able[: MOST_STACKED if stacked else MOST]
    shown = thinned(whole_panels)
    names = line_names(
        [
            replace(panel, lines=tuple(line for line in panel.lines if line.result.band))
            for panel in shown
        ]
    )
    look = _look(names, style)
    # Of panels below each other one more makes all of them flat.
    count = len(shown) + (stacked and len(shown) == MOST_STACKED)
    grid, data = Grid.of(count, style), Datasets()
    apart = style.px(APART) / grid.width if len(names) <= FEW else 0.0
    axes = {name: _axis(shown, name, apart) for name in {panel.size: None for panel in shown}}
    titles = panel_titles([texts_of(panel) for panel in shown], grid.width, style)
    parts = [
        panel_chart(
            panel, axes[panel.size], grid, title, look, style, data, lines=len(names),
            apart=apart,
        )
        for panel, title in zip(shown, titles, strict=True)
    ]  # fmt: skip
    whole: alt.ConcatChart | alt.VConcatChart = side_by_side(parts, grid.columns, style)
    span = grid.span(style)
    if 1 < len(names) <= MOST_LINES:
        key = _names(look, data, span - style.px(50), style)
        whole = alt.vconcat(whole, key, spacing=style.px(18))
    return finish(
        whole, data, style, width=span, key=_note(panels, able, (whole_panels, shown), len(names))
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
    units = Counter(_unit(one) for one, points in able for _ in points)
    unit = units.most_common(1)[0][0]
    residuals = [
        (point.score - curve, name, one, point)
        for (one, points), name in zip(able, subjects([one for one, _ in able]), strict=True)
        for point, curve in points
        if _unit(one) == unit
    ]
    typical = math.sqrt(sum(residual**2 for residual, *_ in residuals) / len(residuals))
    largest, name, one, point = max(residuals, key=lambda entry: abs(entry[0]))
    of = f"({short_name(unit)})"
    if len(units) > 1:
        of = f"over the {sum(_unit(one) == unit for one, _ in able):,} of {short_name(unit)}"
    return (
        f"{text}: root mean square {number_text(typical)} {of}. The largest is {largest:+.2g}, "
        f"{name} at {size_text(point.size, one.size)}."
    )


def _axis(panels: Sequence[Panel], name: str, apart: float) -> SizeAxis:
    """Return the axis of the points that have a residual: nothing is drawn beyond them.

    Wider by how far families are moved ``apart``, a share of it, to either side.
    """
    own = [panel for panel in panels if panel.size == name]
    found = _points(result for panel in own for result in panel.results)
    axis = SizeAxis.of(name, [point.size for point, _ in found])
    moved = apart * (max(len(panel.names) for panel in own) - 1) / 2
    low, high = sorted((axis.size_at(-moved), axis.size_at(1 + moved)))
    return replace(axis, low=low, high=high)


def _look(names: Sequence[str], style: Style) -> Look:
    """Return the look of every family; one for all where nobody could tell them apart."""
    if len(names) <= MOST_LINES:
        return Look.of([*style.names, *names], style.theme).only(names)
    alike = Look.of(names, style.theme)
    count, first = len(alike.names), alike.names[:1]
    one = alike.only(first)
    return replace(
        alike, colours=one.colours * count, shapes=one.shapes * count, dashes=one.dashes * count
    )


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
    panels: Sequence[Panel],
    able: Sequence[Panel],
    drawn: tuple[Sequence[Panel], Sequence[Panel]],
    lines: int,
) -> str:
    """Say what the marks mean, and what is not drawn; ``drawn``: with all points, and with some."""
    whole, shown = drawn
    results = [result for panel in shown for result in panel.results]
    level = next((f"{one.interval.level:.0%} " for one in results if one.interval), "")
    curves = {one.curve if isinstance(one, FitResult) else "" for one in results if one.band}
    of = f"the {curves.pop()} curve" if len(curves) == 1 and "" not in curves else "the curve"
    text = f"Scores less {of} fitted to them"
    # By whether a panel has too many points for intervals: whether any interval is known.
    known = {False: False, True: False}
    for panel in shown:
        points = [point for one in panel.results for point in one.points]
        crowded = residuals_in(panel) > WITH_INTERVALS
        known[crowded] |= any(math.isfinite(point.lower) for point in points)
    if known[False]:
        text += f", with {level}intervals of the scores"
    text += "."
    if lines <= BANDED and any(math.isfinite(n.predict_lower) for one in results for n in one.band):
        text += f" Bands: {level}interval of a new model's score about the curve."
    if lines <= FEW and any(len(panel.lines) > 1 for panel in shown):
        text += " Families at one size stand side by side."
    if lines > MOST_LINES:
        text += f" {lines:,} families are not told apart."
    drawn_scores, scores = (sum(map(residuals_in, part)) for part in (shown, whole))
    if known[True]:
        text += f" Intervals are left out of panels with more than {WITH_INTERVALS} scores."
    if drawn_scores < scores:
        text += f" {scores_text(drawn_scores, scores)}"
    if len(shown) < len(able):
        text += f" Drawn: {len(shown)} of {len(able)} panels."
    if len(able) < len(panels):
        text += f" Without a curve: {several(len(panels) - len(able), 'panel', 'panels')}."
    return text
