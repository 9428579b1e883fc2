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
from scaling.plots.charts.shape.layers import line_layers
from scaling.plots.charts.shape.rows import Shaped, Shapes, shapes_of, signed
from scaling.plots.panels.frame import Frame
from scaling.plots.panels.grid import Grid, side_by_side, titles_by_row
from scaling.plots.panels.layers import point_layers
from scaling.plots.panels.levels import level_layers
from scaling.plots.panels.rows import MOST_NODES
from scaling.plots.panels.summary import scores_text
from scaling.plots.style.axes import score_axis, size_axis
from scaling.plots.style.finish import finish
from scaling.plots.style.look import Look
from scaling.plots.style.rows import Datasets
from scaling.plots.style.style import Style
from scaling.plots.style.text import number_text
from scaling.plots.style.verdict_looks import verdict_name
from scaling.plots.words import (
    MOST_SENTENCES,
    hollow_text,
    several,
    size_words,
    subjects,
    verdict_counts,
)

POINTS = "scores"  # the one name in every panel: its look is that of all points
MOST_ROWS, MOST_STACKED = 3, 2  # rows of panels that fit a page: of several, and of one each
NONE = "None of these series turns or falls."


def chart(results: Iterable[SeriesResult], style: Style) -> alt.VConcatChart:
    """Return the series that turn or fall, a panel each, with the two lines of the test.

    Over a panel stand both slopes and their p-values; a line whose slope is not significant is
    dashed. Where nothing turns or falls, all series with lines are drawn. At most twelve panels,
    fewer where a width is asked for, as on a page. Raises DataError where no series has lines
    (fewer than three sizes).
    """
    results = list(results)
    found = shapes_of(results)
    if not found.drawn:
        raise DataError(
            "no lines can be drawn: expected a series that was tested, of at least three sizes, "
            f"found {several(len(results), 'series', 'series')} without one; use --kind curves"
        )
    if style.within is not None:
        columns = Grid.of(len(found.drawn), style).columns
        found = found.first(MOST_STACKED if columns == 1 else MOST_ROWS * columns)
    grid = Grid.of(len(found.drawn), style)
    scores, found = found.scores, found.fewer_scores()
    look = Look.of((POINTS,), style.theme)
    data = Datasets()
    texts = [(one.name, [verdict_name(one.result.verdict)]) for one in found.drawn]
    titles = titles_by_row(texts, grid, style)
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
    note = _note(found, scores)
    return finish(whole, data, style, width=grid.span(style), key=note)


def describe(results: Iterable[SeriesResult]) -> str:
    """Return what the chart of turns shows, in plain words."""
    results = list(results)
    found = shapes_of(results, most=None) if results else None
    if found is None or not found.drawn:
        return "No series has lines to draw."
    names = subjects([one.result for one in found.drawn])
    told = list(zip(found.drawn, names, strict=True))[:MOST_SENTENCES]
    sentences = [_sentence(one, name) for one, name in told]
    if found.total > MOST_SENTENCES:
        counts = verdict_counts(one.result for one in found.drawn)
        words = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items())
        sentences.insert(0, f"{found.total} series: {words}. Among them:")
    return " ".join([*([] if found.turned else [NONE]), *sentences, *_left_out(found)])


def _sentence(one: Shaped, name: str) -> str:
    result = one.result
    unit = unit_of(result.size).removesuffix("s")
    ways = []
    for line in one.lines:
        if line.p <= result.alpha:
            verb = _verb(line.slope, loss=result.series.metric_kind == "loss")
            way = f"{verb} by {number_text(abs(line.slope))} a {unit} ({p_text(line.p)})"
        else:
            way = f"has no clear slope ({signed(line.slope)} a {unit}, {p_text(line.p)})"
        ways.append(way)
    turn = size_words(result.two_lines.break_size, result.size)
    return (
        f"{name} {ways[0]} up to {turn} and {ways[1]} from there; verdict: "
        f"{verdict_name(result.verdict)}."
    )


def _verb(slope: float, *, loss: bool) -> str:
    if loss:
        return "improves" if slope < 0 else "gets worse"
    return "falls" if slope < 0 else "rises"


def _panel(one: Shaped, frame: Frame, title: alt.TitleParams) -> alt.LayerChart:
    panel = one.points_panel(POINTS)
    turn = one.result.two_lines.break_size
    ends = [((turn, frame.y.low), (turn, frame.y.high))]
    ends += [
        ((line.start_size, line.start_score), (line.end_size, line.end_score)) for line in one.lines
    ]
    layers = [
        *level_layers(panel, frame, lines=ends),
        *line_layers(one.result, frame),
        *point_layers(panel, frame),
    ]
    return alt.LayerChart(layer=layers, width=frame.width, height=frame.height, title=title)


def _note(found: Shapes, whole: int) -> str:
    """Say what the lines and numbers are, and what of ``whole`` scores and all series is drawn."""
    shown = [one.result for one in found.drawn]
    unit = unit_of(found.drawn[0].result.size).removesuffix("s")
    level = next((f"{r.interval.level:.0%} " for r in shown if r.interval), "")
    alphas = sorted({one.alpha for one in shown})
    above = f"{alphas[0]:g}" if len(alphas) == 1 else "alpha"
    parts = [
        f"Points: scores with {level}intervals{hollow_text(shown)}. "
        "Lines: up to the break where opposite slopes are clearest, and from it on; above a panel "
        f"their slopes a {unit}, with p-values for as many breaks as were tried. Dashed: p above "
        f"{above}."
    ]
    if any(_is_cut_off(one) for one in found.drawn):
        parts.append("Lines are cut off at the ends of the scale.")
    parts.append(scores_text(found.scores, whole))
    if not found.turned:
        parts.append(NONE)
    if found.total > len(found.drawn):
        parts.append(f"{len(found.drawn)} of {found.total:,} series are drawn.")
    return " ".join(part for part in [*parts, *_left_out(found)] if part)


def _is_cut_off(one: Shaped) -> bool:
    """Return whether a line ends beyond the scores that its panel shows."""
    axis = score_axis((one.result,), one.panel.metric)
    ends = [end for line in one.lines for end in (line.start_score, line.end_score)]
    return min(ends) < axis.low or max(ends) > axis.high


def _left_out(found: Shapes) -> list[str]:
    parts = []
    if found.others:
        parts.append(f"{several(found.others, 'series', 'series')} of other shapes left out.")
    if found.untested:
        count = several(found.untested, "series", "series")
        parts.append(f"{count} left out as untested (fewer than three sizes, or not fitted).")
    return parts
