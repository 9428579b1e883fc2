"""The key under a chart whose points tell verdicts: symbol and full name of each."""

from __future__ import annotations

import altair as alt

from scaling.plots.style.key_grid import key_chart
from scaling.plots.style.look import Look
from scaling.plots.style.rows import Datasets
from scaling.plots.style.style import Style
from scaling.plots.style.verdict_looks import verdict_name

SYMBOL = 70.0  # square pixels of the design


def point_key(
    look: Look, data: Datasets, left: float, width: float, style: Style
) -> alt.LayerChart:
    """Return the key of verdicts with their look as points; lengths as in ``key_chart``."""
    entries = [
        {"label": verdict_name(name), "colour": colour, "shape": shape}
        for name, colour, shape in zip(look.names, look.colours, look.shapes, strict=True)
    ]

    def marks(base: alt.Chart, middle: float) -> list[alt.Chart]:
        point = base.mark_point(filled=True, size=style.area(SYMBOL), opacity=1, xOffset=middle)
        return [
            point.encode(
                color=alt.Color(field="colour", type="nominal", scale=None, legend=None),
                shape=alt.Shape(field="shape", type="nominal", scale=None, legend=None),
            )
        ]

    return key_chart(entries, marks, data, left, width, style)
