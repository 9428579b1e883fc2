"""Forecasts on the capability axis: fitted and predicted models, and how the predictions did."""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt

from scaling.errors import OutputError
from scaling.forecasting.observational.records import PlacedModel
from scaling.forecasting.observational.results import CapabilityForecast
from scaling.plots.charts.forecast.ahead import beyond_layers, forecast_layers, label_texts
from scaling.plots.charts.forecast.note import record_texts
from scaling.plots.charts.forecast.outlook import Outlook, axis_text, interval_text, outlooks_of
from scaling.plots.charts.forecast.placed import (
    TIPS,
    check_panel,
    check_title,
    family_key,
    family_points,
    has_place,
    models_of,
    row_of,
)
from scaling.plots.panels.beside import room_beside
from scaling.plots.panels.fan import fan_layers
from scaling.plots.panels.grid import Grid, side_by_side, titles_by_row
from scaling.plots.panels.plane import Plane
from scaling.plots.panels.summary import evenly
from scaling.plots.style.axes import score_axis
from scaling.plots.style.finish import Part, finish
from scaling.plots.style.look import Look
from scaling.plots.style.measure import Measure
from scaling.plots.style.rows import ROWS, Datasets, Row
from scaling.plots.style.style import Style
from scaling.plots.style.text import clean, score_text
from scaling.units import format_size

MOST_TASKS = 3  # of more, predictions are not drawn against scores beside each


def chart(results: Sequence[CapabilityForecast], style: Style) -> alt.VConcatChart:
    """Return the chart of capability forecasts; raises OutputError where nothing has a place."""
    outlooks = outlooks_of(results)
    predicted = [model for one in results for model in one.predictions]
    families = list(dict.fromkeys(clean(model.family) for model in predicted if has_place(model)))
    look = Look.of([*style.names, *families], style.theme).only(families)
    beside = len(outlooks) <= MOST_TASKS
    drawn: list[tuple[Outlook, str]] = []
    for outlook in outlooks:
        if _sized(outlook):
            drawn.append((outlook, "axis"))
        if beside and any(math.isfinite(m.observed) for m in models_of(outlook)):
            drawn.append((outlook, "check"))
    if not drawn:
        raise OutputError(
            "no capability forecast can be drawn: expected models with an equivalent compute, or "
            "predicted models with a score; choose another --reference-family or a --cutoff"
        )
    room = room_beside([text for one in outlooks if one.made for text in label_texts(one)], style)
    grid, data = Grid.of(len(drawn), style, room), Datasets()
    makers = {"axis": (_axis_panel, _axis_title), "check": (check_panel, check_title)}
    texts = [makers[kind][1](outlook) for outlook, kind in drawn]
    titles = titles_by_row(texts, grid, style, lines=3)
    most = ROWS // 3 // len(drawn)
    panels = [
        makers[kind][0](outlook, title, grid, look, style, data, most)
        for (outlook, kind), title in zip(drawn, titles, strict=True)
    ]
    whole: Part = side_by_side(panels, grid.columns, style)
    width = grid.span(style, room)
    if families:
        key = family_key(look, width, style, data)
        whole = alt.vconcat(whole, key, spacing=style.px(16))
    return finish(whole, data, style, width=width, key=_note(results, most))


def _sized(outlook: Outlook) -> bool:
    return any(math.isfinite(point.size) for point in outlook.farthest.points)


def _axis_panel(
    outlook: Outlook, title: alt.TitleParams, grid: Grid, look: Look, style: Style,
    data: Datasets, most: int,
) -> alt.LayerChart:  # fmt: skip
    """Scores over equivalent compute: models that were fitted, and those that were predicted.

    At most ``most`` of each.
    """
    far, theme = outlook.farthest, style.theme
    models: Sequence[PlacedModel] = models_of(outlook)
    held = {model.model for model in models}
    fitted = [p for p in far.points if p.model not in held and math.isfinite(p.size)]
    models, fitted = evenly(models, most), evenly(sorted(fitted, key=lambda p: p.size), most)
    sizes = [p.size for p in far.points] + [m.size for m in models] + [o.at for o in outlook.made]
    y = score_axis([far], far.series.metric)
    plane = Plane.of(
        Measure.of("size", axis_text(far), sizes, logarithmic=True),
        Measure("score", y.title, y.low, y.high), grid.width, grid.height, style, data,
    )  # fmt: skip
    known = [point.size for point in fitted]
    end = max(known) if known else None
    span = (min(known), max(known)) if known else None
    unseen = [
        row_of(model, model.predicted) for model in models if not math.isfinite(model.observed)
    ]
    seen = [row_of(model, model.observed) for model in models if math.isfinite(model.observed)]
    points: list[Row] = [
        {"size": p.size, "score": p.score, "shape": "circle", "colour": theme.muted,
         "model": clean(p.model), "size_text": format_size(p.size),
         "observed": score_text(p.score)}
        for p in fitted
    ]  # fmt: skip
    layers = [
        *beyond_layers(plane, end),
        *fan_layers(plane, list(far.band), theme.palette[0], known=span),
        *plane.points(points, size=22, tooltip=(TIPS[0], TIPS[2], TIPS[5])),
        *family_points(plane, [row for row in unseen if row["size"] > 0], look, filled=False),
        *family_points(plane, [row for row in seen if row["size"] > 0], look),
        *forecast_layers(plane, outlook, theme.palette[0]),
    ]
    return alt.LayerChart(layer=layers, width=grid.width, height=grid.height, title=title)


def _axis_title(outlook: Outlook) -> tuple[str, list[str]]:
    return outlook.farthest.series.task, _below(outlook)


def _below(outlook: Outlook) -> list[str]:
    far = outlook.farthest
    assert isinstance(far, CapabilityForecast)
    lines = [", ".join(part for part in (outlook.panel.condition, far.series.tuning or "") if part)]
    lines.append(f"{far.n_training} models fitted, {far.n_predicted} predicted")
    lines += [
        f"{format_size(one.at)}: {interval_text(one.estimate, one.lower, one.upper)}"
        for one in outlook.made
    ]
    return lines + ([f"no forecast: {far.message}"] if far.status != "ok" else [])


def _note(results: Sequence[CapabilityForecast], most: int) -> str:
    level = next((f"{one.interval.level:.0%} " for one in results if one.interval), "")
    text = "Grey points: models that were fitted. Line: sigmoid of the capability"
    if any(_reaches(one) for one in results):
        text += ", dashed beyond the ablest fitted model"
    text += f"; bands: {level}interval of the curve, and fainter of a new model's score."
    models = [model for one in results for model in one.predictions]
    if any(math.isfinite(model.observed) for model in models):
        text += " Coloured: models that were predicted and not fitted, at their scores"
        text += f"; horizontal lines: {level}prediction intervals; dashes: predicted as scored."
    if any(has_place(model) and not math.isfinite(model.observed) for model in models):
        text += " Hollow: models without a score, at their predictions."
    if any(math.isfinite(one.estimate) for one in results):
        text += " Diamond: forecast; square: the last value; triangle: a line in log size."
    more = max((_most_of(one) for one in results), default=0)
    if more > most:
        text += f" Drawn are {most:,} of up to {more:,} models of a kind, evenly."
    return " ".join([text, *record_texts(results, "of all models that were held out")])


def _reaches(one: CapabilityForecast) -> bool:
    """Return whether the curve goes on beyond the ablest model that was fitted."""
    held = {model.model for model in one.predictions}
    fitted = [p.size for p in one.points if p.model not in held and math.isfinite(p.size)]
    return bool(fitted) and any(node.size > max(fitted) for node in one.band)


def _most_of(one: CapabilityForecast) -> int:
    """Return how many models there are of those predicted or fitted, whichever are more."""
    predicted = len(one.predictions)
    return max(predicted, len({point.model for point in one.points}) - predicted)
