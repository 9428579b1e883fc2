"""The chart of crossings: a panel for each series and baseline, or pair of conditions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import altair as alt

from scaling.errors import DataError
from scaling.fitting.results import SeriesResult
from scaling.forecasting.crossing.baselines import CHANCE
from scaling.forecasting.crossing.results import CrossingResult
from scaling.plots.charts.crossing.marks import (
    LANE,
    baseline_layers,
    baseline_range,
    bracket_layers,
    has_place,
    place_layers,
)
from scaling.plots.charts.crossing.words import below_title, facts_of, note
from scaling.plots.panels.fan import fan_layers
from scaling.plots.panels.frame import Frame
from scaling.plots.panels.grid import Grid, head_room, side_by_side, titles_by_row
from scaling.plots.panels.grouping import Line, Panel, line_names
from scaling.plots.panels.labels import label_layers, label_room
from scaling.plots.panels.layers import point_layers
from scaling.plots.panels.levels import level_layers
from scaling.plots.panels.plane import Plane
from scaling.plots.panels.rows import node_count, thin
from scaling.plots.panels.summary import LEAST_SCORES, fewer_scores, scores_text
from scaling.plots.panels.telling import told_apart
from scaling.plots.style.axes import score_axis, size_axis
from scaling.plots.style.finish import finish
from scaling.plots.style.look import Look
from scaling.plots.style.rows import Datasets
from scaling.plots.style.style import Style
from scaling.plots.style.text import clean


def chart(results: Iterable[CrossingResult], style: Style) -> alt.VConcatChart:
    """Return the chart of crossings, drawn from what they hold and no more.

    A baseline is a line across, of a pair both conditions are curves. Shaded is what the scores
    alone say, the bar above is where the curve passes. Raises DataError if there is no result,
    OutputError for too many to read.
    """
    results = list(results)
    if not results:
        raise DataError(
            "nothing to draw: expected at least one crossing, found none; choose other tasks, "
            "families or baselines"
        )
    drawn = fewer_scores(results)
    panels = [panel_of(one) for one in drawn]
    names = line_names(panels)
    look = Look.of([*style.names, *names], style.theme)
    paired = [name for one, panel in zip(results, panels, strict=True) if one.pair
              for name in panel.names]  # fmt: skip
    room = label_room(paired, style) if paired else 0.0
    grid, data = Grid.of(len(panels), style, room), Datasets()
    nodes = node_count([one for panel in panels for one in panel.results])
    told = Counter((one.label(), one.baseline.name) for one in results)
    several = len({one.baseline.name for one in results}) > 1
    names_of = told_apart([facts_of(one, named=several) for one in results], style.title)
    texts = [
        (name, [rest, *below_title(one, source=told[one.label(), one.baseline.name] > 1)])
        for one, (name, rest) in zip(results, names_of, strict=True)
    ]
    titles = titles_by_row(texts, grid, style, lines=3)
    lane = any(has_place(one) for one in results)
    charts = []
    for one, panel, title in zip(drawn, panels, titles, strict=True):
        made = _panel_chart(one, panel, title, grid, look.only(panel.names), style, data, nodes)
        if lane:
            made.layer.append(head_room(style, data, 2 * LANE))
        charts.append(made)
    whole = side_by_side(charts, grid.columns, style)
    left = scores_text(
        sum(len(one.points) for panel in panels for one in panel.results),
        sum(len(one.points) + len(one.baseline_points) for one in results),
    )
    text = " ".join(part for part in (note(results), left) if part)
    return finish(whole, data, style, width=grid.span(style, room), key=text)


def panel_of(one: CrossingResult) -> Panel:
    """Return the panel of a crossing: its series, of a pair both conditions."""
    facts = one.series
    own: SeriesResult = replace(one, references=())
    lines = [Line(clean(facts.family), own)]
    if one.pair is not None:
        shots = "-shot" if one.pair.column == "n_shots" else ""
        first = replace(own, points=one.baseline_points, band=one.baseline_band)
        (first,) = fewer_scores([first], max(len(own.points), LEAST_SCORES))
        lines = [
            Line(clean(f"{one.pair.baseline}{shots}"), first),
            Line(clean(f"{one.pair.augmented}{shots}"), own),
        ]
    return Panel(facts.task, facts.metric, facts.n_shots, facts.prompting, one.size, tuple(lines))


def _panel_chart(
    one: CrossingResult, panel: Panel, title: alt.TitleParams, grid: Grid, look: Look,
    style: Style, data: Datasets, nodes: int,
) -> alt.LayerChart:  # fmt: skip
    low, high = baseline_range(one)
    frame = Frame(
        x=size_axis(panel.results, panel.size),
        y=score_axis(panel.results, panel.metric, also=(one.baseline.score, low, high)),
        width=grid.width, height=grid.height, look=look, style=style, nodes=nodes, data=data,
        legend=None,
    )  # fmt: skip
    plane = Plane.over(frame)
    layers = bracket_layers(plane, one)
    if one.baseline.kind != CHANCE:  # which lies a little above the level of the same name
        layers += level_layers(panel, frame)
    for line, colour, dash in zip(panel.lines, look.colours, look.dashes, strict=True):
        sizes = [point.size for point in line.result.points]
        layers += fan_layers(
            plane, thin(line.result.band, nodes, frame.x), colour,
            dashes=dash if one.pair else (1, 0), line=line.name,
            known=(min(sizes), max(sizes)) if sizes else None,
        )  # fmt: skip
    layers += point_layers(panel, frame)
    if one.pair is None:
        layers += baseline_layers(plane, one)
    else:
        layers += label_layers(panel, frame)
    layers += place_layers(plane, one)
    return alt.LayerChart(layer=layers, width=grid.width, height=grid.height, title=title)
