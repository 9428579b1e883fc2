"""The panel of one design: how often each verdict is given, by the true width."""

from __future__ import annotations

import math
from collections.abc import Sequence
from types import MappingProxyType

import altair as alt

from scaling.plots.charts.power.shares import SHARE, interval, percent
from scaling.plots.charts.power.words import count_of
from scaling.plots.panels.beside import Beside, beside_layers
from scaling.plots.panels.grid import Grid
from scaling.plots.panels.plane import Plane
from scaling.plots.style.measure import Measure
from scaling.plots.style.rows import Datasets, Row
from scaling.plots.style.style import Style
from scaling.plots.style.text import number_text
from scaling.plots.style.theme import Theme
from scaling.simulation.power_results import PowerResult, PowerRow

CLAIMS = MappingProxyType(
    {"sharp": (1, "square"), "smooth": (0, "circle"), "unresolved": (6, "triangle-up")}
)
"""Of each verdict: its place in the palette, and its shape."""
TOOLTIP = (
    ("verdict", "verdict"), ("truth", "truth"), ("width_text", "true width"),
    ("share_text", "share"), ("interval_text", "interval"),
)  # fmt: skip
LANES = 26.0  # pixels above the panel, for the names of w0 and of the certifiable width
WIDTHS = {"step": 0.0}  # of truths that have none by themselves


def by_width(
    one: PowerResult, grid: Grid, title: alt.TitleParams, style: Style, data: Datasets
) -> alt.LayerChart:
    """Return the panel: shares with intervals over the true width, w0, the certifiable width."""
    widest = max(width_of(row) for row in one.table if math.isfinite(width_of(row)))
    x = Measure("width", "true width (decades)", -0.04 * widest, 1.04 * widest)
    plane = Plane.of(x, SHARE, grid.width, grid.height, style, data)
    layers = _marks(one, plane)
    for claim in CLAIMS:
        layers += _claim(one, claim, plane)
    layers += beside_layers(plane, _labels(one, plane))
    return alt.LayerChart(layer=layers, width=grid.width, height=grid.height, title=title)


def width_of(row: PowerRow) -> float:
    """Return the width at which a truth is drawn; NaN for none."""
    return WIDTHS.get(row.truth, row.width)


def colour_of(claim: str, theme: Theme) -> str:
    """Return the colour of a verdict."""
    return theme.palette[CLAIMS[claim][0]]


def _marks(one: PowerResult, plane: Plane) -> list[alt.Chart]:
    """Return the tint where sharp is right, the line at w0, and the certifiable width."""
    px, muted = plane.style.px, plane.theme.muted
    tint: list[Row] = [{"width": plane.x.low, "x2": plane.x.clip(one.w0)}]
    layers = plane.spans(tint, "mark_rect", along="x", color=colour_of("sharp", plane.theme),
                         opacity=0.1)  # fmt: skip
    if plane.x.shows(one.w0):
        layers += plane.spans([{"width": one.w0}], along="", color=muted, strokeWidth=px(1))
        layers += plane.texts(
            [{"width": one.w0, "share": plane.value_at(-px(8)), "text": "w0"}], color=muted
        )
    certified = one.certifiable_width
    if plane.x.shows(certified):
        top = plane.value_at(-px(LANES))
        line: Row = {"width": certified, "share": SHARE.low, "y2": top}
        layers += plane.spans([line], along="y", color=muted, strokeWidth=px(1), strokeDash=[3, 3])
        left = certified > (plane.x.low + plane.x.high) / 2
        text = f"certifiable {number_text(certified)}"
        row: Row = {"width": certified, "share": plane.value_at(-px(LANES - 6)), "text": text}
        layers += plane.texts([row], color=muted, align="right" if left else "left",
                              dx=px(4) * (-1 if left else 1))  # fmt: skip
    return layers


def _claim(one: PowerResult, claim: str, plane: Plane) -> list[alt.Chart]:
    """Return the line, intervals and points of one verdict."""
    px, colour = plane.style.px, colour_of(claim, plane.theme)
    rows = _rows(one, claim)
    solid = [row for row in rows if not row["open"]]
    spans = [
        {"width": row["width"], "share": row["lower"], "y2": row["upper"], "colour": colour}
        for row in rows
    ]
    drop = {"lower", "upper", "open"}
    points = [{key: row[key] for key in row if key not in drop} | {"colour": colour,
              "shape": CLAIMS[claim][1]} for row in rows]  # fmt: skip
    line = [{"width": row["width"], "share": row["share"], "line": claim} for row in solid]
    return [
        *plane.lines(line, color=colour, strokeWidth=px(1.6)),
        *plane.spans(spans, along="y", strokeWidth=px(1)),
        *plane.points([p for p, row in zip(points, rows, strict=True) if not row["open"]],
                      tooltip=TOOLTIP),
        *plane.points([p for p, row in zip(points, rows, strict=True) if row["open"]],
                      filled=False, size=38, tooltip=TOOLTIP),
    ]  # fmt: skip


def _rows(one: PowerResult, claim: str) -> list[Row]:
    """Return the shares of one verdict by width; ``open``: the truth is no sigmoid."""
    rows: list[Row] = []
    for row in sorted(one.table, key=width_of):
        width = width_of(row)
        if not math.isfinite(width):
            continue
        share = getattr(row, claim)
        lower, upper = interval(share, count_of(one))
        rows.append(
            {"width": width, "share": share, "lower": lower, "upper": upper,
             "open": row.truth == "linear", "verdict": claim, "truth": row.truth,
             "width_text": number_text(width), "share_text": percent(share),
             "interval_text": f"{percent(lower)} to {percent(upper)}"}
        )  # fmt: skip
    return rows


def _labels(one: PowerResult, plane: Plane) -> Sequence[Beside]:
    """Return the names of the verdicts where their lines end."""
    ends = {claim: [row for row in _rows(one, claim) if not row["open"]][-1] for claim in CLAIMS}
    return [
        Beside(claim, end["width"], end["share"], colour_of(claim, plane.theme), strong=True)
        for claim, end in ends.items()
    ]
