"""Predicted models of a capability forecast: their families, and their scores beside."""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt

from scaling.forecasting.observational.records import PlacedModel
from scaling.forecasting.observational.results import CapabilityForecast
from scaling.plots.charts.forecast.outlook import Outlook, interval_text
from scaling.plots.panels.grid import AXIS, Grid
from scaling.plots.panels.plane import Plane
from scaling.plots.panels.summary import evenly
from scaling.plots.style.axes import score_axis
from scaling.plots.style.key_grid import key_chart
from scaling.plots.style.look import Look
from scaling.plots.style.measure import Measure
from scaling.plots.style.rows import Datasets, Row
from scaling.plots.style.style import Style
from scaling.plots.style.text import clean, score_text
from scaling.units import format_size

TIPS = (
    ("model", "model"), ("family", "family"), ("size_text", "equivalent FLOPs"),
    ("flops_text", "training FLOPs"), ("predicted", "predicted"), ("observed", "score"),
)  # fmt: skip


def models_of(outlook: Outlook) -> tuple[PlacedModel, ...]:
    """Return the models that were predicted."""
    far = outlook.farthest
    return far.predictions if isinstance(far, CapabilityForecast) else ()


def has_place(model: PlacedModel) -> bool:
    """Return whether a predicted model is drawn: it has a score, or a place on the axis."""
    return math.isfinite(model.observed) or model.size > 0


def check_panel(
    outlook: Outlook, title: alt.TitleParams, grid: Grid, look: Look, style: Style,
    data: Datasets, most: int,
) -> alt.LayerChart:  # fmt: skip
    """Return the panel of at most ``most`` predicted models: their scores against predictions."""
    theme = style.theme
    scored = [model for model in models_of(outlook) if math.isfinite(model.observed)]
    known = evenly(scored, most)
    axis = score_axis([outlook.farthest], outlook.farthest.series.metric)
    plane = Plane.of(
        Measure("size", f"predicted {axis.title}", axis.low, axis.high),
        Measure("score", f"scored {axis.title}", axis.low, axis.high),
        grid.width, grid.height, style, data,
    )  # fmt: skip
    ends = [{"size": axis.low, "score": axis.low, "x2": axis.high, "y2": axis.high}]
    rows = [row_of(model, model.observed) | {"size": model.predicted} for model in known]
    spans = [
        {"size": model.lower, "x2": model.upper, "score": model.observed, "colour": theme.muted}
        for model in known
        if math.isfinite(model.lower + model.upper)
    ]
    layers = [
        *plane.spans(ends, along="xy", color=theme.muted, strokeDash=[4, 3],
                     strokeWidth=style.px(1)),
        *plane.spans(spans, along="x", opacity=0.45, strokeWidth=style.px(1)),
        *family_points(plane, rows, look),
    ]  # fmt: skip
    return alt.LayerChart(layer=layers, width=grid.width, height=grid.height, title=title)


def check_title(outlook: Outlook) -> tuple[str, list[str]]:
    """Return its title, and under it how the predictors did on the same held-out models."""
    far = outlook.farthest
    name = f"{far.series.task}: predicted models"
    errors = far.errors if isinstance(far, CapabilityForecast) else ()
    told = [f"{one.predictor} {one.mae:.3f}" for one in errors if math.isfinite(one.mae)]
    if not told:
        return name, []
    count = f"{errors[0].n} held-out models"
    if far.own_record.n > errors[0].n:
        count = f"the {errors[0].n} of {far.own_record.n} held-out models that all can predict"
    return name, [f"mean error on {count}: {', '.join(told)}"]


def row_of(model: PlacedModel, score: float) -> Row:
    """Return a predicted model as a row that stands at a score."""
    return {
        "size": model.size, "score": score, "model": clean(model.model),
        "family": clean(model.family), "observed": score_text(model.observed),
        "size_text": format_size(model.size) if model.size > 0 else "not known",
        "flops_text": format_size(model.flops) if model.flops > 0 else "not known",
        "predicted": interval_text(model.predicted, model.lower, model.upper),
    }  # fmt: skip


def family_points(
    plane: Plane, rows: Sequence[Row], look: Look, *, filled: bool = True
) -> list[alt.Chart]:
    """Points whose colour and shape tell the family."""
    looks = dict(zip(look.names, zip(look.colours, look.shapes, strict=True), strict=True))
    told = []
    for row in rows:
        colour, shape = looks[row["family"]]
        told.append(row | {"colour": colour, "shape": shape})
    return plane.points(told, size=44 if filled else 26, tooltip=TIPS, filled=filled)


def family_key(look: Look, width: float, style: Style, data: Datasets) -> alt.LayerChart:
    """Return the key of the families, to stand under panels that are ``width`` wide together."""
    entries: list[Row] = [
        {"label": name, "colour": colour, "shape": shape}
        for name, colour, shape in zip(look.names, look.colours, look.shapes, strict=True)
    ]

    def marks(base: alt.Chart, middle: float) -> list[alt.Chart]:
        point = base.mark_point(filled=True, size=style.area(50), opacity=1, xOffset=middle)
        colour = alt.Color(field="colour", type="nominal", scale=None)
        shape = alt.Shape(field="shape", type="nominal", scale=None)
        return [point.encode(color=colour, shape=shape)]

    left = style.px(AXIS)
    return key_chart(entries, marks, data, left, width - left, style)
