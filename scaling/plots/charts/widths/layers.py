"""The marks of a chart of widths: names, guides, w0, intervals, certifiable widths, points."""

from __future__ import annotations

import math
from typing import Any

import altair as alt

from scaling.detection.results import DetectResult
from scaling.detection.verdict.wording import unit_of, w0_text
from scaling.plots.charts.widths.axis import WidthAxis
from scaling.plots.charts.widths.rows import Widths
from scaling.plots.style.look import Look
from scaling.plots.style.rows import Datasets, Row
from scaling.plots.style.style import Style
from scaling.plots.style.text import clean, number_text, shorten
from scaling.plots.style.verdict_looks import verdict_name
from scaling.plots.words import with_interval

INDENT = 10.0  # pixels of the design


def layers_of(
    found: Widths, axis: WidthAxis, look: Look, lengths: tuple[float, float, float],
    data: Datasets, style: Style,
) -> list[alt.Chart]:  # fmt: skip
    """Return all layers; ``lengths``: room of the names, width and height of the plot."""
    labels, width, height = lengths
    row_height = height / found.lines
    x = axis.encode(width, style)
    y = alt.Y(field="y", type="quantitative", axis=None,
              scale=alt.Scale(domain=[0, found.lines], reverse=True, nice=False))  # fmt: skip
    rows = [_row(row.place, row.result, row.family, row.task, axis, look) for row in found.rows]
    colour = alt.Color(field="colour", type="nominal", scale=None, legend=None)
    layers = [
        *_names(found, labels, y, data, style),
        *_null_widths(found, axis, x, y, width, data, style),
    ]
    spans = [row for row in rows if "low" in row]
    if spans:
        lines = (
            {"y": row["y"], "x": row["low"], "x2": row["high"], "colour": row["colour"]}
            for row in spans
        )
        rule = alt.Chart(data.add(lines)).mark_rule(strokeWidth=style.px(1.6))
        layers.append(rule.encode(x=x, x2=alt.X2(field="x2"), y=y, color=colour))
    open_ends = [{"y": r["y"], "x": axis.high, "colour": r["colour"]} for r in spans if r["open"]]
    if open_ends:
        arrow = alt.Chart(data.add(open_ends)).mark_point(
            filled=True, shape="triangle-right", size=style.area(46), opacity=1
        )
        layers.append(arrow.encode(x=x, y=y, color=colour))
    points = alt.Chart(
        data.add({k: v for k, v in row.items() if k not in ("low", "high", "open")} for row in rows)
    ).mark_point(filled=True, size=style.area(62), opacity=1)
    shape = alt.Shape(field="shape", type="nominal", scale=None, legend=None)
    layers.append(points.encode(x=x, y=y, color=colour, shape=shape, tooltip=_tooltip()))
    certifiable = [
        {"y": row.place + 0.5, "x": row.result.certifiable_width} for row in found.rows
        if math.isfinite(row.result.certifiable_width)
    ]  # fmt: skip
    if certifiable:  # over the points, that would hide them
        tick = alt.Chart(data.add(certifiable)).mark_tick(
            orient="vertical", size=min(0.9 * row_height, style.px(14)),
            thickness=style.px(1.8), color=style.theme.ink, opacity=1,
        )  # fmt: skip
        layers.append(tick.encode(x=x, y=y))
    return layers


def _row(
    place: int, result: DetectResult, family: str, task: str, axis: WidthAxis, look: Look
) -> Row:
    width = result.width
    known = look.names.index(result.verdict)
    row: Row = {
        "y": place + 0.5,
        "x": axis.place(width.estimate),
        "colour": look.colours[known],
        "shape": look.shapes[known],
        "family": family,
        "task": task,
        "verdict": verdict_name(result.verdict),
        "width": f"{with_interval(width)} {unit_of(result.size)}",
        "certifiable": number_text(result.certifiable_width),
        "w0": number_text(result.w0),
        "sizes": f"{result.n_sizes}",
        "reason": clean(result.reason),
    }
    if math.isfinite(width.lower):  # without a lower end there is no interval at all
        unbounded = not math.isfinite(width.upper)
        row["low"] = axis.place(width.lower)
        row["high"] = axis.high if unbounded else axis.place(width.upper)
        row["open"] = unbounded
    return row


def _tooltip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip(field=field, type="nominal", title=title)
        for field, title in (
            ("family", "family"), ("task", "task"), ("verdict", "verdict"), ("width", "width"),
            ("certifiable", "certifiable width"), ("w0", "w0"), ("sizes", "sizes"),
            ("reason", "reason"),
        )
    ]  # fmt: skip


def _names(found: Widths, labels: float, y: alt.Y, data: Datasets, style: Style) -> list[alt.Chart]:
    """Names at the left, headings of families above theirs, and a faint guide through each row."""
    size = style.theme.small_size
    indent = style.px(INDENT) if found.headings else 0.0
    left = -labels - style.px(8)
    names = [
        {"y": row.place + 0.5, "label": shorten(row.label, labels - indent, size)}
        for row in found.rows
    ]
    guide = alt.Chart(data.add({"y": name["y"]} for name in names)).mark_rule(
        strokeWidth=style.px(1), color=style.theme.grid
    )
    text: dict[str, Any] = {"baseline": "middle", "fontSize": size, "color": style.theme.ink}
    label = alt.Chart(data.add(names)).mark_text(
        align="left" if found.headings else "right",
        x=left + indent if found.headings else -style.px(8), **text,
    )  # fmt: skip
    field = alt.Text(field="label", type="nominal")
    layers = [guide.encode(y=y), label.encode(y=y, text=field)]
    if found.headings:
        headings = [
            {"y": place + 0.55, "label": shorten(name, labels, size)}
            for place, name in found.headings
        ]
        heading = alt.Chart(data.add(headings)).mark_text(
            align="left", x=left, fontWeight="bold", **text
        )
        layers.append(heading.encode(y=y, text=field))
    return layers


def _null_widths(
    found: Widths, axis: WidthAxis, x: alt.X, y: alt.Y, width: float, data: Datasets, style: Style
) -> list[alt.Chart]:
    """The dashed line of w0; where it differs between series, a piece of it in each row."""
    theme = style.theme
    known = [(row.place, row.result.w0) for row in found.rows if math.isfinite(row.result.w0)]
    if not known:
        return []
    one = len({w0 for _, w0 in known}) == 1
    pieces = [{"x": known[0][1], "y": 0, "y2": found.lines}] if one else [
        {"x": w0, "y": place, "y2": place + 1} for place, w0 in known
    ]  # fmt: skip
    rule = alt.Chart(data.add(pieces)).mark_rule(
        strokeDash=[style.px(5), style.px(3)], strokeWidth=style.px(1.2), color=theme.ink
    )
    w0 = known[0][1]
    text = f"w0: {w0_text(w0, found.rows[0].result.size)}" if one else "w0"
    label = alt.Chart(data.add([{"x": w0, "y": 0, "label": text}])).mark_text(
        baseline="bottom", dy=-style.px(4), fontSize=theme.small_size, color=theme.ink
    )
    return [
        rule.encode(x=x, y=y, y2=alt.Y2(field="y2")),
        label.encode(x=x, y=y, text=alt.Text(field="label", type="nominal")),
    ]
