"""The cells of the map: shaded by their number of sizes, with the number where it fits."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import altair as alt

from scaling.detection.verdict.rules import LEAST_SIZES, LEAST_TESTED
from scaling.plots.charts.coverage.counts import Counts
from scaling.plots.charts.coverage.ways import LINE, Way
from scaling.plots.style.axes import name_scale
from scaling.plots.style.rows import ROWS, Datasets, Row
from scaling.plots.style.shades import legible_on, shades
from scaling.plots.style.style import Style
from scaling.plots.style.text import width_of

STEPS = (
    (1, f"1 to {LEAST_SIZES - 1}: no curve"),
    (LEAST_SIZES, f"{LEAST_SIZES}: a curve, no claim"),
    (LEAST_TESTED, f"{LEAST_TESTED} to 5"),
    (6, "6 to 8"),
    (9, "9 or more"),
)
"""From so many sizes on a cell has this shade; the two least say what cannot be done."""

LABEL = 180.0  # pixels of a name
SLANT = -45.0


def cell_rows(counts: Counts, across: Way, down: Way) -> list[Row]:
    """Return one row a filled cell, line by line."""
    order = {way.field: {name: at for at, name in enumerate(way.names)} for way in (across, down)}
    cells: list[Row] = [
        {"family": family, "task": task, "sizes": count, "step": _step(count)}
        for (family, task), count in counts.sizes.items()
    ]
    return sorted(
        cells,
        key=lambda cell: [order[way.field][cell[way.field]] for way in (down, across)],
    )


def cell_layers(
    cells: Sequence[Row], across: Way, down: Way, style: Style, data: Datasets
) -> list[alt.Chart]:
    """Return the cells, and the numbers in them where they have room."""
    theme = style.theme
    x, y = _header(across, style), _stub(down, style)
    used = {cell["step"] for cell in cells}
    looks = [
        (name, shade)
        for (_, name), shade in zip(STEPS, shades(theme, len(STEPS)), strict=True)
        if name in used
    ]
    tooltip = [
        alt.Tooltip(field=field, type="nominal", title=field)
        for field in ("family", "task", "sizes")
    ]
    edge = style.px(1) if min(across.step, down.step) > style.px(6) else 0
    cell = alt.Chart(data.add(cells)).mark_rect(stroke=theme.background, strokeWidth=edge)
    layers = [cell.encode(x=x, y=y, color=_colour(looks, across, style), tooltip=tooltip)]
    widest = max(width_of(str(cell["sizes"]), theme.small_size) for cell in cells)
    roomy = across.step >= widest + style.px(4) and down.step >= LINE * theme.small_size - 0.01
    if not roomy or 2 * len(cells) > ROWS:
        return layers
    for ink in (theme.ink, theme.background):
        on = {name for name, shade in looks if legible_on(shade, theme) == ink}
        numbers = [cell for cell in cells if cell["step"] in on]
        if numbers:
            text = alt.Chart(data.add(numbers)).mark_text(
                baseline="middle", color=ink, fontSize=theme.small_size
            )
            shown = alt.Text(field="sizes", type="nominal")
            layers.append(text.encode(x=x, y=y, text=shown, tooltip=tooltip))
    return layers


def _step(count: int) -> str:
    return next(name for least, name in reversed(STEPS) if count >= least)


def _colour(looks: Sequence[tuple[str, str]], across: Way, style: Style) -> alt.Color:
    names = [name for name, _ in looks]
    longest = max(width_of(name, style.theme.small_size) for name in names) + style.px(30)
    columns = int((across.length + style.px(LABEL) / 2) / longest)
    legend = alt.Legend(
        title="sizes", orient="bottom", direction="horizontal", symbolType="square",
        symbolSize=style.area(130), symbolStrokeWidth=0, symbolOpacity=1, offset=style.px(12),
        columns=max(1, min(len(names), columns)),
    )  # fmt: skip
    scale = alt.Scale(domain=names, range=[shade for _, shade in looks])
    return alt.Color(field="step", type="nominal", legend=legend, scale=scale)


def _header(way: Way, style: Style) -> alt.X:
    size = style.theme.small_size
    if way.flat(size):
        look: dict[str, Any] = {"labelAngle": 0}
    else:
        slanted = way.step * math.sin(math.radians(-SLANT)) >= LINE * size
        look = {"labelAngle": SLANT if slanted else -90, "labelAlign": "left",
                "labelBaseline": "middle"}  # fmt: skip
    axis = _axis(way, style, orient="top", **look)
    return alt.X(field=way.field, type="nominal", axis=axis, scale=_bands(way))


def _stub(way: Way, style: Style) -> alt.Y:
    axis = _axis(way, style)
    return alt.Y(field=way.field, type="nominal", axis=axis, scale=_bands(way))


def _axis(way: Way, style: Style, **look: Any) -> alt.Axis:
    """Return an axis with as many names as have room."""
    every = way.every(style.theme.small_size)
    if every > 1:
        look["values"] = list(way.names[::every])
    return alt.Axis(
        title=None, labelLimit=style.px(LABEL), labelFontSize=style.theme.small_size,
        labelPadding=style.px(4), domain=False, ticks=every > 1, grid=False, labelOverlap=False,
        **look,
    )  # fmt: skip


def _bands(way: Way) -> alt.Scale:
    return name_scale(way.names, padding=0)
