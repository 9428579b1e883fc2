"""Published onsets: at which training compute an ability is said to have appeared."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import altair as alt

from scaling.errors import DataError
from scaling.plots.style.axes import SizeAxis, name_scale
from scaling.plots.style.finish import finish
from scaling.plots.style.look import Look
from scaling.plots.style.rows import Datasets, Row
from scaling.plots.style.style import Style
from scaling.plots.style.text import clean, width_of
from scaling.plots.words import several, short_name, size_words
from scaling.units import format_size

Align = Literal["left", "right"]
ROW_HEIGHT, WIDTH = 19.0, 420.0
NAMES, NAMES_SHARE = 300.0, 0.48  # pixels of the tasks' names, and at most of the whole figure
RIGHT = 0.55  # of the axis: models further right are named at the left of their dots
NOT_STATED = "not stated"
MOST_TASKS, MOST_ROWS = 120, 4000  # of a figure


def chart(records: Iterable[Mapping[str, Any]], style: Style) -> alt.VConcatChart:
    """Return a dot plot of published onsets, tasks sorted by training compute.

    ``records``: mappings with ``task``, ``model``, ``family``, ``params``, ``flops``,
    ``setting``, ``source``; missing values are None or NaN. Records without ``flops`` are left
    out; of very many abilities those of least compute are drawn. Colour and shape tell the
    setting. Raises DataError if no record has ``flops``.
    """
    known = _rows(records)
    if not known:
        raise DataError("no published onset can be drawn: expected records with flops, found none")
    rows = _first(known)
    tasks = list(dict.fromkeys(row["task"] for row in rows))
    settings = [row["setting"] for row in rows]
    look = Look.of(sorted(settings, key=lambda name: (name == NOT_STATED, name)), style.theme)
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
    return finish(plot, data, style, width=width + names, key=" ".join([key, *_left_out(known)]))


def describe(records: Iterable[Mapping[str, Any]]) -> str:
    """Return what a chart of published onsets shows, in plain words."""
    records = list(records)
    known = _rows(records)
    if not known:
        return "No published onset has a known training compute."
    tasks = {row["task"] for row in known}
    first, last = known[0], known[-1]
    text = f"Published onsets of {several(len(tasks), 'ability', 'abilities')}: "
    text += f"the earliest is {_onset(first)}"
    text += f", the latest {_onset(last)}." if len(known) > 1 else "."
    left = len(records) - len(known)
    if left:
        text += f" {several(left, 'record', 'records')} without training compute left out."
    return " ".join([text, *_left_out(known)])


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
                "setting": _text(record.get("setting"), NOT_STATED),
                "model": _text(record.get("model"), _text(record.get("family"), NOT_STATED)),
                "family": _text(record.get("family"), NOT_STATED),
                "flops_text": format_size(flops),
                "params_text": format_size(params) if params > 0 else NOT_STATED,
                "source": _text(record.get("source"), NOT_STATED),
            }
        )
    return sorted(rows, key=lambda row: (row["size"], row["task"], row["model"], row["setting"]))


def _first(rows: list[Row]) -> list[Row]:
    """Return the rows that are drawn: of the tasks that appear first, and no more than fit."""
    tasks = list(dict.fromkeys(row["task"] for row in rows))[:MOST_TASKS]
    shown = set(tasks)
    return [row for row in rows if row["task"] in shown][:MOST_ROWS]


def _left_out(rows: list[Row]) -> list[str]:
    """Say which of many onsets are drawn."""
    drawn = _first(rows)
    if len(drawn) == len(rows):
        return []
    some, total = ({row["task"] for row in part} for part in (drawn, rows))
    return [
        f"Drawn are {len(drawn):,} of {len(rows):,} onsets, of the {len(some):,} of {len(total):,} "
        "abilities that appear with least compute."
    ]


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
    scale = name_scale(tasks, type="point", padding=0.5)
    y = alt.Y(field="task", type="nominal", axis=stub, scale=scale)
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


def _onset(row: Row) -> str:
    model = "a model" if row["model"] == NOT_STATED else short_name(row["model"])
    return f"{short_name(row['task'])} with {model} at {size_words(row['size'], 'flops')}"


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return math.nan


def _text(value: Any, missing: str) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return missing
    return clean(str(value)) or missing
