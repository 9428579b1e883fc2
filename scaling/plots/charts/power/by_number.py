"""The panel of power by number of sizes: how often the asked transition is called sharp."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import altair as alt

from scaling.plots.charts.power.by_width import LANES, colour_of
from scaling.plots.charts.power.shares import SHARE, interval, percent
from scaling.plots.charts.power.words import count_of, name_of, range_of
from scaling.plots.panels.beside import Beside, beside_layers
from scaling.plots.panels.grid import Grid
from scaling.plots.panels.plane import Plane
from scaling.plots.style.measure import Measure
from scaling.plots.style.rows import Datasets, Row
from scaling.plots.style.style import Style
from scaling.plots.style.text import number_text
from scaling.plots.style.theme import Theme
from scaling.simulation.needed import TARGET
from scaling.simulation.power_results import PowerResult

TOOLTIP = (
    ("what", "sizes"), ("number", "number"), ("share_text", "called sharp"),
    ("interval_text", "interval"),
)  # fmt: skip


def by_number(
    found: Sequence[PowerResult],
    grid: Grid,
    title: alt.TitleParams,
    style: Style,
    data: Datasets,
) -> alt.LayerChart:
    """Return the panel: sizes spread evenly, and the sizes themselves, against the target."""
    rows = [row for place, one in enumerate(found) for row in _rows(one, place, style.theme)]
    numbers = [row["number"] for row in rows]
    x = Measure("number", "number of sizes", min(numbers) - 0.6, max(numbers) + 0.6)
    plane = Plane.of(x, SHARE, grid.width, grid.height, style, data)
    axis = alt.Axis(title=x.title, values=sorted(set(numbers)), format="d", grid=False)
    scale = alt.Scale(domain=[x.low, x.high], nice=False, zero=False)
    plane = replace(plane, across=alt.X(field=x.field, type="quantitative", axis=axis, scale=scale))
    px, muted, colour = style.px, style.theme.muted, colour_of("sharp", style.theme)
    target: list[Row] = [{"share": TARGET}]
    label: list[Row] = [{"number": x.low, "share": TARGET, "text": f"{percent(TARGET)} found"}]
    spans = [{"number": row["number"], "share": row["lower"], "y2": row["upper"]} for row in rows]
    layers = [
        *plane.spans(target, along="", color=muted, strokeDash=[4, 3], strokeWidth=px(1)),
        *plane.texts(label, align="left", dx=px(4), dy=-px(8), color=muted),
        *plane.spans(spans, along="y", strokeWidth=px(1), color=colour),
    ]
    for place, one in enumerate(found):
        dash = [px(length) for length in style.theme.dashes[place % len(style.theme.dashes)]]
        line = [{"number": row.n_sizes, "share": row.sharp, "line": place} for row in one.needed]
        layers += plane.lines(line, color=colour, strokeWidth=px(1.6), strokeDash=dash)
    told = ("share", "shape", *(field for field, _ in TOOLTIP))
    for even in (True, False):
        points = [{name: row[name] for name in told} for row in rows if row["even"] is even]
        layers += plane.points(
            points, color=colour, filled=even, size=44 if even else 60, tooltip=TOOLTIP
        )
    if len(found) > 1:
        layers += beside_layers(plane, _labels(found, colour))
    if len(found) % grid.columns:  # on a line with the title of the panel beside it
        title.offset = style.px(LANES + 3.5)
    return alt.LayerChart(layer=layers, width=grid.width, height=grid.height, title=title)


def _labels(found: Sequence[PowerResult], colour: str) -> list[Beside]:
    """Return which design is which, where each line ends, or at the sizes themselves."""
    ranges = [range_of(one) for one in found]
    told = ranges if len(set(ranges)) == len(ranges) else [name_of(one) for one in found]
    ends = [
        (one.needed[-1].n_sizes, one.needed[-1].sharp)
        if one.needed
        else (len(one.design.sizes), one.table[0].sharp)
        for one in found
    ]
    return [
        Beside(text, float(number), share, colour)
        for text, (number, share) in zip(told, ends, strict=True)
    ]


def _rows(one: PowerResult, place: int, theme: Theme) -> list[Row]:
    """Return the shares of one analysis: of evenly spread sizes, then of its own."""
    parts = [(row.n_sizes, row.sharp, True) for row in one.needed]
    parts.append((len(one.design.sizes), one.table[0].sharp, False))
    rows: list[Row] = []
    for number, share, even in parts:
        lower, upper = interval(share, count_of(one))
        rows.append(
            {"number": number, "share": share, "lower": lower, "upper": upper, "even": even,
             "shape": theme.shapes[(place + 1) % len(theme.shapes)],
             "what": f"spread evenly, {range_of(one)}" if even else name_of(one),
             "share_text": percent(share),
             "interval_text": f"{percent(lower)} to {percent(upper)}"}
        )  # fmt: skip
    return rows


def asked(found: Sequence[PowerResult]) -> str:
    """Return which transition is to be found."""
    widths = sorted({one.width for one in found})
    return f"a rise {' or '.join(map(number_text, widths))} decades wide, called sharp"
