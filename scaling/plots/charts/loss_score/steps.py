"""Both steps of a forecast: the loss of the runs by compute, and the score by the loss."""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt

from scaling.forecasting.two_step.records import LossPoint
from scaling.forecasting.two_step.results import TwoStepForecast
from scaling.plots.charts.loss_score.words import loss_title
from scaling.plots.panels.beside import Beside, beside_layers
from scaling.plots.panels.fan import fan_layers
from scaling.plots.panels.grid import Grid
from scaling.plots.panels.levels import placed, share_names
from scaling.plots.panels.plane import Plane
from scaling.plots.style.axes import SIZE_TITLES, score_axis
from scaling.plots.style.measure import Measure
from scaling.plots.style.ramp import ramp
from scaling.plots.style.rows import Datasets, Row
from scaling.plots.style.style import Style
from scaling.plots.style.text import clean, number_text, score_text
from scaling.units import format_size, training_flops

MOST_LINES = 6  # sizes whose runs are joined: of more only the points are drawn
RUN_TIPS = (
    ("model", "run"), ("params_text", "parameters"), ("tokens_text", "tokens"),
    ("loss_text", "loss"), ("fitted_text", "law's loss"),
)  # fmt: skip
SCORE_TIPS = (("model", "model"), ("loss_text", "loss"), ("score_text", "score"))


def law_panel(
    one: TwoStepForecast, title: alt.TitleParams, grid: Grid, style: Style, data: Datasets
) -> alt.LayerChart:
    """Step one: losses by compute, runs of one size joined by what the law says of them."""
    runs = one.steps.loss_points
    losses = [value for run in runs for value in (run.loss, run.fitted)]
    losses += [one.loss.estimate, one.loss.lower, one.loss.upper]
    flops = [training_flops(run.params, run.tokens) for run in runs]
    plane = Plane.of(
        Measure.of("flops", SIZE_TITLES["flops"], [*flops, one.steps.flops], logarithmic=True),
        Measure.of("loss", loss_title(one), losses), grid.width, grid.height, style, data,
    )  # fmt: skip
    sizes = sorted({run.params for run in runs})
    colours = dict(zip(sizes, ramp(style.theme, len(sizes)), strict=True))
    px = style.px
    lines: list[Row] = []
    names: list[Beside] = []
    if len(sizes) <= MOST_LINES:
        lines, names = _lines_by_size(runs, colours)
    points = [
        {"flops": training_flops(run.params, run.tokens), "loss": run.loss, "shape": "circle",
         "colour": colours[run.params], "model": clean(run.model),
         "params_text": format_size(run.params), "tokens_text": format_size(run.tokens),
         "loss_text": number_text(run.loss, 4), "fitted_text": number_text(run.fitted, 4)}
        for run in runs
    ]  # fmt: skip
    layers = [
        *plane.lines(lines, strokeWidth=px(1.2)),
        *plane.points(points, size=36, tooltip=RUN_TIPS),
        *_inner_names(plane, names),
    ]
    at, loss = one.steps.flops, one.loss
    if math.isfinite(at + loss.estimate):
        if math.isfinite(loss.lower + loss.upper):
            span = [{"flops": at, "loss": loss.lower, "y2": loss.upper}]
            layers += plane.spans(span, along="y", strokeWidth=px(1.6))
        mark = [{"flops": at, "loss": loss.estimate, "shape": "diamond"}]
        layers += plane.points(mark, size=110, stroke=style.theme.background, strokeWidth=px(1))
        text = number_text(loss.estimate, 3)
        layers += beside_layers(plane, [Beside(text, at, loss.estimate, style.theme.muted, True)])
    return alt.LayerChart(layer=layers, width=grid.width, height=grid.height, title=title)


def link_panel(
    one: TwoStepForecast, title: alt.TitleParams, grid: Grid, style: Style, data: Datasets
) -> alt.LayerChart:
    """Step two: scores by loss, better to the right, with the link and the forecast on it."""
    points, band = one.steps.score_points, list(one.steps.link_band)
    losses = [point.loss for point in points] + [node.size for node in band]
    losses += [one.loss.estimate, one.loss.lower, one.loss.upper]
    shown = [one.estimate, one.lower, one.upper, *(point.score for point in points)]
    y = score_axis([one], one.series.metric, also=shown)
    plane = Plane.of(
        Measure.of("size", f"{loss_title(one)}, better to the right", losses, reverse=True),
        Measure("score", y.title, y.low, y.high), grid.width, grid.height, style, data,
    )  # fmt: skip
    px, theme = style.px, style.theme
    known = [point.loss for point in points]
    rows = [
        {"size": point.loss, "score": point.score, "shape": "circle", "colour": theme.palette[0],
         "model": clean(point.model), "loss_text": number_text(point.loss, 4),
         "score_text": score_text(point.score)}
        for point in points
    ]  # fmt: skip
    layers = [
        *_chance_layers(plane, one),
        *fan_layers(plane, band, theme.palette[0], known=(min(known), max(known))),
        *plane.points(rows, size=36, tooltip=SCORE_TIPS),
    ]  # fmt: skip
    if math.isfinite(one.loss.estimate + one.estimate):
        place: Row = {"size": one.loss.estimate, "score": one.estimate}
        if math.isfinite(one.lower + one.upper):
            layers += plane.spans([place | {"score": one.lower, "y2": one.upper}], along="y",
                                  strokeWidth=px(1.6))  # fmt: skip
        if math.isfinite(one.loss.lower + one.loss.upper):
            layers += plane.spans([place | {"size": one.loss.lower, "x2": one.loss.upper}],
                                  along="x", strokeWidth=px(1.6))  # fmt: skip
        layers += plane.points([place | {"shape": "diamond"}], size=110, stroke=theme.background,
                               strokeWidth=px(1))  # fmt: skip
        label = Beside(score_text(one.estimate), one.loss.estimate, one.estimate, theme.muted, True)
        layers += beside_layers(plane, [label])
    return alt.LayerChart(layer=layers, width=grid.width, height=grid.height, title=title)


def _chance_layers(plane: Plane, one: TwoStepForecast) -> list[alt.Chart]:
    """The level of chance, its name where it hides least."""
    chance, theme = one.series.chance, plane.theme
    if not plane.y.shows(chance):
        return []
    places = [(point.loss, point.score) for point in one.steps.score_points]
    places += [(node.size, node.estimate) for node in one.steps.link_band]
    marks = [(plane.width * plane.x.place(x), plane.down(y)) for x, y in places
             if math.isfinite(x + y)]  # fmt: skip
    level = share_names([(plane.down(chance), "chance")], theme.small_size, left=False)
    rows = [
        {"text": text, "size": plane.x.value_at(box.left / plane.width),
         "score": plane.value_at(box.top + box.height / 2)}
        for text, box in placed(level, marks, plane)
    ]  # fmt: skip
    layers = plane.spans(
        [{"score": chance}], along="", color=theme.muted, strokeDash=plane.style.dash(2, 3),
        strokeWidth=plane.style.px(1),
    )  # fmt: skip
    return layers + plane.texts(rows, halo=True, align="left", color=theme.muted)


def _lines_by_size(
    runs: Sequence[LossPoint], colours: dict[float, str]
) -> tuple[list[Row], list[Beside]]:
    """Return the law through the runs of each size, and the sizes' names where the lines start."""
    lines: list[Row] = []
    names = []
    for size, colour in colours.items():
        own = sorted((run for run in runs if run.params == size), key=lambda run: run.tokens)
        text = format_size(size)
        lines += [
            {"flops": training_flops(run.params, run.tokens), "loss": run.fitted, "line": text,
             "colour": colour}
            for run in own
        ]  # fmt: skip
        first = own[0]
        names.append(Beside(text, training_flops(first.params, first.tokens), first.fitted, colour))
    return lines, names


def _inner_names(plane: Plane, names: Sequence[Beside]) -> list[alt.Chart]:
    """Names of the sizes above the starts of their lines."""
    rows = [{"flops": name.x, "loss": name.y, "text": name.text} for name in names]
    return plane.texts(rows, halo=True, dy=-plane.style.px(10), align="left",
                       dx=-plane.style.px(2))  # fmt: skip
