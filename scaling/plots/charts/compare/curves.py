"""The panel of one comparison: the scores and every curve that was fitted to them."""

from __future__ import annotations

import math
from collections.abc import Iterable

import altair as alt

from scaling.fitting.records import BandPoint
from scaling.forecasting.records import CurveRow
from scaling.forecasting.results import CompareResult
from scaling.plots.panels.frame import Frame
from scaling.plots.panels.grid import panel_titles
from scaling.plots.panels.grouping import Line, Panel
from scaling.plots.panels.layers import point_layers
from scaling.plots.panels.levels import level_layers
from scaling.plots.panels.paired import Paired
from scaling.plots.panels.plane import Plane
from scaling.plots.panels.rows import thin
from scaling.plots.style.axes import score_axis, size_axis
from scaling.plots.style.look import Look
from scaling.plots.style.rows import Datasets
from scaling.plots.style.style import Style

NODES = 40
SCORES = "scores"


def panel(
    one: CompareResult, look: Look, sizes: Paired, style: Style, data: Datasets
) -> alt.LayerChart:
    """Return the panel of one series.

    The chosen curve is thick, those as good are of middle weight, the others stand back.
    """
    width, height = sizes.width, sizes.height
    own = Look((SCORES,), (style.theme.ink,), ("circle",), ((1, 0),))
    facts = one.series
    shared = Panel(facts.task, facts.metric, facts.n_shots, facts.prompting, one.size,
                   (Line(SCORES, one),))  # fmt: skip
    frame = Frame(
        x=size_axis([one], one.size), y=score_axis([one], facts.metric), width=width,
        height=height, look=own, style=style, nodes=NODES, data=data, legend=None,
    )  # fmt: skip
    plane = Plane.over(frame)
    layers = level_layers(shared, frame)
    for row in sorted(_fitted(one), key=lambda row: _rank(row, one)):
        layers += _curve(row, one, look, frame, plane)
    layers += point_layers(shared, frame)
    told = ", ".join(part for part in (facts.family, shared.condition) if part)
    below = [told, one.message] if one.chosen is None else [told]
    (title,) = panel_titles([(facts.task, below)], width, style)
    return alt.LayerChart(layer=layers, width=width, height=height, title=title)


def _fitted(one: CompareResult) -> Iterable[CurveRow]:
    return (row for row in one.curves if row.fitted)


def _rank(row: CurveRow, one: CompareResult) -> tuple[bool, bool]:
    """Return the order in which curves are drawn: the chosen one last, over the others."""
    return row.curve == one.chosen, row.curve in one.as_good


def _curve(
    row: CurveRow, one: CompareResult, look: Look, frame: Frame, plane: Plane
) -> list[alt.Chart]:
    chosen, good = _rank(row, one)
    band = [
        BandPoint(node.size, value)
        for node, value in zip(one.band, row.fitted, strict=True)
        if math.isfinite(value)
    ]
    rows = [
        {"size": node.size, "score": node.estimate, "line": row.curve}
        for node in thin(band, NODES, frame.x)
    ]
    colour, dash = look_of(row.curve, look)
    px = plane.style.px
    return plane.lines(
        rows, color=colour, strokeDash=list(dash),
        strokeWidth=px(2.8 if chosen else 1.6 if good else 1.1), opacity=1 if good else 0.75,
    )  # fmt: skip


def look_of(curve: str, look: Look) -> tuple[str, tuple[float, ...]]:
    """Return the colour and the dash of a curve."""
    place = look.names.index(curve)
    return look.colours[place], look.dashes[place]
