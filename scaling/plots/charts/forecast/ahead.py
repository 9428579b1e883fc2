"""One series and its forecasts: points, the curve as a fan, and what lies beyond the data."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import altair as alt

from scaling.forecasting.ahead.results import ForecastResult
from scaling.forecasting.two_step.results import TwoStepForecast
from scaling.plots.charts.forecast.outlook import (
    Outlook,
    at_text,
    interval_text,
    naive_texts,
)
from scaling.plots.panels.beside import Beside, beside_layers
from scaling.plots.panels.fan import fan_layers
from scaling.plots.panels.frame import Frame
from scaling.plots.panels.grid import Grid
from scaling.plots.panels.layers import point_layers
from scaling.plots.panels.levels import level_layers
from scaling.plots.panels.plane import Plane
from scaling.plots.panels.rows import size_text, thin
from scaling.plots.style.axes import SizeAxis, score_axis, size_axis
from scaling.plots.style.look import Look
from scaling.plots.style.rows import Datasets, Row
from scaling.plots.style.style import Style
from scaling.plots.style.text import range_text, score_text, width_of

BEYOND = ("beyond the data", "beyond")  # the longer one where there is room
LARGER = ("larger than any run", "larger")  # of two steps, whose data are runs by two sizes
FORECAST_SHAPE = "diamond"
MOST_LINES = 4  # of sizes under a title; more are told in one text
ASIDE = 11  # pixels that naive forecasts stand to the right of the forecast, which would hide them
TIPS = (
    ("at", "at"), ("forecast", "forecast"), ("interval", "interval of a new model"),
    ("mean", "interval of the curve"),
)  # fmt: skip


def panel(
    outlook: Outlook, title: alt.TitleParams, grid: Grid, look: Look, style: Style,
    data: Datasets, nodes: int,
) -> alt.LayerChart:  # fmt: skip
    """Return the panel of one series."""
    shared = outlook.panel
    shown = [value for one in outlook.made for value in (one.estimate, one.lower, one.upper)]
    frame = Frame(
        x=_with_room(size_axis(outlook.results, shared.size), outlook, grid.width, style),
        y=score_axis(
            shared.results, shared.metric, also=[*shown, *(one[1] for one in outlook.naive)]
        ),
        width=grid.width, height=grid.height, look=look.only([outlook.name]), style=style,
        nodes=nodes, data=data, legend=None,
    )  # fmt: skip
    plane = Plane.over(frame)
    colour = frame.look.colours[0]
    thinned = thin(outlook.farthest.band, nodes, frame.x)
    layers = [
        *beyond_layers(plane, outlook.end, _beyond(outlook)),
        *level_layers(shared, frame),
        *fan_layers(plane, thinned, colour, known=outlook.seen),
        *point_layers(shared, frame),
        *forecast_layers(plane, outlook, colour),
    ]
    return alt.LayerChart(layer=layers, width=grid.width, height=grid.height, title=title)


def _with_room(axis: SizeAxis, outlook: Outlook, width: float, style: Style) -> SizeAxis:
    """Return the axis, made longer where the marks beside the farthest forecast need room."""
    if not outlook.made:
        return axis
    at = outlook.farthest.at
    most = 1 - style.px(2 * ASIDE) / width  # where the forecast may stand at most
    place = axis.place(at)
    end = axis.size_at(place / most) if place > most else axis.size_at(1.0)
    return replace(axis, high=end) if axis.logarithmic else replace(axis, low=end)


def _beyond(outlook: Outlook) -> Sequence[str]:
    return LARGER if isinstance(outlook.farthest, TwoStepForecast) else BEYOND


def beyond_layers(
    plane: Plane, end: float | None, names: Sequence[str] = BEYOND
) -> list[alt.Chart]:
    """A shade over all that lies beyond the data, with its name, and a rule where they end."""
    if end is None or not plane.x.shows(end):
        return []
    theme, px = plane.theme, plane.style.px
    edge = plane.x.value_at(1.0)
    field = plane.x.field
    layers = plane.spans(
        [{field: end, "x2": edge}], "mark_rect", along="x", color=theme.grid, opacity=0.65
    )
    layers += plane.spans(
        [{field: end}], along="", color=theme.muted, strokeWidth=px(1), strokeDash=[px(3), px(3)]
    )
    room = plane.width * (1 - plane.x.place(end))
    text = next((t for t in names if width_of(t, theme.small_size) + px(8) <= room), "")
    if text:
        row = {field: end, "text": text}
        layers += plane.texts(
            [row], align="left", dx=px(4), y=px(8), color=theme.muted, fontStyle="italic"
        )
    return layers


def forecast_layers(plane: Plane, outlook: Outlook, colour: str) -> list[alt.Chart]:
    """The forecasts with their intervals, the naive ones, and their numbers at the right."""
    if not outlook.made:
        return []
    theme, px = plane.theme, plane.style.px
    whole = [(one.at, one.lower, one.upper) for one in outlook.made]
    mean = [(one.at, one.mean_lower, one.mean_upper) for one in outlook.made]
    layers = []
    for ends, width, opacity in ((whole, 1.6, 1.0), (mean, 5.0, 0.55)):
        rows = [{"size": at, "score": low, "y2": high, "colour": colour}
                for at, low, high in ends if math.isfinite(low + high)]  # fmt: skip
        layers += plane.spans(rows, along="y", strokeWidth=px(width), opacity=opacity)
    far = outlook.farthest
    labels = []
    naive: list[Row] = []
    for name, value, shape in outlook.naive:
        if plane.y.shows(value):
            naive.append({"size": far.at, "score": value, "shape": shape, "colour": theme.muted})
            labels.append(Beside(f"{name} {score_text(value)}", far.at, value, theme.muted))
    layers += plane.points(naive, size=46, filled=False, xOffset=px(ASIDE))
    marks = [
        {"size": one.at, "score": one.estimate, "shape": FORECAST_SHAPE, "colour": colour,
         **_tips(one)}
        for one in outlook.made
    ]  # fmt: skip
    layers += plane.points(marks, size=110, tooltip=_tips_of(far), stroke=theme.background,
                           strokeWidth=px(1))  # fmt: skip
    several = len(outlook.made) > 1
    for one in outlook.made:
        text = f"{size_text(one.at, one.size)}: " if several else ""
        text += score_text(one.estimate)
        labels.append(Beside(text, one.at, one.estimate, theme.muted, strong=True))
    return layers + beside_layers(plane, labels)


def label_texts(outlook: Outlook) -> list[str]:
    """Return the texts that stand at the right of a panel, for the room they take."""
    several = len(outlook.made) > 1
    texts = [f"{name} {score_text(value)}" for name, value, _ in outlook.naive]
    for one in outlook.made:
        texts.append(f"{size_text(one.at, one.size)}: 0.00" if several else "0.00")
    return texts


def facts_of(outlook: Outlook) -> tuple[str, ...]:
    """Return what tells the series of a panel from others."""
    facts = outlook.farthest.series
    return facts.task, facts.family, outlook.panel.condition, facts.tuning or ""


def below_title(outlook: Outlook) -> list[str]:
    """Return the lines under a panel's title: its forecasts, and why others were refused."""
    lines: list[str] = []
    told = [
        f"{at_text(one)}: {interval_text(one.estimate, one.lower, one.upper)}"
        for one in outlook.made
    ]
    lines += told if len(told) <= MOST_LINES else ["; ".join(told)]
    lines += list(
        dict.fromkeys(f"no forecast: {one.message}" for one in outlook.results
                      if one not in outlook.made)
    )  # fmt: skip
    return lines


def _tips(one: ForecastResult) -> Row:
    return {
        "at": at_text(one),
        "forecast": score_text(one.estimate),
        "interval": range_text(one.lower, one.upper),
        "mean": range_text(one.mean_lower, one.mean_upper),
        "last": score_text(one.naive["last"]),
        "line": score_text(one.naive["linear"]),
    }


def _tips_of(one: ForecastResult) -> tuple[tuple[str, str], ...]:
    last, line, *_ = naive_texts(one).values()
    return (*TIPS, ("last", last), ("line", line))
