"""The table of predictors: error, and the share of scores within intervals against the nominal."""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt
import numpy as np

from scaling.fitting.wilson import two_sided_z, wilson
from scaling.forecasting.display import error_cell
from scaling.plots.charts.backtest.held import Group, Record
from scaling.plots.panels.paired import Paired
from scaling.plots.panels.table import Table
from scaling.plots.style.rows import Datasets, Row
from scaling.plots.style.style import Style
from scaling.plots.style.text import shorten, width_of

LEVEL = 0.95  # of the intervals of the shares
NUMBER, GAP = 38.0, 10.0  # pixels
LEAST_BAR, MOST_BAR = 18.0, 90.0
SHARE = 44.0  # pixels of a column of shares, at least


def readout(group: Group, sizes: Paired, style: Style, data: Datasets) -> alt.LayerChart:
    """Return the table of one unit, predictors by their errors."""
    records, levels = group.records, _levels(group.records)
    table = Table.of(len(records), sizes.table, style, data, sizes.start)
    px, size = style.px, style.theme.small_size
    first = sizes.start
    longest = max(width_of(one.label, size) for one in records) * 1.06  # one is bold
    spare = sizes.table - first - px(NUMBER + GAP) - len(levels) * px(SHARE + GAP)
    named = min(longest, spare)
    spare = max(spare - named, 0.0)
    bar = min(spare / (1 + len(levels)), px(MOST_BAR))
    bar = bar if bar >= px(LEAST_BAR) else 0.0
    strong = [one.main for one in records]
    error = first + named + px(GAP)
    layers = [
        *table.head("predicted by", first, align="left"),
        *table.words([shorten(one.label, named, size) for one in records], first, strong=strong),
        *table.head("error", error, align="left"),
        *table.measured([one.error for one in records], error, bar, max(_errors(records)),
                        error_cell, strong),
    ]  # fmt: skip
    left = error + bar + px(NUMBER + GAP)
    width = px(SHARE) + (bar if bar else 0.0)
    for level in levels:
        layers += _shares(records, level, left, width, table)
        left += width + px(GAP)
    return table.chart(layers)


def interval(inside: int, count: int) -> tuple[float, float]:
    """Return Wilson's interval of a share, at 95 %, as if the scores were independent.

    >>> [round(end, 2) for end in interval(9, 10)]
    [0.6, 0.98]
    """
    share = np.array([inside / count])
    lower, upper = wilson(share, np.array([float(count)]), two_sided_z(LEVEL))
    return float(lower[0]), float(upper[0])


def _levels(records: Sequence[Record]) -> list[float]:
    return sorted({level for one in records for level in one.within})


def _errors(records: Sequence[Record]) -> list[float]:
    return [one.error for one in records if math.isfinite(one.error) and one.error > 0] or [1.0]


def _shares(
    records: Sequence[Record], level: float, left: float, width: float, table: Table
) -> list[alt.Chart]:
    """Return a column of shares on a scale from 0 to 1, with a line at the nominal one."""
    plane, theme, px = table.plane, table.plane.theme, table.plane.style.px
    points: list[Row] = []
    spans: list[Row] = []
    for place, one in enumerate(records, start=1):
        inside, count = one.within.get(level, (0, 0))
        if not count:
            continue
        lower, upper = interval(inside, count)
        holds = lower <= level <= upper
        colour = theme.palette[0 if holds else 1]
        spans.append({"x": left + width * lower, "x2": left + width * upper, "y": float(place),
                      "colour": colour})  # fmt: skip
        points.append(
            {"x": left + width * inside / count, "y": float(place), "colour": colour,
             "shape": "circle" if holds else "square", "told": f"{inside} of {count}",
             "share": f"{inside / count:.0%}", "interval": f"{lower:.0%} to {upper:.0%}",
             "name": one.name}
        )  # fmt: skip
    at = left + width * level
    nominal: list[Row] = [{"x": at, "y": 0.55, "y2": len(records) + 0.45}]
    tooltip = (("name", "predicted by"), ("share", f"within {level:.0%} intervals"),
               ("told", "scores"), ("interval", "interval of the share"))  # fmt: skip
    rail: list[Row] = [
        {"x": left, "x2": left + width, "y": float(place)}
        for place, one in enumerate(records, start=1) if level in one.within
    ]  # fmt: skip
    return [
        *table.head(f"in {level:.0%}", at, align="center"),
        *plane.spans(rail, along="x", color=theme.grid, strokeWidth=px(1)),
        *plane.spans(nominal, along="y", color=theme.muted, strokeWidth=px(1),
                     strokeDash=table.plane.style.dash(3, 2)),
        *plane.spans(spans, along="x", strokeWidth=px(1.6)),
        *plane.points(points, size=40, tooltip=tooltip),
    ]  # fmt: skip
