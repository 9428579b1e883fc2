"""Scores by size with their curves: the panels, and what they share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import altair as alt

from scaling.fitting.results import SeriesResult
from scaling.plots.charts.curves.naming import naming_of
from scaling.plots.charts.curves.note import note
from scaling.plots.charts.curves.titles import titles
from scaling.plots.panels.frame import LANE, Frame
from scaling.plots.panels.grid import Grid, side_by_side
from scaling.plots.panels.grouping import Panel, line_names, panels_of
from scaling.plots.panels.labels import label_layers
from scaling.plots.panels.layers import curve_layers, point_layers, transition_layers
from scaling.plots.panels.levels import level_layers
from scaling.plots.panels.pooled import pooled_layers
from scaling.plots.panels.rows import node_count
from scaling.plots.panels.summary import Plan, medians, plan_of, plan_text
from scaling.plots.panels.transitions import transition
from scaling.plots.style.axes import SizeAxis, score_axis, size_axis
from scaling.plots.style.finish import finish
from scaling.plots.style.look import Look
from scaling.plots.style.rows import ROWS, Datasets
from scaling.plots.style.style import Style
from scaling.plots.words import describe_series

TICK_LABEL = 6.0  # pixels of a tick's label above the top of its axis


def chart(results: Iterable[SeriesResult], style: Style) -> alt.VConcatChart:
    """Return the chart of fit or detect results, drawn from what they hold and no more.

    Panels are tasks (a task's metrics, shots, prompting and size axes apart); lines are
    families. Up to five families a panel: bands, transitions and, where there is room, direct
    labels; else a legend. At most three models without a size are drawn a panel, and of many
    scores a summary (``panels.summary``). Raises DataError if there is no result.
    """
    results = list(results)
    plan = plan_of(panels_of(results))
    present = line_names(plan.lined)
    naming = naming_of(plan, present, style)
    grid, data = Grid.of(len(plan.panels), style, naming.room), Datasets()
    axes = {panel.size: size_axis(results, panel.size) for panel in plan.panels}
    shown = [_as_drawn(panel, plan, axes[panel.size]) for panel in plan.panels]
    lanes = 0 if plan.crowded else _lanes(shown)
    curves = [result for panel in plan.lined for result in panel.results]
    look = Look.of([*style.names, *present], style.theme).only(present)
    nodes, legend = _nodes(curves, shown, plan), naming.legend(grid, style)
    drawn = [
        Frame(
            x=axes[panel.size],
            y=score_axis((*panel.results, *panel.beside), panel.metric),
            width=grid.width,
            height=grid.height,
            look=look,
            style=style,
            nodes=nodes,
            data=data,
            legend=legend,
            crowded=plan.crowded,
        )
        for panel in shown
    ]
    named = titles(shown, grid, style)
    charts = [
        _panel_chart(panel, frame, title, lanes, plan, direct=naming.direct)
        for panel, frame, title in zip(shown, drawn, named, strict=True)
    ]
    whole = side_by_side(charts, grid.columns, style, legend="shared")
    across = grid.span(style, naming.room)
    return finish(whole, data, style, width=across, key=note(plan, shown))


def describe(results: Iterable[SeriesResult]) -> str:
    """Return what the chart shows, in plain words; see ``words.describe_series``."""
    results = list(results)
    return " ".join([describe_series(results), *plan_text(plan_of(panels_of(results)))])


def _as_drawn(panel: Panel, plan: Plan, axis: SizeAxis) -> Panel:
    """Return a panel with the points that are drawn: of very many their medians."""
    if not plan.is_binned(panel):
        return panel
    lines = tuple(
        replace(
            line,
            result=replace(line.result, points=medians(line.result.points, axis, plan.bins)),
        )
        for line in panel.lines
    )
    return replace(panel, lines=lines)


def _nodes(curves: Sequence[SeriesResult], shown: Sequence[Panel], plan: Plan) -> int:
    """Return how many nodes a curve may have beside all the points."""
    points = sum(
        2 * len(result.points)
        for panel in shown
        if not plan.is_pooled(panel)
        for result in panel.results
    )
    return node_count(curves, ROWS - points, copies=1 if plan.crowded else 3)


def _panel_chart(
    panel: Panel, frame: Frame, title: alt.TitleParams, lanes: int, plan: Plan, *, direct: bool
) -> alt.LayerChart:
    if plan.is_pooled(panel):
        layers = [*level_layers(panel, frame, bare=True), *pooled_layers(panel, frame)]
    else:
        layers = [
            *transition_layers(panel, frame),
            *level_layers(panel, frame),
            *curve_layers(panel, frame),
            *point_layers(panel, frame, named=len(panel.task) > len("".join(title.text))),
            *(label_layers(panel, frame) if direct else ()),
        ]
    # Bars push the title of their own panel up by themselves.
    title.offset = frame.style.px(8 + _pushed(lanes) - _pushed(_lanes([panel]) if lanes else 0))
    return alt.LayerChart(layer=layers, width=frame.width, height=frame.height, title=title)


def _pushed(bars: int) -> float:
    """Return how far so many bars push a title up, in pixels: beyond the label of the top tick."""
    return max(0.0, LANE * bars - TICK_LABEL)


def _lanes(panels: Sequence[Panel]) -> int:
    """Room that the bars of the transitions need above each panel, the same for all."""
    counts = [
        sum(transition(result) is not None for result in panel.results)
        for panel in panels
        if len(panel.lines) > 1
    ]
    return max(counts, default=0)
