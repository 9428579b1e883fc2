"""Scores by size with their curves: the panels, and what they share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import altair as alt

from scaling.fitting.results import SeriesResult
from scaling.plots.charts.curves.naming import naming_of
from scaling.plots.charts.curves.note import note
from scaling.plots.charts.curves.titles import titles
from scaling.plots.panels.frame import FEW, LANE, Frame
from scaling.plots.panels.grid import MOST_PANELS, Grid, head_room, side_by_side
from scaling.plots.panels.grouping import Panel, line_names, panels_of
from scaling.plots.panels.labels import label_layers
from scaling.plots.panels.layers import curve_layers, point_layers, transition_layers
from scaling.plots.panels.levels import level_layers
from scaling.plots.panels.naming import in_natural_order
from scaling.plots.panels.pooled import pooled_layers
from scaling.plots.panels.rows import node_count
from scaling.plots.panels.summary import (
    AREAS,
    Plan,
    curves_of,
    medians,
    plan_of,
    plan_text,
    rows_beside_nodes,
)
from scaling.plots.panels.transitions import stretch
from scaling.plots.style.axes import SizeAxis, score_axis, size_axis
from scaling.plots.style.finish import finish
from scaling.plots.style.look import Look
from scaling.plots.style.rows import ROWS, Datasets
from scaling.plots.style.style import Style
from scaling.plots.words import describe_series

TICK_LABEL = 8.0  # pixels of a tick's label above the top of its axis
MOST_STACKED = 4  # panels in one column of a narrow figure: more would not fit a page
MOST_WITH_LEGEND = 3  # if a long legend stands below them


def chart(results: Iterable[SeriesResult], style: Style) -> alt.VConcatChart:
    """Return the chart of fit or detect results, drawn from what they hold and no more.

    Panels are tasks (a task's metrics, shots, prompting and size axes apart); lines are
    families. Up to five families a panel: bands, transitions and, where there is room, direct
    labels; else a legend. At most three models without a size are drawn a panel, and of many
    scores a summary (``panels.summary``). Raises DataError if there is no result.
    """
    panels = in_natural_order(panels_of(results))
    plan = plan_of(panels, _most(panels, style))
    present = line_names(plan.lined)
    naming = naming_of(plan, present, style)
    grid, data = Grid.of(len(plan.panels), style, naming.room), Datasets()
    results = [result for panel in plan.panels for result in panel.results]
    axes = {panel.size: size_axis(results, panel.size) for panel in plan.panels}
    shown = [_as_drawn(panel, plan, axes[panel.size]) for panel in plan.panels]
    lined = [panel for panel in shown if not plan.is_pooled(panel)]
    lanes = 0 if plan.crowded else _lanes(lined, axes)
    look = Look.of([*style.names, *present], style.theme).only(present)
    nodes, legend = _nodes(lined, plan), naming.legend(grid, style)
    drawn = [
        Frame(
            x=axes[panel.size],
            y=score_axis((*panel.results, *panel.beside), panel.metric, logs=True),
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
    return finish(whole, data, style, width=across, key=note(plan, shown, axes))


def describe(results: Iterable[SeriesResult]) -> str:
    """Return what the chart shows, in plain words; see ``words.describe_series``."""
    results = list(results)
    panels = in_natural_order(panels_of(results))
    lined = [result for panel in panels for result in panel.results]
    known = {id(result) for result in lined}
    beside = [result for result in results if id(result) not in known]
    return " ".join([describe_series([*lined, *beside]), *plan_text(plan_of(panels))])


def _most(panels: Sequence[Panel], style: Style) -> int:
    """Return how many panels a figure may have: fewer where there is room for one column only."""
    if style.within is None or Grid.of(MOST_PANELS, style).columns > 1:
        return MOST_PANELS
    crowded = any(len(panel.lines) > FEW for panel in panels)
    return MOST_WITH_LEGEND if crowded else MOST_STACKED


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
    return replace(panel, lines=lines, medians=True)


def _nodes(lined: Sequence[Panel], plan: Plan) -> int:
    """Return how many nodes a curve may have beside all else."""
    room = ROWS - rows_beside_nodes(lined, plan.crowded)
    return node_count(curves_of(lined), room, copies=1 if plan.crowded else AREAS)


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
    # A title stands above all that its panel holds: bars, or the label of a tick at the top.
    layers.append(head_room(frame.style, frame.data, max(LANE * lanes, TICK_LABEL)))
    return alt.LayerChart(layer=layers, width=frame.width, height=frame.height, title=title)


def _lanes(panels: Sequence[Panel], axes: Mapping[str, SizeAxis]) -> int:
    """Room that the bars of the transitions need above each panel, the same for all."""
    counts = [
        sum(stretch(result, axes[panel.size]) is not None for result in panel.results)
        for panel in panels
        if len(panel.lines) > 1
    ]
    return max(counts, default=0)
