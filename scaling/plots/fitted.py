"""Figures of a wanted width: drawn, measured, and drawn again with more or less room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import altair as alt
from altair.utils.schemapi import debug_mode

from scaling.errors import OutputError
from scaling.plots.export.drawing import drawing_of
from scaling.plots.export.spec import canonical, document_of
from scaling.plots.style.style import Style
from scaling.plots.style.widths import COLUMN, PAGE, width_in

ROUNDS = 6
SLACK = 0.015  # of the wanted width: narrower by so much is near enough
OVER = 0.5  # pixels or points wider are lost in rounding
FIRST = 0.8  # of the wanted width, the first room for the panels
SHRINKS = 1.7  # so much wider than a column, a figure still fits into one
LEAST_ROOM = 40.0  # pixels: below it no panel can be read

Build = Callable[[Style], alt.VConcatChart]


def fitted(build: Build, style: Style, width: str | None) -> alt.VConcatChart:
    """Return the chart that ``build`` makes, as wide as asked for.

    ``width`` as in ``width_in``. None leaves the chart its own width; on paper that of a column
    where the chart is little wider by itself, else that of a page. Raises OptionError for what is
    no width, OutputError where the chart cannot be read at that width.
    """
    # Charts of ours are valid (a test holds it); Altair checks every part as it is made.
    with debug_mode(False):
        return _drawn(build, style, width)


def _drawn(build: Build, style: Style, width: str | None) -> alt.VConcatChart:
    if width is not None:
        return _searched(build, replace(style, within=width_in(width, style.theme)))
    chart = build(style)
    if style.theme.unit == "px":
        return chart
    natural = measured(chart)
    column, page = (width_in(f"{inches}in", style.theme) for inches in (COLUMN, PAGE))
    return _searched(build, replace(style, within=column if natural <= SHRINKS * column else page))


def _searched(build: Build, style: Style) -> alt.VConcatChart:
    """Search the room for the panels with which the whole comes out as wide as ``within``."""
    wanted, least = style.within or 0.0, style.px(LEAST_ROOM)
    room, narrowest = FIRST * wanted, float("inf")
    best: tuple[float, alt.VConcatChart] | None = None
    for _ in range(ROUNDS):
        chart = build(replace(style, width=room))
        came_out = measured(chart)
        narrowest = min(narrowest, came_out)
        if came_out <= wanted + OVER and (best is None or came_out > best[0]):
            best = came_out, chart
        if best is not None and best[0] >= wanted * (1 - SLACK):
            break
        # Aimed a little below: tick labels and wrapped names do not follow the room exactly.
        further = max(room + wanted * (1 - SLACK / 3) - came_out, least)
        if further == room:
            break
        room = further
    if best is None:
        unit = style.theme.unit
        raise OutputError(
            f"this chart cannot be drawn {wanted:g}{unit} wide: expected at least "
            f"{narrowest:.0f}{unit} for what it has to show; choose fewer families or tasks, or a "
            "greater --width"
        )
    return _padded(best[1], wanted - best[0], style)


def _padded(chart: alt.VConcatChart, missing: float, style: Style) -> alt.VConcatChart:
    """Return the chart with empty room at its right, so that it is exactly as wide as wanted."""
    around = style.theme.config()["padding"]
    right = round(around + missing, 2)
    chart.padding = {"left": around, "top": around, "bottom": around, "right": right}
    return chart


def measured(chart: alt.TopLevelMixin) -> float:
    """Return how wide a chart comes out, in its own unit."""
    return drawing_of(canonical(document_of(chart))).width
