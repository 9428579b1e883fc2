"""One panel of residuals: the band of a new score about zero, the scores about the curve."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import altair as alt

from scaling.plots.charts.residuals.rows import band_rows, point_rows, scale_of
from scaling.plots.panels.frame import FEW
from scaling.plots.panels.grid import Grid
from scaling.plots.panels.grouping import Panel
from scaling.plots.panels.plane import Plane
from scaling.plots.style.axes import SizeAxis
from scaling.plots.style.look import Look
from scaling.plots.style.measure import Measure
from scaling.plots.style.rows import Datasets, Row
from scaling.plots.style.style import Style
from scaling.plots.style.text import clean, shorten, width_of
from scaling.plots.style.verdicts import FAILED

TOOLTIP = (
    ("model", "model"), ("line", "family"), ("size_text", "size"), ("residual_text", "residual"),
    ("score_text", "score"), ("curve_text", "curve"), ("interval_text", "interval of the score"),
)  # fmt: skip
NODES = 30  # of a band
WITH_INTERVALS = 150  # points of a panel: intervals of more hide one another and the points
BANDED = 3  # lines: more bands on one another cannot be told apart
APART = 4.0  # pixels between families at one size
LESS = " − curve"
SHARE = 1.1  # of the largest residual, to the ends of the axis


def panel_chart(
    panel: Panel,
    axis: SizeAxis,
    grid: Grid,
    title: alt.TitleParams,
    look: Look,
    style: Style,
    data: Datasets,
    *,
    lines: int,
    apart: float,
) -> alt.LayerChart:
    """Return the panel of one task; ``lines``: how many the whole chart has.

    Few stand side by side at one size, ``apart`` as a share of the axis; fewer have their bands.
    """
    few = lines <= FEW
    scale = scale_of(axis)
    rows = point_rows(panel, scale, look, apart)
    band = _thinned(band_rows(panel, look)) if lines <= BANDED else []
    if len(rows) > WITH_INTERVALS:
        rows = [row | {"lower": math.nan, "upper": math.nan} for row in rows]
    plane = _plane(panel, scale, axis, rows, band, grid, style, data)
    px = style.px
    zero: list[Row] = [{"residual": 0.0}]
    spans = [
        {"size": row["size"], "residual": row["lower"], "y2": row["upper"],
         "colour": row["colour"]}
        for row in rows if math.isfinite(row["lower"] + row["upper"])
    ]  # fmt: skip
    drop = {"lower", "upper"}
    points = [{name: row[name] for name in row if name not in drop} for row in rows]
    layers = [
        *plane.areas(band, fillOpacity=0.12),
        *plane.spans(zero, along="", color=style.theme.muted, strokeWidth=px(1)),
        *plane.spans(spans, along="y", strokeWidth=px(1), opacity=0.75 if few else 0.35,
                     clip=True),
        *plane.points(points, size=44 if few else 30, tooltip=TOOLTIP),
    ]  # fmt: skip
    return alt.LayerChart(layer=layers, width=grid.width, height=grid.height, title=title)


def _plane(
    panel: Panel,
    scale: Measure,
    axis: SizeAxis,
    rows: Sequence[Row],
    band: Sequence[Row],
    grid: Grid,
    style: Style,
    data: Datasets,
) -> Plane:
    """Return the plane: sizes as in other panels, residuals to the same distance from zero."""
    ends = [row[name] for row in rows for name in ("residual", "lower", "upper")]
    ends += [row[name] for row in band for name in ("residual", "y2")]
    most = SHARE * max((abs(end) for end in ends if math.isfinite(end)), default=1.0) or 1.0
    size = style.theme.text_size
    metric = shorten(clean(panel.metric), grid.height - width_of(LESS, size), size)
    y = Measure("residual", f"{metric}{LESS}", -most, most)
    plane = Plane.of(scale, y, grid.width, grid.height, style, data)
    return replace(plane, across=axis.encode(grid.width, style))


def _thinned(band: Sequence[Row]) -> list[Row]:
    """Return every so many nodes of each line's band, and its last one."""
    kept: list[Row] = []
    for name in dict.fromkeys(row["line"] for row in band):
        own = [row for row in band if row["line"] == name]
        step = -(-len(own) // NODES)
        kept += own[:-1:step] + own[-1:]
    return kept


def texts_of(panel: Panel) -> tuple[str, list[str]]:
    """Return the task, and under it the condition and the series of which there is no curve."""
    without = [line for line in panel.lines if not line.result.band]
    parts = [panel.condition]
    if without:
        failed = all(line.result.status == FAILED for line in without)
        names = [line.name for line in without]
        who = ", ".join(names) if len(names) <= 3 else f"{len(names)} series"
        parts.append(f"{'not fitted' if failed else 'no curve'}: {who}")
    return panel.task, parts
