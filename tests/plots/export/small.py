"""A chart of one title, which Altair writes as it is: what is asked of every export."""

from __future__ import annotations

import altair as alt

from scaling.plots.figure import Figure
from scaling.plots.style.theme import FONT
from tests.plots.builder import manifest


def titled(text: str, unit: str = "px", *, width: float = 90) -> Figure:
    """Return a figure that shows a title alone, ``width`` of the unit wide."""
    chart = alt.Chart(alt.InlineData(values=[{"x": 1}])).mark_point(opacity=0)
    chart = chart.properties(
        title=alt.TitleParams(text=text, color="black", font=FONT), height=20, width=width,
        padding=0,
    )  # fmt: skip
    return Figure(chart.configure_view(stroke=None), text, f"It says {text}.", manifest(), unit)
