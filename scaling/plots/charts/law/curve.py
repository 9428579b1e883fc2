"""A law of one size: the runs, the curve and the law's interval at the runs."""

from __future__ import annotations

import math

import altair as alt
import numpy as np

from scaling.fitting.laws.results import LawResult
from scaling.plots.charts.law.runs import TIPS, Drawn, only, run_rows
from scaling.plots.panels.grid import Grid
from scaling.plots.panels.plane import Plane
from scaling.plots.panels.units import loss_title
from scaling.plots.style.axes import SIZE_TITLES
from scaling.plots.style.measure import Measure
from scaling.plots.style.rows import Datasets
from scaling.plots.style.style import Style

NODES = 61


def panel(
    one: LawResult, size: str, drawn: Drawn, title: alt.TitleParams, grid: Grid, style: Style,
    data: Datasets,
) -> alt.LayerChart:  # fmt: skip
    """Return the panel of loss over ``size``: params, tokens or flops."""
    rows = only(run_rows(drawn, style.theme), size)
    ends = [
        (getattr(run, size), run.lower, run.upper)
        for run in sorted(drawn.runs, key=lambda run: float(getattr(run, size)))
        if math.isfinite(run.lower + run.upper)
    ]
    losses = [row["loss"] for row in rows] + [value for _, *both in ends for value in both]
    plane = Plane.of(
        Measure.of(size, SIZE_TITLES[size], [row[size] for row in rows], logarithmic=True),
        Measure.of("loss", loss_title(one.loss_unit), losses), grid.width, grid.height, style, data,
    )  # fmt: skip
    nodes = np.geomspace(plane.x.low, plane.x.high, NODES)
    unknown = np.full(NODES, np.nan)
    sizes = {name: nodes if name == size else unknown for name in ("params", "tokens", "flops")}
    losses_of = one.at(sizes["params"], sizes["tokens"], sizes["flops"])
    look = {"line": "law", "colour": style.theme.palette[0]}
    line = [
        {size: float(at), "loss": float(value), **look}
        for at, value in zip(nodes, losses_of, strict=True)
    ]
    band = [{size: at, "loss": low, "y2": high, **look} for at, low, high in ends]
    layers = [
        *plane.areas(band, opacity=0.25),
        *plane.lines(line, strokeWidth=style.px(1.8)),
        *plane.points(rows, size=drawn.area, tooltip=TIPS, stroke=style.theme.ink,
                      strokeWidth=style.px(0.7)),
    ]  # fmt: skip
    return alt.LayerChart(layer=layers, width=grid.width, height=grid.height, title=title)
