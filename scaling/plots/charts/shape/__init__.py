"""Turns and falls: U, inverted U and inverse scaling with the two lines of their test.

``rows`` chooses the series, ``layers`` has the lines. Simonsohn 2018,
doi:10.1177/2515245918805755.
"""

from __future__ import annotations

from collections.abc import Iterable

import altair as alt

from scaling.detection.verdict.wording import p_text, unit_of
from scaling.errors import DataError
from scaling.fitting.results import SeriesResult
from scaling.plots.charts.shape.layers import CLAIM, line_layers
from scaling.plots.charts.shape.rows import Shaped, Shapes, shapes_of
from scaling.plots.panels.frame import Frame
from scaling.plots.panels.grid import Grid, panel_titles, side_by_side
from scaling.plots.panels.layers import point_layers
from scaling.plots.panels.levels import level_layers
from scaling.plots.panels.rows import MOST_NODES, size_text
from scaling.plots.style.axes import score_axis, size_axis
from scaling.plots.style.finish import finish
from scaling.plots.style.look import Look
from scaling.plots.style.rows import Datasets
from scaling.plots.style.style import Style
from scaling.plots.style.text import number_text
from scaling.plots.style.verdict_looks import verdict_name
from scaling.plots.words import MOST_SENTENCES, several, short_name, verdict_counts

POINTS = "scores"  # the one name in every panel: its look is that of all points


def chart(results: Iterable[SeriesResult], style: Style) -> alt.VConcatChart:
    """Return the series that turn or fall, a panel each, with the two lines of the test.

    Over a panel stand both slopes and their p-values; a line whose slope is not significant is
    dashed. Where nothing turns or falls, all series with lines are drawn. At most twelve panels.
    Raises DataError where no series has lines (fewer than three sizes).
    """
    results = list(results)
    found = shapes_of(results)
    if not found.drawn:
        raise DataError(
            "no lines can be drawn: expected a series that was tested, of at least three sizes, "
            f"found {several(len(results), 'series', 'series')} without one; use --kind curves"
        )
    grid = Grid.of(len(found.drawn), style)
    look = Look.of((POINTS,), style.theme)
    data = Datasets()
    texts = [(one.name, [verdict_name(one.result.verdict)]) for one in found.drawn]
    titles = panel_titles(texts, grid.width, style)
    charts = []
    for one, title in zip(found.drawn, titles, strict=True):
        frame = Frame(
            x=size_axis((one.result,), one.result.size),
            y=score_axis((one.result,), one.panel.metric),
            width=grid.width,
            height=grid.height,
            look=look,
            style=style,
            nodes=MOST_NODES,
            data=data,
            legend=None,
        )
        charts.append(_panel(one, frame, title))
    whole = side_by_side(charts, grid.columns, style)
    return finish(whole, data, style, width=grid.span(style), key=_note(results, found))


def describe(results: Iterable[SeriesResult]) -> str:
    """Return what the chart of turns shows, in plain words."""
    results = list(results)
    found = shapes_of(results, most=None)
    if not found.drawn:
        return "No series has lines to draw."
    sentences = [_sentence(one) for one in found.drawn[:MOST_SENTENCES]]
    if found.total > MOST_SENTENCES:
        counts = verdict_counts(one.result for one in found.drawn)
        words = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items())
        sentences.insert(0, f"{found.total} series: {words}. Among them:")
    return " ".join(sentences)


def _sentence(one: Shaped) -> str:
    result, lines = one.result, one.result.two_lines
    ways = []
    for line in (lines.left, lines.right):
        verb = "falls" if line.slope < 0 else "rises"
        unit = unit_of(result.size).removesuffix("s")
        ways.append(f"{verb} by {number_text(abs(line.slope))} a {unit} ({p_text(line.p)})")
    turn = size_text(lines.break_size, result.size)
    return (
        f"{short_name(one.panel.lines[0].name)} on {short_name(one.panel.task)} {ways[0]} up to "
        f"{turn} and {ways[1]} from there; verdict: {verdict_name(result.verdict)}."
    )


def _panel(one: Shaped, frame: Frame, title: alt.TitleParams) -> alt.LayerChart:
    panel = one.points_panel(POINTS)
    layers = [
        *level_layers(panel, frame),
        *line_layers(one.result, frame),
        *point_layers(panel, frame),
    ]
    return alt.LayerChart(layer=layers, width=frame.width, height=frame.height, title=title)


def _note(results: list[SeriesResult], found: Shapes) -> str:
    """Say what the lines and numbers are, and which series are not drawn."""
    unit = unit_of(found.drawn[0].result.size).removesuffix("s")
    level = next((f"{r.interval.level:.0%} " for r in results if r.interval), "")
    parts = [
        f"Points: scores with {level}intervals. Lines: up to the break where opposite slopes are "
        f"clearest, and from it on; above a panel their slopes a {unit}, with p-values for as many "
        f"breaks as were tried. Dashed: p above {CLAIM:g}."
    ]
    if not found.turned:
        parts.append("None of these series turns or falls.")
    if found.total > len(found.drawn):
        parts.append(f"{len(found.drawn)} of {found.total:,} series are drawn.")
    if found.left:
        parts.append(f"{several(found.left, 'series', 'series')} of other shapes left out.")
    return " ".join(parts)
