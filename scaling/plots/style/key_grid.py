"""A key under a chart: one small mark and one name an entry, in columns that use the whole width.

Vega's own legends start where the plot does and so leave the room under its row names empty.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import altair as alt

from scaling.plots.style.rows import Datasets, Row
from scaling.plots.style.style import Style
from scaling.plots.style.text import shorten, width_of

LINE, MARK, BETWEEN = 19.0, 20.0, 8.0  # pixels of the design

Marks = Callable[[alt.Chart, float], list[alt.Chart]]


def key_chart(
    entries: Sequence[Row], marks: Marks, data: Datasets, left: float, width: float, style: Style
) -> alt.LayerChart:
    """Return the key of ``entries``, to stand under a chart.

    Each has a ``label``, which is cut where it is wider than the whole key.

    ``left``: the room of the names beside the chart, ``width``: its plotting area (theme's unit).
    ``marks`` makes the layers of the small marks from a chart of the entries and the offset of
    their middle; they need no position.
    """
    size = style.theme.small_size
    room = left + width + style.px(BETWEEN)
    taken = style.px(MARK + BETWEEN)
    names = [shorten(entry["label"], room - taken, size) for entry in entries]
    column = taken + max(width_of(name, size) for name in names)
    columns = max(1, min(len(entries), int(room / column)))
    rows = [
        {**entry, "label": name, "x": (place % columns) * column - left, "y": place // columns}
        for place, (entry, name) in enumerate(zip(entries, names, strict=True))
    ]
    lines = -(-len(entries) // columns)
    x = alt.X(field="x", type="quantitative", axis=None,
              scale=alt.Scale(domain=[0, width], nice=False, zero=False))  # fmt: skip
    y = alt.Y(field="y", type="quantitative", axis=None,
              scale=alt.Scale(domain=[-0.5, lines - 0.5], reverse=True, nice=False))  # fmt: skip
    base = alt.Chart(data.add(rows))
    text = base.mark_text(
        align="left", baseline="middle", xOffset=style.px(MARK + 4), color=style.theme.ink,
        fontSize=size,
    ).encode(text=alt.Text(field="label", type="nominal"))  # fmt: skip
    layers = [layer.encode(x=x, y=y) for layer in (*marks(base, style.px(MARK / 2)), text)]
    return alt.LayerChart(layer=layers, width=width, height=style.px(LINE) * lines)
