"""The layers of one panel: bands, curves, intervals, points and transitions."""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt

from scaling.plots.panels.frame import LANE, Frame
from scaling.plots.panels.grouping import Panel
from scaling.plots.panels.rows import band_rows, join_rows, point_rows
from scaling.plots.panels.transitions import transition, visible
from scaling.plots.style.rows import Row

BANDS = (("predict_lower", "predict_upper", 0.10), ("lower", "upper", 0.22))
"""Ends of the bands of a new score and of the mean, and their opacity."""

TOOLTIP = (
    ("model", "model"), ("name", "family"), ("size_text", ""), ("score_text", "score"),
    ("interval_text", "interval"), ("n_text", "items"), ("source", "source"), ("task", "task"),
)  # fmt: skip
"""Fields and what they are called; the size has the name of the axis."""


def curve_layers(panel: Panel, frame: Frame) -> list[alt.Chart]:
    """Prediction band, mean band (few lines only) and curve; thin lines where none fits."""
    rows = band_rows(panel, frame.x, frame.nodes)
    layers = []
    if frame.few:
        for low, high, opacity in BANDS:
            part = [
                {"name": r["name"], "line": r["line"], "size": r["size"], "score": r[low],
                 "high": r[high]}
                for r in rows if math.isfinite(r[low]) and math.isfinite(r[high])
            ]  # fmt: skip
            if part:
                area = alt.Chart(frame.data.add(part)).mark_area(opacity=opacity, clip=True)
                layers.append(
                    area.encode(
                        x=frame.across(), y=frame.up(), y2=alt.Y2(field="high"),
                        color=frame.colour(), detail=_line(),
                    )
                )  # fmt: skip
    width = 1.6 if frame.few else 1.1
    curves = [{key: r[key] for key in ("name", "line", "size", "score")} for r in rows]
    layers += _lines(curves, frame, width=width, opacity=1 if frame.few else 0.8)
    return layers + _lines(join_rows(panel, frame.x), frame, width=0.7, opacity=0.7)


def _lines(rows: Sequence[Row], frame: Frame, *, width: float, opacity: float) -> list[alt.Chart]:
    if not rows:
        return []
    mark = alt.Chart(frame.data.add(rows)).mark_line(
        strokeWidth=frame.style.px(width), opacity=opacity, clip=True
    )
    return [
        mark.encode(
            x=frame.across(), y=frame.up(), color=frame.colour(), strokeDash=frame.dash(),
            detail=_line(),
        )
    ]  # fmt: skip


def _line() -> alt.Detail:
    return alt.Detail(field="line", type="nominal")


def point_layers(panel: Panel, frame: Frame, *, named: bool = False) -> list[alt.Chart]:
    """Intervals, points with tooltips, and white centres in points not above chance.

    ``named``: the tooltips name the task, for panels whose title has no room for it.
    """
    rows, px = point_rows(panel), frame.style.px
    x, y = frame.across(), frame.up()
    known = [r for r in rows if math.isfinite(r["lower"]) and math.isfinite(r["upper"])]
    layers = []
    if known:
        spans = [
            {"name": r["name"], "size": r["size"], "score": r["lower"], "high": r["upper"]}
            for r in known
        ]
        rule = alt.Chart(frame.data.add(spans)).mark_rule(
            strokeWidth=px(1), opacity=0.75 if frame.few else 0.35, clip=True
        )
        layers.append(rule.encode(x=x, y=y, y2=alt.Y2(field="high"), color=frame.colour()))
    size = 44 if frame.few else 28
    told = [entry for entry in TOOLTIP if named or entry[0] != "task"]
    if all(row["source"] == "not stated" for row in rows):
        told = [entry for entry in told if entry[0] != "source"]
    tooltip = [
        alt.Tooltip(field=field, type="nominal", title=title or frame.x.name)
        for field, title in told
    ]
    kept = {"name", "size", "score", *(field for field, _ in told)}
    shown = [{key: value for key, value in r.items() if key in kept} for r in rows]
    points = alt.Chart(frame.data.add(shown)).mark_point(
        filled=True, size=frame.style.area(size), opacity=1
    )
    layers.append(
        points.encode(x=x, y=y, color=frame.colour(), shape=frame.shape(), tooltip=tooltip)
    )
    fields = ("name", "size", "score")
    centres = [{field: r[field] for field in fields} for r in rows if r["open"]]
    if centres:
        centre = alt.Chart(frame.data.add(centres)).mark_point(
            filled=True, size=frame.style.area(size / 3.5), opacity=1, color=frame.theme.background
        )
        layers.append(centre.encode(x=x, y=y, shape=frame.shape()))
    return layers


def transition_layers(panel: Panel, frame: Frame) -> list[alt.Chart]:
    """The estimated transition: a shaded span for one line, bars above the panel for more."""
    spans = []
    for line in panel.lines:
        span = transition(line.result)
        seen = visible(span, frame.x) if span else None
        if seen:
            spans.append({"name": line.name, "size": seen[0], "high": seen[1]})
    if not spans or not frame.few:
        return []
    x, x2 = frame.across(), alt.X2(field="high")
    if len(panel.lines) == 1:
        mark = alt.Chart(frame.data.add(spans)).mark_rect(opacity=0.14)
        return [mark.encode(x=x, x2=x2, color=frame.colour())]
    bars, px = [], frame.style.px
    for place, row in enumerate(spans):
        top = -px(LANE) * (len(spans) - place)
        edges = {
            "score": frame.score_at(top + px(LANE - 2)), "top": frame.score_at(top + px(1)),
            "middle": frame.score_at(top + px(LANE / 2 - 0.5)),
        }  # fmt: skip
        bars.append(row | edges)
    bar = alt.Chart(frame.data.add(bars)).mark_rect(opacity=0.55)
    sign = alt.Chart(frame.data.add(bars)).mark_point(
        filled=True, size=frame.style.area(30), opacity=1
    )
    return [
        bar.encode(x=x, x2=x2, y=frame.up(), y2=alt.Y2(field="top"), color=frame.colour()),
        sign.encode(x=x, y=frame.up("middle"), color=frame.colour(), shape=frame.shape()),
    ]
