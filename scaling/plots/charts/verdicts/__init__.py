"""All verdicts as one map: families by tasks, each cell a glyph, a word and a width.

``cells`` has the rows, ``fewer`` chooses among too many, ``layout`` has the sizes, ``legend`` the
key under the map.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import altair as alt

from scaling.detection.results import DetectResult
from scaling.fitting.results import SeriesResult
from scaling.notes import SHARP_VERDICTS
from scaling.plots.charts.verdicts.cells import cells_of, widths_text
from scaling.plots.charts.verdicts.fewer import readable
from scaling.plots.charts.verdicts.layout import Layout, layout_of
from scaling.plots.charts.verdicts.legend import legend_chart, legend_name
from scaling.plots.panels.grouping import panels_of
from scaling.plots.panels.naming import in_natural_order, panel_labels
from scaling.plots.style.axes import name_scale
from scaling.plots.style.finish import finish, stacked
from scaling.plots.style.natural import natural
from scaling.plots.style.rows import Datasets, Row
from scaling.plots.style.style import Style
from scaling.plots.style.verdict_looks import in_order
from scaling.plots.style.verdicts import style_of
from scaling.plots.words import (
    MOST_SENTENCES,
    several,
    subjects,
    told_series,
    with_interval,
)

MOST_NAMED = 6
LEAST_NOTE = 320.0  # pixels of the design: a note under a map of one column
BROKEN = "split(datum.label, '\\n')"  # of a label in lines; ``clean`` leaves no other line breaks


def chart(results: Iterable[SeriesResult], style: Style) -> alt.VConcatChart:
    """Return the map of the verdicts in detect results.

    The longer of families and tasks runs down the page; a task's metrics, shots, prompting and
    size axes have lines of their own. A cell holds the verdict's glyph and, as far as there is
    room, its short word and the width of a rise that the sizes locate (decades; nats on the loss
    axis); it is tinted, but reads without colour. Of more than 1,600 series the tasks or families
    that say most are kept. Raises DataError if there is no series.
    """
    results = list(results)
    panels = in_natural_order(panels_of(results))
    cells, left_out = readable(cells_of(panels, panel_labels(panels)))
    left_out += _unsized(len(results) - sum(len(panel.lines) for panel in panels))
    tasks = list(dict.fromkeys(cell["task"] for cell in cells))
    families = sorted({cell["family"] for cell in cells}, key=natural)
    across, down = ("task", "family") if len(tasks) <= len(families) else ("family", "task")
    columns, lines = (tasks, families) if across == "task" else (families, tasks)
    layout = layout_of(columns, lines, cells, style)
    cells = [{**cell, "column": layout.header[cell[across]]} for cell in cells]
    data = Datasets()
    across_map = layout.cell_width * len(columns)
    plot = alt.LayerChart(
        layer=_layers(data, cells, _header(layout, style),
                      _stub(down, lines, layout, style), layout, style),
        width=across_map,
        height=layout.cell_height * len(lines),
    )  # fmt: skip
    used = in_order({cell["verdict"] for cell in cells})
    legend = legend_chart(
        used, data, layout.labels + style.px(6), across_map, style, words=layout.text == "word"
    )
    whole = stacked(plot, legend, spacing=style.px(16))
    empty = len(cells) < len(columns) * len(lines)
    key = " ".join([*_key(results, layout, empty=empty), *left_out])
    wide = layout.labels + across_map
    wide = wide if style.width is not None else max(wide, style.px(LEAST_NOTE))
    return finish(whole, data, style, width=wide, key=key)


def describe(results: Iterable[SeriesResult]) -> str:
    """Return what the map shows, in plain words: the verdicts counted, the sharp series by name."""
    results = list(results)
    panels = panels_of(results)
    shown = [line.result for panel in panels for line in panel.lines]
    sharp = [
        f"{name}, width {with_interval(result.width)}"
        for result, name in zip(shown, subjects(shown), strict=True)
        if isinstance(result, DetectResult) and result.status == "ok"
        and result.verdict in SHARP_VERDICTS
    ]  # fmt: skip
    told = [told_series(shown)]
    if len(shown) > MOST_SENTENCES and sharp:
        rest = len(sharp) - MOST_NAMED
        more = f" and {rest} more" if rest > 0 else ""
        told.append(f"Sharp: {'; '.join(sharp[:MOST_NAMED])}{more}.")
    left_out = readable(cells_of(panels, panel_labels(panels)))[1]
    return " ".join([*told, *left_out, *_unsized(len(results) - len(shown))])


def _unsized(count: int) -> list[str]:
    """Say how many series, of models without a size alone, have no cell."""
    return [f"{several(count, 'series', 'series')} without sizes left out."] if count else []


def _header(layout: Layout, style: Style) -> alt.X:
    line = round(1.15 * style.theme.small_size, 2)
    axis = alt.Axis(
        title=None, orient="top", labelAngle=layout.angle, labelLimit=layout.header_room,
        labelAlign="left" if layout.angle else "center", labelFontSize=style.theme.small_size,
        labelBaseline="middle" if layout.angle == -90 else "alphabetic",
        labelPadding=style.px(5) + (layout.header_lines - 1) * line, domain=False, ticks=False,
        grid=False, labelOverlap=False, labelLineHeight=line, labelExpr=BROKEN,
    )  # fmt: skip
    scale = name_scale(layout.header.values(), padding=0)
    return alt.X(field="column", type="nominal", axis=axis, scale=scale)


def _stub(field: str, names: Sequence[str], layout: Layout, style: Style) -> alt.Y:
    axis = alt.Axis(
        title=None, labelLimit=layout.labels, labelFontSize=style.theme.small_size, domain=False,
        labelPadding=style.px(6), ticks=False, grid=False, labelOverlap=False,
    )  # fmt: skip
    return alt.Y(field=field, type="nominal", axis=axis, scale=name_scale(names, padding=0))


def _layers(
    data: Datasets, cells: Sequence[Row], x: alt.X, y: alt.Y, layout: Layout, style: Style
) -> list[alt.Chart]:
    theme = style.theme
    shown = [
        {
            **cell,
            "text": cell[layout.text] if layout.text else "",
            "tint": style_of(cell["verdict"]).tint_on(theme),
            "glyph": style_of(cell["verdict"]).glyph,
            "verdict": legend_name(cell["verdict"]),
        }
        for cell in cells
    ]
    base = alt.Chart(data.add(shown))
    tooltip = [
        alt.Tooltip(field=field, type="nominal", title=title)
        for field, title in (
            ("family", "family"), ("task", "task"), ("verdict", "verdict"), ("width", "width"),
            ("sizes", "sizes"), ("certifiable", "certifiable width"), ("reason", "reason"),
        )
    ]  # fmt: skip
    tint = alt.Color(field="tint", type="nominal", scale=None, legend=None)
    cell = base.mark_rect(stroke=theme.background, strokeWidth=style.px(layout.gap))
    sign = base.mark_point(
        size=layout.glyph**2, filled=False, stroke=theme.ink, strokeWidth=style.px(1.4),
        opacity=1, xOffset=layout.glyph_at,
    )  # fmt: skip
    glyph = alt.Shape(field="glyph", type="nominal", scale=None, legend=None)
    layers = [
        cell.encode(x=x, y=y, color=tint, tooltip=tooltip),
        sign.encode(x=x, y=y, shape=glyph),
    ]
    if layout.text:
        word = base.mark_text(
            align="left", baseline="middle", xOffset=layout.text_at, color=theme.ink,
            fontSize=theme.small_size,
        )  # fmt: skip
        layers.append(word.encode(x=x, y=y, text=alt.Text(field="text", type="nominal")))
    return layers


def _key(results: Sequence[SeriesResult], layout: Layout, *, empty: bool) -> list[str]:
    """Say what the numbers in the cells are, and what an empty cell."""
    known = [result for result in results if isinstance(result, DetectResult)]
    numbers = widths_text(known, shown=bool(layout.text))
    return [text for text in (numbers, "Blank: not measured." if empty else "") if text]
