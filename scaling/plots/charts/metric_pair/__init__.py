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
from scaling.plots.panels.grid import AXIS, NARROWEST, Grid, head_room, panel_titles, side_by_side
from scaling.plots.panels.grouping import Line, Panel
from scaling.plots.panels.layers import curve_layers, point_layers
from scaling.plots.panels.levels import level_layers
from scaling.plots.panels.rows import MOST_NODES, goes_beyond, joined
from scaling.plots.panels.summary import scores_text
from scaling.plots.style.axes import ScoreAxis, SizeAxis, score_axis, size_axis
from scaling.plots.style.finish import finish, stacked
from scaling.plots.style.look import Look
from scaling.plots.style.rows import Datasets
from scaling.plots.style.style import Style
from scaling.plots.style.text import clean, number_text, wrap
from scaling.plots.words import hollow_text, several

PANEL, HEIGHT, FLAT = 240.0, 180.0, 125.0  # pixels of the design; flat where panels are stacked
MOST_STACKED = 4  # panels of a narrow figure: more would not fit a page
CLOSE_UP = 0.5  # of the axis
TICK_LABEL = 6.0  # pixels of a tick's label above the top of its axis


def chart(results: DetectResults, style: Style) -> alt.VConcatChart:
    """Return the pairs of detect results, a row each: hard metric, soft metric, hard on a log axis.

    The logarithmic panel stands where the hard metric's resolution limit is too small to be seen
    on a linear axis. In a narrow figure the panels stand below each other. Of more than four
    pairs (in a narrow figure two, or one with three panels) those with a jump are drawn. Raises
    OutputError where there is no pair.
    """
    found = pairs_of(results)
    panels = 3 if any(paired.has_log_panel for paired in found.drawn) else 2
    grid = _grid(panels, style)
    if grid.columns == 1:
        found = found.first(MOST_STACKED // panels)
    scores, found = found.scores, found.fewer_scores()
    look = Look.of(_metrics(found), style.theme)
    data = Datasets()
    rows = [_row(paired, grid, look, data, style) for paired in found.drawn]
    whole = stacked(*rows, spacing=style.px(30))
    return finish(whole, data, style, width=grid.span(style), key=_note(found, scores))


def describe(results: DetectResults) -> str:
    """Return what the chart of pairs shows, in plain words."""
    found = pairs_of(results)
    sentences = [
        f"{paired.title}, {clean(paired.pair.hard)} beside {clean(paired.pair.soft)}: "
        f"{clean(paired.pair.reason)}"
        for paired in found.drawn
    ]
    if found.total > len(found.drawn):
        sentences.insert(
            0, f"{found.total} pairs of metrics. Among them (those with a jump first):"
        )
    return " ".join([*sentences, *_failed(found)])


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
    limits = paired.unseen_below, -math.inf
    marks = [
        _linear(panel, frame, below)
        for (panel, frame, *_), below in zip(roles, limits, strict=True)
    ]
    if paired.has_log_panel:
        panel, frame = hard
        below = (
            f"{paired.pair.n_below_limit} of {paired.pair.n_sizes} sizes below the limit of "
            f"{number_text(paired.pair.hard_limit)}"
        )
        roles.append((panel, frame, f"{panel.metric}, log axis", below))
        marks.append(log_layers(paired, panel, frame))
    titles = panel_titles([(name, [text]) for *_, name, text in roles], grid.width, style, lines=3)
    level = head_room(style, data, TICK_LABEL)  # axes that end off a tick have no label up there
    charts = [
        alt.LayerChart(layer=[*layers, level], width=frame.width, height=frame.height, title=title)
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


def _linear(panel: Panel, frame: Frame, below: float) -> list[alt.Chart]:
    return [
        *level_layers(panel, frame),
        *curve_layers(panel, frame),
        *point_layers(panel, frame, below=below),
    ]


def _note(found: Pairs, whole: int) -> str:
    """Say what the marks mean, and what of ``whole`` scores and all pairs is drawn."""
    drawn, results = found.drawn, found.results
    level = next((f"{one.interval.level:.0%} " for one in results if one.interval), "")
    points = f"Points: scores with {level}intervals where they are known{hollow_text(results)}"
    lines = "lines: best curves"
    if any(goes_beyond(one) for one in results):
        lines += ", pale beyond the points"
    nodes = [node for one in results if not joined(one) for node in one.band[:1]]
    if any(math.isfinite(node.lower) for node in nodes):
        lines += f"; bands: {level}interval of the mean"
        if any(math.isfinite(node.predict_lower) for node in nodes):
            lines += ", and fainter of a new model's score"
    parts = [f"{points}; {lines}."]
    fine = [paired for paired in drawn if paired.has_log_panel]
    if fine:
        grey = "Grey: below the resolution limit, where the hard metric cannot be told from chance"
        zeros = any(point.score <= 0 for paired in fine for point in paired.hard.points)
        parts.append(f"{grey}; points there are hollow{', scores of 0 arrows' if zeros else ''}.")
    if any(paired.pair.left_out for paired in drawn):
        parts.append("Models with one of the metrics only are left out.")
    parts.append(scores_text(found.scores, whole))
    if found.total > len(drawn):
        parts.append(f"{len(drawn)} of {found.total} pairs, those with a jump first.")
    return " ".join(part for part in [*parts, *_failed(found)] if part)


def _failed(found: Pairs) -> list[str]:
    count = several(found.failed, "pair", "pairs")
    return [f"{count} could not be made."] if found.failed else []
