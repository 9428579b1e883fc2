"""A law of two sizes: runs over parameters and tokens, with lines of equal loss and compute."""

from __future__ import annotations

import altair as alt
import numpy as np

from scaling.fitting.laws.results import LawResult
from scaling.laws.base import Array
from scaling.plots.charts.law.lines import Loss, equal_compute, equal_loss, round_levels
from scaling.plots.charts.law.runs import TIPS, Drawn, only, run_rows
from scaling.plots.panels.grid import Grid
from scaling.plots.panels.plane import Plane
from scaling.plots.style.axes import SIZE_TITLES
from scaling.plots.style.measure import Measure
from scaling.plots.style.rows import Datasets, Row
from scaling.plots.style.style import Style
from scaling.plots.style.text import number_text, width_of
from scaling.units import training_flops


def panel(
    one: LawResult, drawn: Drawn, title: alt.TitleParams, grid: Grid, style: Style, data: Datasets
) -> alt.LayerChart:
    """Return the panel of the surface; where tokens may repeat, it is that of none repeated."""
    rows = only(run_rows(drawn, style.theme), "params", "tokens")
    plane = Plane.of(
        Measure.of("params", SIZE_TITLES["params"], [row["params"] for row in rows],
                   logarithmic=True, spare=0.07),
        Measure.of("tokens", SIZE_TITLES["tokens"], [row["tokens"] for row in rows],
                   logarithmic=True, spare=0.07),
        grid.width, grid.height, style, data,
    )  # fmt: skip

    def loss(params: Array, tokens: Array) -> Array:
        return one.at(params, tokens, np.asarray(training_flops(params, tokens)))

    layers = [
        *_compute_layers(plane),
        *_loss_layers(plane, loss),
        *plane.points(rows, size=drawn.area, tooltip=TIPS, stroke=style.theme.ink,
                      strokeWidth=style.px(0.7)),
    ]  # fmt: skip
    return alt.LayerChart(layer=layers, width=grid.width, height=grid.height, title=title)


def _compute_layers(plane: Plane) -> list[alt.Chart]:
    """Dotted lines of equal compute, each with its FLOPs where it leaves the panel."""
    theme, px = plane.theme, plane.style.px
    lines: list[Row] = []
    names: list[Row] = []
    for flops, ends in equal_compute(plane):
        text = f"{flops:.0e}".replace("e+", "e")
        lines += [{"params": params, "tokens": tokens, "line": text} for params, tokens in ends]
        params, tokens = ends[0]
        at_top = plane.y.place(tokens) > 0.98
        room = width_of(text, theme.small_size)
        if at_top and plane.width * (1 - plane.x.place(params)) > room / 2:
            names.append({"params": params, "tokens": tokens, "text": text})
    layers = plane.lines(lines, color=theme.muted, strokeWidth=px(0.8),
                         strokeDash=[px(1), px(3)])  # fmt: skip
    return layers + plane.texts(names, color=theme.muted, dy=-px(7), align="center")


def _loss_layers(plane: Plane, loss: Loss) -> list[alt.Chart]:
    """Lines of equal loss, each with its loss where it leaves the panel below or at the right."""
    px = plane.style.px
    lines: list[Row] = []
    names: list[Row] = []
    for level in round_levels(loss, plane):
        nodes = equal_loss(loss, level, plane)
        if len(nodes) < 2:
            continue
        text = number_text(level, 4)
        lines += [{"params": params, "tokens": tokens, "line": text} for params, tokens in nodes]
        params, tokens = max(nodes, key=lambda node: plane.x.place(node[0]))
        names.append({"params": params, "tokens": tokens, "text": text})
    layers = plane.lines(lines, color=plane.theme.ink, strokeWidth=px(1.1), opacity=0.75)
    return layers + plane.texts(names, halo=True, align="left", dx=px(4), fontWeight="bold")
