"""A hard and a soft metric of the same models side by side, one row a pair.

``rows`` finds the pairs and their series, ``log_panel`` shows what the hard metric cannot see.
Schaeffer et al. 2023, arXiv:2304.15004.
"""

from __future__ import annotations

import math
from dataclasses import replace

import altair as alt

from scaling.detection.result_set import DetectResults
from scaling.detection.results import DetectResult
from scaling.fitting.records import NAN
from scaling.plots.charts.metric_pair.log_panel import log_layers
from scaling.plots.charts.metric_pair.rows import (
    Paired,
    Pairs,
    claim_text,
    pairs_of,
    verdict_text,
)
from scaling.plots.panels.frame import Frame
from scaling.plots.panels.grid import AXIS, NARROWEST, Grid, panel_titles, side_by_side
from scaling.plots.panels.grouping import Line, Panel
from scaling.plots.panels.layers import curve_layers, point_layers
from scaling.plots.panels.levels import level_layers
from scaling.plots.panels.rows import MOST_NODES
from scaling.plots.style.axes import ScoreAxis, SizeAxis, score_axis, size_axis
from scaling.plots.style.finish import finish, stacked
from scaling.plots.style.look import Look
from scaling.plots.style.rows import Datasets
from scaling.plots.style.style import Style
from scaling.plots.style.text import clean, number_text, wrap
from scaling.plots.words import several

PANEL, HEIGHT, FLAT = 240.0, 180.0, 125.0  # pixels of the design; flat where panels are stacked
MOST_STACKED = 2  # pairs in a narrow figure: more would not fit a page
CLOSE_UP = 0.5  # of the axis


def chart(results: DetectResults, style: Style) -> alt.VConcatChart:
    """Return the pairs of detect results, a row each: hard metric, soft metric, hard on a log axis.

    The logarithmic panel stands where the hard metric's resolution limit is too small to be seen
    on a linear axis. In a narrow figure the panels stand below each other. Of more than four
    pairs (two in a narrow figure) those with a jump are drawn. Raises OutputError where there is
    no pair.
    """
    found = pairs_of(results)
    panels = 3 if any(paired.has_log_panel for paired in found.drawn) else 2
    grid = _grid(panels, style)
    if grid.columns == 1:
        found = found.first(MOST_STACKED)
    look = Look.of(_metrics(found), style.theme)
    data = Datasets()
    rows = [_row(paired, grid, look, data, style) for paired in found.drawn]
    whole = stacked(*rows, spacing=style.px(30))
    return finish(whole, data, style, width=grid.span(style), key=_note(found))


def describe(results: DetectResults) -> str:
    """Return what the chart of pairs shows, in plain words."""
    found = pairs_of(results)
    sentences = [
        f"{paired.title}, {clean(paired.pair.hard)} beside {clean(paired.pair.soft)}: "
        f"{clean(paired.pair.reason)}"
        for paired in found.drawn
    ]
    return " ".join([*sentences, *_left_out(found)])


def _grid(panels: int, style: Style) -> Grid:
    """Return all panels of a pair in one row, or below each other where there is no room."""
    if style.within is not None and style.within < panels * style.px(NARROWEST + AXIS):
        width = style.room(PANEL)
        return Grid(1, width, min(style.px(FLAT), 0.9 * width))
    width = style.room(PANEL * panels) / panels
    return Grid(panels, width, min(style.px(HEIGHT), 0.9 * width))


def _metrics(found: Pairs) -> list[str]:
    hard = [clean(paired.pair.hard) for paired in found.drawn]
    return [*hard, *(clean(paired.pair.soft) for paired in found.drawn)]


def _row(paired: Paired, grid: Grid, look: Look, data: Datasets, style: Style) -> alt.ConcatChart:
    theme = style.theme
    x = size_axis((paired.hard, paired.soft), paired.pair.size)
    hard = _frame(paired.hard, paired.pair.hard, x, grid, look, data, style)
    soft = _frame(paired.soft, paired.pair.soft, x, grid, look, data, style)
    verdicts = paired.pair.hard_verdict, paired.pair.soft_verdict
    roles = [
        (panel, frame, f"{panel.metric} ({role})", verdict_text(verdict, result))
        for (panel, frame), verdict, result, role in zip(
            (hard, soft), verdicts, (paired.hard, paired.soft), ("hard", "soft"), strict=True
        )
    ]
    marks = [_linear(panel, frame) for panel, frame, _, _ in roles]
    if paired.has_log_panel:
        panel, frame = hard
        below = (
            f"{paired.pair.n_below_limit} of {paired.pair.n_sizes} sizes below the limit of "
            f"{number_text(paired.pair.hard_limit)}"
        )
        roles.append((panel, frame, f"{panel.metric}, log axis", below))
        marks.append(log_layers(paired, panel, frame))
    titles = panel_titles([(name, [text]) for *_, name, text in roles], grid.width, style, lines=3)
    charts = [
        alt.LayerChart(layer=layers, width=frame.width, height=frame.height, title=title)
        for layers, (_, frame, *_), title in zip(marks, roles, titles, strict=True)
    ]
    across = grid.span(style)
    whole = side_by_side(charts, grid.columns, style)
    whole.title = alt.TitleParams(
        text=wrap(paired.title, across, theme.panel_size),
        subtitle=wrap(claim_text(paired.pair), across, theme.small_size, lines=5),
        fontSize=theme.panel_size, subtitleFontSize=theme.small_size, anchor="start",
        offset=style.px(10),
    )  # fmt: skip
    return whole


def _frame(
    result: DetectResult, metric: str, x: SizeAxis, grid: Grid, look: Look, data: Datasets,
    style: Style,
) -> tuple[Panel, Frame]:  # fmt: skip
    facts = result.series
    y = score_axis((result,), clean(metric))
    near = _close_up(y, result)
    if near != y:  # its ceiling is out of sight
        result = replace(result, series=replace(facts, ceiling=NAN))
    line = Line(clean(metric), result)
    panel = Panel(facts.task, clean(metric), facts.n_shots, facts.prompting, x.name, (line,))
    frame = Frame(
        x=x, y=near, width=grid.width, height=grid.height, look=look, style=style,
        nodes=MOST_NODES, data=data, legend=None,
    )  # fmt: skip
    return panel, frame


def _close_up(axis: ScoreAxis, result: DetectResult) -> ScoreAxis:
    """Return the axis of a bounded score up to what it reaches, where that is far below its end."""
    tops = [value for point in result.points for value in (point.score, point.upper)]
    highest = max((value for value in tops if math.isfinite(value)), default=axis.high)
    high = axis.low + 1.2 * (highest - axis.low)
    if result.series.metric_kind != "bounded" or axis.place(high) >= CLOSE_UP or high <= axis.low:
        return axis
    return replace(axis, high=float(f"{high:.4g}"))


def _linear(panel: Panel, frame: Frame) -> list[alt.Chart]:
    return [*level_layers(panel, frame), *curve_layers(panel, frame), *point_layers(panel, frame)]


def _note(found: Pairs) -> str:
    """Say what the marks mean, and which pairs are not drawn."""
    drawn = found.drawn
    levels = [one.interval.level for p in drawn for one in (p.hard, p.soft) if one.interval]
    level = f"{levels[0]:.0%} " if levels else ""
    parts = [f"Points: scores with {level}intervals where they are known; lines: best curves."]
    if any(paired.has_log_panel for paired in drawn):
        parts.append(
            "Shaded: scores that the hard metric cannot tell from chance; arrows: scores of 0, "
            "which lie anywhere below."
        )
    if any(paired.pair.left_out for paired in drawn):
        parts.append("Models with one of the metrics only are left out.")
    return " ".join([*parts, *_left_out(found)])


def _left_out(found: Pairs) -> list[str]:
    parts = []
    if found.total > len(found.drawn):
        parts.append(f"{len(found.drawn)} of {found.total} pairs, those with a jump first.")
    if found.failed:
        parts.append(f"{several(found.failed, 'pair', 'pairs')} could not be made.")
    return parts
