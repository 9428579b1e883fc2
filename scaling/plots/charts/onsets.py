"""Published onsets: at which training compute an ability is said to have appeared."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import altair as alt

from scaling.errors import DataError
from scaling.plots.panels.rows import size_text
from scaling.plots.style.axes import SizeAxis
from scaling.plots.style.finish import finish
from scaling.plots.style.look import Look
from scaling.plots.style.rows import Datasets, Row
from scaling.plots.style.style import Style
from scaling.plots.style.text import clean, width_of
from scaling.plots.words import several, short_name
from scaling.units import format_size

Align = Literal["left", "right"]
ROW_HEIGHT, WIDTH = 19.0, 420.0
NAMES, NAMES_SHARE = 300.0, 0.48  # pixels of the tasks' names, and at most of the whole figure
RIGHT = 0.55  # of the axis: models further right are named at the left of their dots


def chart(records: Iterable[Mapping[str, Any]], style: Style) -> alt.VConcatChart:
    """Return a dot plot of published onsets, tasks sorted by training compute.

    ``records``: mappings with ``task``, ``model``, ``family``, ``params``, ``flops``,
    ``setting``, ``source``; missing values are None or NaN. Records without ``flops`` are left
    out. Colour and shape tell the setting. Raises DataError if no record has ``flops``.
    """
    rows = _rows(records)
    if not rows:
        raise DataError("no published onset can be drawn: expected records with flops, found none")
    tasks = list(dict.fromkeys(row["task"] for row in rows))
    settings = [row["setting"] for row in rows]
    look = Look.of(sorted(settings, key=lambda name: (name == "not stated", name)), style.theme)
    low, high = rows[0]["size"], max(row["size"] for row in rows)
    spare = max((high / low) ** 0.04, 1.4)
    axis = SizeAxis("flops", low / spare, high * spare)
    data = Datasets()
    width, names = style.room(WIDTH), style.px(NAMES)
    if style.within is not None:
        names = min(names, NAMES_SHARE * style.within)
    size = style.theme.text_size
    names = min(names, max(width_of(task, size) for task in tasks))
    plot = alt.LayerChart(
        layer=_layers(data, rows, tasks, axis, look, width, names, style),
        width=width,
        height=style.px(ROW_HEIGHT) * len(tasks),
    )
    key = "Dots: training compute of the model with which an ability is said to appear."
    return finish(plot, data, style, width=width + names, key=key)


def describe(records: Iterable[Mapping[str, Any]]) -> str:
    """Return what a chart of published onsets shows, in plain words."""
    records = list(records)
    known = [r for r in records if _number(r.get("flops")) > 0]
    if not known:
        return "No published onset has a known training compute."
    tasks = {clean(str(record["task"])) for record in known}
    first = min(known, key=lambda record: _number(record["flops"]))
    last = max(known, key=lambda record: _number(record["flops"]))
    text = f"Published onsets of {several(len(tasks), 'ability', 'abilities')}: "
    text += f"the earliest is {_onset(first)}"
    text += f", the latest {_onset(last)}." if len(known) > 1 else "."
    left = len(records) - len(known)
    if left:
        text += f" {several(left, 'record', 'records')} without training compute left out."
    return text


def _rows(records: Iterable[Mapping[str, Any]]) -> list[Row]:
    rows = []
    for record in records:
        flops, params = _number(record.get("flops")), _number(record.get("params"))
        if not flops > 0:
            continue
        rows.append(
            {
                "task": clean(str(record["task"])),
                "size": flops,
                "setting": _text(record.get("setting"), "not stated"),
                "model": _text(record.get("model"), _text(record.get("family"), "not stated")),
                "family": _text(record.get("family"), "not stated"),
                "flops_text": format_size(flops),
                "params_text": format_size(params) if params > 0 else "not stated",
                "source": _text(record.get("source"), "not stated"),
            }
        )
    return sorted(rows, key=lambda row: (row["size"], row["task"], row["model"], row["setting"]))


def _layers(
    data: Datasets, rows: list[Row], tasks: list[str], axis: SizeAxis, look: Look, width: float,
    names: float, style: Style,
) -> list[alt.Chart]:  # fmt: skip
    theme = style.theme
    x = axis.encode(width, style)
    stub = alt.Axis(
        title=None, labelLimit=names, labelFontSize=theme.text_size, ticks=False,
        domain=False, grid=True, gridDash=style.dash(1, 3), labelOverlap=False,
        labelPadding=style.px(8),
    )  # fmt: skip
    y = alt.Y(
        field="task",
        type="nominal",
        sort=tasks,
        axis=stub,
        scale=alt.Scale(type="point", padding=0.5),
    )
    # One entry a line reads best for few settings; beside the plot it never covers a dot.
    legend = alt.Legend(
        title="setting", orient="bottom", columns=3, symbolSize=style.area(60), offset=style.px(14)
    )
    settings = list(look.names)
    colour = alt.Color(
        field="setting", type="nominal", legend=legend,
        scale=alt.Scale(domain=settings, range=list(look.colours)),
    )  # fmt: skip
    shape = alt.Shape(
        field="setting", type="nominal", legend=legend,
        scale=alt.Scale(domain=settings, range=list(look.shapes)),
    )  # fmt: skip
    tooltip = [
        alt.Tooltip(field=field, type="nominal", title=title)
        for field, title in (
            ("task", "task"), ("model", "model"), ("family", "family"),
            ("params_text", "parameters"), ("flops_text", "training FLOPs"),
            ("setting", "setting"), ("source", "source"),
        )
    ]  # fmt: skip
    dots = alt.Chart(data.add(rows)).mark_point(filled=True, size=style.area(62), opacity=0.95)
    layers = [dots.encode(x=x, y=y, color=colour, shape=shape, tooltip=tooltip)]
    for side, chosen in _labelled(rows, axis).items():
        if chosen:
            labels = [{key: row[key] for key in ("task", "size", "model")} for row in chosen]
            text = alt.Chart(data.add(labels)).mark_text(
                align=side, baseline="middle", dx=style.px(8 if side == "left" else -8),
                fontSize=theme.small_size, color=theme.muted,
            )  # fmt: skip
            layers.append(text.encode(x=x, y=y, text=alt.Text(field="model", type="nominal")))
    return layers


def _labelled(rows: list[Row], axis: SizeAxis) -> dict[Align, list[Row]]:
    """Return the dots whose label stands at their left (aligned right), and at their right.

    A task's only dot has its label where there is room, of several the first has it at the left
    and the last at the right; those between have none.
    """
    dots: dict[str, list[Row]] = {}
    for row in rows:
        dots.setdefault(row["task"], []).append(row)
    ends: list[Row] = [own[0] for own in dots.values() if len(own) > 1]
    others: list[Row] = [own[-1] for own in dots.values() if len(own) > 1]
    for own in dots.values():
        if len(own) == 1:
            (ends if axis.place(own[0]["size"]) > RIGHT else others).append(own[0])
    return {"right": ends, "left": others}


def _onset(record: Mapping[str, Any]) -> str:
    flops = size_text(_number(record["flops"]), "flops")
    model = clean(str(record.get("model") or "a model"))
    return f"{short_name(str(record['task']))} with {model} at {flops} training FLOPs"


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return math.nan


def _text(value: Any, missing: str) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return missing
    return clean(str(value)) or missing
