"""The hard metric on a logarithmic axis: what lies below its resolution limit cannot be seen.

A score of 0 has no place there; it is an arrow from the limit downwards.
"""

from __future__ import annotations

import math

import altair as alt

from scaling.plots.charts.metric_pair.rows import Paired
from scaling.plots.panels.frame import Frame
from scaling.plots.panels.grouping import Panel
from scaling.plots.panels.rows import point_rows
from scaling.plots.style.rows import Row
from scaling.plots.style.text import shorten
from scaling.plots.style.ticks import log_ticks

BETWEEN = 30.0  # pixels of the design between two labels


def log_layers(paired: Paired, panel: Panel, frame: Frame) -> list[alt.Chart]:
    """Return the layers; ``frame`` is that of the linear panel, whose score axis is not used."""
    limit = paired.pair.hard_limit
    points = point_rows(panel)
    seen = [row for row in points if row["score"] > 0]
    lowest = min([limit, *(row["score"] for row in seen)])
    low, high = _round(lowest / 3), 1.0
    ticks = log_ticks(low, high, max(2, int(frame.height / frame.style.px(BETWEEN))))
    axis = alt.Axis(
        title=shorten(f"{panel.metric} (log)", frame.height, frame.theme.text_size),
        values=ticks, format="~g",
    )  # fmt: skip
    scale = alt.Scale(type="log", domain=[low, high], nice=False)
    style = frame.style
    x = frame.across()

    def y(field: str) -> alt.Y:
        return alt.Y(field=field, type="quantitative", axis=axis, scale=scale)

    region = [{"score": low, "top": limit}]
    shade = alt.Chart(frame.data.add(region)).mark_rect(color=frame.theme.muted, opacity=0.14)
    layers = [shade.encode(y=y("score"), y2=alt.Y2(field="top"))]
    spans = [
        {"name": row["name"], "size": row["size"], "low": max(row["lower"], low),
         "high": row["upper"]}
        for row in seen if math.isfinite(row["lower"]) and math.isfinite(row["upper"])
    ]  # fmt: skip
    if spans:
        rule = alt.Chart(frame.data.add(spans)).mark_rule(strokeWidth=style.px(1), opacity=0.75)
        layers.append(rule.encode(x=x, y=y("low"), y2=alt.Y2(field="high"), color=frame.colour()))
    layers += _points(seen, limit, frame, x, y("score"))
    zeros = [{"name": row["name"], "size": row["size"], "score": limit, "end": _round(limit / 1.9)}
             for row in points if row["score"] <= 0]  # fmt: skip
    if zeros:
        base = alt.Chart(frame.data.add(zeros))
        stem = base.mark_rule(strokeWidth=style.px(1.2))
        head = base.mark_point(filled=True, shape="triangle-down", size=style.area(34), opacity=1)
        layers += [
            stem.encode(x=x, y=y("score"), y2=alt.Y2(field="end"), color=frame.colour()),
            head.encode(x=x, y=y("end"), color=frame.colour()),
        ]
    return layers


def _points(rows: list[Row], limit: float, frame: Frame, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Points above 0, hollow as in the linear panel."""
    if not rows:
        return []
    kept = ("name", "model", "size", "score", "size_text", "score_text", "n_text")
    shown = [{field: row[field] for field in kept} for row in rows]
    mark = alt.Chart(frame.data.add(shown)).mark_point(
        filled=True, size=frame.style.area(44), opacity=1
    )
    tooltip = [
        alt.Tooltip(field=field, type="nominal", title=title)
        for field, title in (
            ("model", "model"), ("name", "metric"), ("size_text", frame.x.name),
            ("score_text", "score"), ("n_text", "items"),
        )
    ]  # fmt: skip
    layers = [mark.encode(x=x, y=y, color=frame.colour(), shape=frame.shape(), tooltip=tooltip)]
    hollow = [
        {field: row[field] for field in ("name", "size", "score")}
        for row in rows if row["open"] or row["score"] < limit
    ]  # fmt: skip
    if hollow:
        centre = alt.Chart(frame.data.add(hollow)).mark_point(
            filled=True, size=frame.style.area(44 / 3.5), opacity=1, color=frame.theme.background
        )
        layers.append(centre.encode(x=x, y=y, shape=frame.shape()))
    return layers


def _round(value: float) -> float:
    return float(f"{value:.4g}")
