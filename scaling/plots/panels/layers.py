"""The layers of one panel: bands, curves, intervals, points and transitions."""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt

from scaling.plots.panels.frame import LANE, Frame
from scaling.plots.panels.grouping import Panel
from scaling.plots.panels.rows import band_rows, join_rows, parted_rows, point_rows
from scaling.plots.panels.transitions import Stretch, stretch
from scaling.plots.style.rows import Row

BANDS = (("predict_lower", "predict_upper", 0.10), ("lower", "upper", 0.22))
"""Ends of the bands of a new score and of the mean, and their opacity."""

BEYOND = 0.45  # opacity of a curve where there are no points: its dashes tell the family
AHEAD = 4.5  # pixels between the end of an axis and the middle of an arrow, or of its neighbour

TOOLTIP = (
    ("model", "model"), ("name", "family"), ("size_text", ""), ("score_text", "score"),
    ("interval_text", "interval"), ("n_text", "items"), ("source", "source"), ("task", "task"),
)  # fmt: skip
"""Fields and what they are called; the size has the name of the axis."""


def curve_layers(panel: Panel, frame: Frame) -> list[alt.Chart]:
    """Prediction band, mean band (few lines only) and curve; thin lines where none fits."""
    rows = band_rows(panel, frame.x, frame.nodes, bands=frame.few)
    layers, drawable = [], frame.y.drawable
    if frame.few:
        for low, high, opacity in BANDS:
            part = [
                {"name": r["name"], "line": r["line"], "size": r["size"],
                 "score": drawable(r[low]), "high": drawable(r[high])}
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
    width, opacity = (1.6, 1.0) if frame.few else (1.1, 0.8)
    among, beyond = parted_rows(rows, panel, frame.x)
    layers += _lines(among, frame, width=width, opacity=opacity)
    layers += _lines(beyond, frame, width=width, opacity=BEYOND * opacity)
    return layers + _lines(join_rows(panel, frame.x), frame, width=0.7, opacity=0.7)


def _lines(rows: Sequence[Row], frame: Frame, *, width: float, opacity: float) -> list[alt.Chart]:
    if not rows:
        return []
    rows = [row | {"score": frame.y.drawable(row["score"])} for row in rows]
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


def point_layers(
    panel: Panel, frame: Frame, *, named: bool = False, below: float = -math.inf
) -> list[alt.Chart]:
    """Intervals, points with tooltips, and hollow points not above chance.

    ``named``: the tooltips name the task, for panels whose title has no room for it.
    ``below``: scores under it are hollow as well.
    """
    rows, px = point_rows(panel), frame.style.px
    x, y = frame.across(), frame.up()
    known = [r for r in rows if math.isfinite(r["lower"]) and math.isfinite(r["upper"])]
    layers = []
    if known:
        spans = [
            {"name": r["name"], "size": r["size"], "score": frame.y.drawable(r["lower"]),
             "high": r["upper"]}
            for r in known
        ]  # fmt: skip
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
    centres = [
        {field: r[field] for field in fields} for r in rows if r["open"] or r["score"] < below
    ]
    if centres:
        centre = alt.Chart(frame.data.add(centres)).mark_point(
            filled=True, size=frame.style.area(size / 3.5), opacity=1, color=frame.theme.background
        )
        layers.append(centre.encode(x=x, y=y, shape=frame.shape()))
    return layers


def transition_layers(panel: Panel, frame: Frame) -> list[alt.Chart]:
    """The estimated transition: a shaded span for one line, bars above the panel for more.

    The symbol of a bar stands at the midpoint; an arrow is where it goes on beyond the axis.
    """
    found = [(line.name, stretch(line.result, frame.x)) for line in panel.lines]
    spans = [(name, seen) for name, seen in found if seen]
    if not spans or not frame.few:
        return []
    px, alone = frame.style.px, len(panel.lines) == 1
    bars, signs, arrows = [], [], []
    for place, (name, seen) in enumerate(spans):
        top = 0.0 if alone else -px(LANE) * (len(spans) - place)
        row = {"name": name, "score": frame.score_at(top + px(LANE / 2 - 0.5))}
        arrows += [row | arrow for arrow in _arrows(seen, frame)]
        signs.append(row | {"size": _sign_place(seen, frame)})
        edges = {"score": frame.score_at(top + px(LANE - 2)), "top": frame.score_at(top + px(1))}
        bars.append({"name": name, "size": seen.left, "high": seen.right} | edges)
    x, y, x2 = frame.across(), frame.up(), alt.X2(field="high")
    if alone:
        shade = [{key: row[key] for key in ("name", "size", "high")} for row in bars]
        mark = alt.Chart(frame.data.add(shade)).mark_rect(opacity=0.14)
        layers = [mark.encode(x=x, x2=x2, color=frame.colour())]
    else:
        bar = alt.Chart(frame.data.add(bars)).mark_rect(opacity=0.55)
        sign = alt.Chart(frame.data.add(signs)).mark_point(
            filled=True, size=frame.style.area(30), opacity=1
        )
        layers = [
            bar.encode(x=x, x2=x2, y=y, y2=alt.Y2(field="top"), color=frame.colour()),
            sign.encode(x=x, y=y, color=frame.colour(), shape=frame.shape()),
        ]
    for shape in ("triangle-left", "triangle-right"):
        own = [{key: row[key] for key in ("name", "size", "score")} for row in arrows
               if row["shape"] == shape]  # fmt: skip
        if own:
            arrow = alt.Chart(frame.data.add(own)).mark_point(
                filled=True, size=frame.style.area(36), opacity=1, shape=shape
            )
            layers.append(arrow.encode(x=x, y=y, color=frame.colour()))
    return layers


def _arrows(seen: Stretch, frame: Frame) -> list[Row]:
    """Where arrows say that a transition goes on beyond the axis, and which way they point."""
    edge = frame.style.px(AHEAD) / frame.width
    ends = (("triangle-left", edge), ("triangle-right", 1 - edge))
    return [
        {"shape": shape, "size": frame.x.size_at(place)}
        for cut, (shape, place) in zip(seen.cut, ends, strict=True) if cut
    ]  # fmt: skip


def _sign_place(seen: Stretch, frame: Frame) -> float:
    """Return where the symbol of a transition stands: at its midpoint, else beside the arrow."""
    edge = 3 * frame.style.px(AHEAD) / frame.width
    place = frame.x.place(seen.middle)
    return frame.x.size_at(min(max(place, edge * seen.cut[0]), 1 - edge * seen.cut[1]))
