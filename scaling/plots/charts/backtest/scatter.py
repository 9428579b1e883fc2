"""Predicted against observed: a symbol a score, or squares where there are too many."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import altair as alt

from scaling.forecasting.summary import FAR
from scaling.plots.charts.backtest.held import Group, Held
from scaling.plots.panels.plane import Plane
from scaling.plots.style.measure import Measure
from scaling.plots.style.rows import Datasets, Row
from scaling.plots.style.shades import shades
from scaling.plots.style.style import Style
from scaling.plots.style.text import clean, score_text

WITH_INTERVALS, SINGLE = 150, 1500
"""Up to so many scores each has its interval; up to so many each has its own symbol."""
SQUARES = 40  # along either axis
STEPS = (1, 3, 10, 30, 100)
TOOLTIP = (
    ("model", "model"), ("family", "family"), ("task", "task"), ("observed_text", "observed"),
    ("predicted_text", "predicted"), ("interval_text", "interval"), ("beyond_text", "beyond data"),
)  # fmt: skip


def scatter(
    group: Group, size: tuple[float, float], title: alt.TitleParams, style: Style, data: Datasets
) -> alt.LayerChart:
    """Return the panel of one unit, ``size`` its width and height in the theme's unit."""
    low, high = _ends(group)
    x = Measure("observed", "observed score", low, high)
    y = Measure("predicted", "predicted score", low, high)
    plane = Plane.of(x, y, *size, style, data)
    line: list[Row] = [{"observed": end, "predicted": end, "line": "equal"} for end in (low, high)]
    layers = plane.lines(line, color=style.theme.muted, strokeWidth=style.px(1))
    if len(group.held) > SINGLE:
        layers = [*_squares(group.held, plane), *layers]
    else:
        layers += _symbols(group.held, plane, crowded=is_crowded(group))
    return alt.LayerChart(layer=layers, width=size[0], height=size[1], title=title)


def is_crowded(group: Group) -> bool:
    """Return whether there are too many scores for an interval each."""
    return len(group.held) > WITH_INTERVALS


def is_far(one: Held) -> bool:
    """Return whether a score lies far beyond the fitted sizes."""
    return one.beyond >= FAR


def _ends(group: Group) -> tuple[float, float]:
    if group.proportion:
        return 0.0, 1.0
    values = [value for one in group.held for value in (one.observed, one.predicted)]
    known = [value for value in values if math.isfinite(value)]
    low, high = min(known), max(known)
    span = high - low  # an interval may be much wider than all scores
    ends = [end for one in group.held for pair in one.intervals.values() for end in pair]
    low = min([low, *(max(end, low - span / 2) for end in ends)])
    high = max([high, *(min(end, max(known) + span / 2) for end in ends)])
    spare = 0.04 * (high - low) or 0.5
    return low - spare, high + spare


def _symbols(held: Sequence[Held], plane: Plane, *, crowded: bool) -> list[alt.Chart]:
    """Return intervals of the highest level, and symbols that tell whether they hold the score."""
    theme, px = plane.theme, plane.style.px
    looks = {True: (theme.palette[0], "circle"), False: (theme.palette[1], "square"),
             None: (theme.muted, "diamond")}  # fmt: skip
    rows: list[Row] = []
    spans: list[Row] = []
    for one in sorted(held, key=lambda one: one.beyond if one.beyond == one.beyond else 0.0):
        level = one.widest
        within = None if level is None else one.within(level)
        colour, shape = looks[within]
        told = "not known"
        if level is not None:
            lower, upper = one.intervals[level]
            told = f"{score_text(lower)} to {score_text(upper)} ({level:.0%})"
            spans.append({"observed": one.observed, "predicted": lower, "y2": upper,
                          "colour": colour})  # fmt: skip
        rows.append(
            {"observed": one.observed, "predicted": one.predicted, "colour": colour,
             "shape": shape, "far": is_far(one), "model": clean(one.model),
             "family": clean(one.facts.family), "task": clean(one.facts.task),
             "observed_text": score_text(one.observed),
             "predicted_text": score_text(one.predicted), "interval_text": told,
             "beyond_text": f"{one.beyond:.2g} decades" if one.beyond == one.beyond else "–"}
        )  # fmt: skip
    layers = [] if crowded else plane.spans(spans, along="y", strokeWidth=px(1), opacity=0.55,
                                            clip=True)  # fmt: skip
    for far in (False, True):
        points = [{name: row[name] for name in row if name != "far"}
                  for row in rows if row["far"] is far]  # fmt: skip
        layers += plane.points(points, filled=not far, size=22 if crowded else 40, tooltip=TOOLTIP,
                               opacity=0.6 if crowded else 1.0)  # fmt: skip
    return layers


def _squares(held: Sequence[Held], plane: Plane) -> list[alt.Chart]:
    """Return squares of the plane, darker the more scores they hold."""
    step = (plane.x.high - plane.x.low) / SQUARES
    counts = Counter(
        (_square(one.observed, plane.x, step), _square(one.predicted, plane.y, step))
        for one in held
        if math.isfinite(one.observed + one.predicted)
    )
    colours = shades(plane.theme, len(STEPS))
    rows: list[Row] = [
        {"observed": plane.x.low + i * step, "x2": plane.x.low + (i + 1) * step,
         "predicted": plane.y.low + j * step, "y2": plane.y.low + (j + 1) * step,
         "colour": colours[sum(count >= least for least in STEPS) - 1]}
        for (i, j), count in sorted(counts.items())
    ]  # fmt: skip
    return plane.spans(rows, "mark_rect", along="xy")


def _square(value: float, axis: Measure, step: float) -> int:
    return min(max(int((value - axis.low) / step), 0), SQUARES - 1)
