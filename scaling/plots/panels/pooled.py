"""The layers of a panel that is summarised: median and quantiles over all its series."""

from __future__ import annotations

import altair as alt

from scaling.plots.panels.frame import Frame
from scaling.plots.panels.grouping import Panel
from scaling.plots.panels.plane import Plane
from scaling.plots.panels.rows import size_text
from scaling.plots.panels.summary import pooled_rows
from scaling.plots.style.text import score_text


def pooled_layers(panel: Panel, frame: Frame) -> list[alt.Chart]:
    """Bands of the middle 80 and 50 % of the scores at each size, and their median."""
    rows = pooled_rows(panel, frame.x)
    colour = frame.theme.palette[0]
    plane, px = Plane.over(frame), frame.style.px
    layers: list[alt.Chart] = []
    for low, high, opacity in (("lowest", "highest", 0.15), ("lower", "upper", 0.25)):
        area = [
            {"size": row["size"], "score": row[low], "y2": row[high], "line": ""} for row in rows
        ]
        layers += plane.areas(area, opacity=opacity, color=colour)
    line = [{"size": row["size"], "score": row["score"], "line": ""} for row in rows]
    layers += plane.lines(line, strokeWidth=px(1.6), color=colour)
    told = [
        {
            "size": row["size"], "score": row["score"],
            "size_text": size_text(row["size"], panel.size),
            "score_text": score_text(row["score"]),
            "spread": f"{score_text(row['lowest'])} to {score_text(row['highest'])}",
            "count": f"{row['count']:,}",
        }
        for row in rows
    ]  # fmt: skip
    tooltip = (
        ("size_text", frame.x.name), ("score_text", "median score"), ("spread", "middle 80%"),
        ("count", "scores"),
    )  # fmt: skip
    return layers + plane.points(told, size=26, tooltip=tooltip, color=colour)
