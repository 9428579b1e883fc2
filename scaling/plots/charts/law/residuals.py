"""What a law leaves: how far each run's loss lies above or below it, by its size."""

from __future__ import annotations

import altair as alt

from scaling.plots.charts.law.runs import TIPS, Drawn, only, run_rows
from scaling.plots.panels.grid import Grid, head_room
from scaling.plots.panels.plane import Plane
from scaling.plots.style.axes import SIZE_TITLES
from scaling.plots.style.measure import Measure
from scaling.plots.style.rows import Datasets
from scaling.plots.style.style import Style


def panel(
    drawn: Drawn, title: alt.TitleParams, grid: Grid, style: Style, data: Datasets, size: str,
    *, head: bool,
) -> alt.LayerChart:  # fmt: skip
    """Return the panel of residuals, in shares of the law's loss, over ``size``.

    ``head``: the panel beside it has names above its frame.
    """
    rows = only(run_rows(drawn, style.theme), size, "residual")
    plane = Plane.of(
        Measure.of(size, SIZE_TITLES[size], [row[size] for row in rows], logarithmic=True),
        Measure.of("residual", "loss above the law", [0.0, *(row["residual"] for row in rows)],
                   spare=0.08, format="+.2~%"),
        grid.width, grid.height, style, data,
    )  # fmt: skip
    layers = [
        *plane.spans([{"residual": 0.0}], along="", color=style.theme.muted,
                     strokeWidth=style.px(1)),
        *plane.points(rows, size=drawn.area, tooltip=TIPS, stroke=style.theme.ink,
                      strokeWidth=style.px(0.7)),
    ]  # fmt: skip
    if head and grid.columns > 1:
        layers.append(head_room(style, data, 14))
    return alt.LayerChart(layer=layers, width=grid.width, height=grid.height, title=title)
