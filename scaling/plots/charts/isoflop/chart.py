"""The chart of runs of equal compute: losses over sizes by budget, best sizes over compute."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import altair as alt

from scaling.errors import OutputError
from scaling.forecasting.laws.isoflop.records import BudgetRow, RunPoint
from scaling.forecasting.laws.isoflop.results import IsoflopResult
from scaling.plots.charts.isoflop.words import (
    counts_text,
    growth_text,
    note,
    shown_budgets,
)
from scaling.plots.panels.beside import Beside, beside_layers, fewer, room_beside
from scaling.plots.panels.grid import Grid, side_by_side, titles_by_row
from scaling.plots.panels.plane import Plane
from scaling.plots.panels.single import only_one
from scaling.plots.panels.summary import evenly
from scaling.plots.panels.units import budget_text, loss_title
from scaling.plots.style.axes import SIZE_TITLES
from scaling.plots.style.finish import finish
from scaling.plots.style.measure import Measure
from scaling.plots.style.ramp import ramp
from scaling.plots.style.rows import ROWS, Datasets, Row
from scaling.plots.style.style import Style
from scaling.plots.style.text import clean, number_text, range_text
from scaling.units import format_size

SHAPES = ("circle", "square", "triangle-up", "triangle-down", "cross")  # diamonds are minima
RUN_TIPS = (
    ("model", "run"), ("budget", "budget (FLOPs)"), ("params_text", "parameters"),
    ("tokens_text", "tokens"), ("loss_text", "loss"),
)  # fmt: skip
BEST_TIPS = (
    ("budget", "budget (FLOPs)"), ("params_text", "best parameters"), ("interval", "interval"),
    ("tokens_text", "best tokens"), ("loss_text", "loss"),
)  # fmt: skip


def chart(results: Iterable[IsoflopResult], style: Style) -> alt.VConcatChart:
    """Return the chart of an isoFLOP analysis, drawn from what it holds and no more.

    Raises OutputError where no budget has runs of several sizes, and for more than one analysis.
    """
    one = only_one(results, "isoFLOP analysis")
    budgets = shown_budgets(one)
    if not budgets:
        raise OutputError(
            "no isoFLOP profile can be drawn: expected a budget with runs of several sizes, found "
            f"none ({one.reason or one.message})"
        )
    colours = ramp(style.theme, len(budgets))
    looks = [(colour, SHAPES[i % len(SHAPES)]) for i, colour in enumerate(colours)]
    labels = [budget_text(row.flops) for row in budgets]
    room = room_beside(labels, style)
    texts = [("loss by size at equal compute", [counts_text(one, budgets)])]
    minima = any(math.isfinite(row.params) for row in budgets)
    if minima:
        texts.append(("best size by compute", [growth_text(one)]))
    grid, data = Grid.of(len(texts), style, room / len(texts)), Datasets()
    titles = titles_by_row(texts, grid, style)
    named = fewer(range(len(budgets)), grid.height, style)
    runs = [
        evenly(sorted(row.points, key=lambda run: run.params), max(ROWS // 2 // len(budgets), 2))
        for row in budgets
    ]
    beside = [labels[i] if i in named else "" for i in range(len(budgets))]
    profiles = _profiles(budgets, runs, looks, beside, loss_title(one.loss_unit), titles[0], grid,
                         style, data)  # fmt: skip
    panels = [profiles]
    if minima:
        panels.append(_growth(one, budgets, looks, titles[1], grid, style, data))
    whole = side_by_side(panels, grid.columns, style)
    width = grid.span(style, room / len(texts))
    key = note(one, len(named), sum(map(len, runs)))
    return finish(whole, data, style, width=width, key=key)


def _profiles(
    budgets: Sequence[BudgetRow], runs: Sequence[Sequence[RunPoint]],
    looks: Sequence[tuple[str, str]], beside: Sequence[str], loss: str, title: alt.TitleParams,
    grid: Grid, style: Style, data: Datasets,
) -> alt.LayerChart:  # fmt: skip
    """Losses over sizes: the runs, the polynomial and its minimum with the interval.

    ``beside``: the names at the right, empty for budgets without one; ``loss``: title of the axis.
    """
    shown = [point for row in budgets for point in row.points]
    losses = [p.loss for p in shown] + [v.loss for row in budgets for v in row.valley]
    plane = Plane.of(
        Measure.of("params", SIZE_TITLES["params"], [p.params for p in shown], logarithmic=True),
        Measure.of("loss", loss, losses), grid.width, grid.height, style, data,
    )  # fmt: skip
    valleys: list[Row] = []
    points: list[Row] = []
    spans: list[Row] = []
    minima: list[Row] = []
    names: list[Beside] = []
    for row, own, (colour, shape), name in zip(budgets, runs, looks, beside, strict=True):
        label = budget_text(row.flops)
        look: Row = {"colour": colour, "line": label}
        valleys += [{"params": v.params, "loss": v.loss, **look} for v in row.valley]
        points += [
            {"params": p.params, "loss": p.loss, **look, "shape": shape, "budget": label,
             "model": clean(p.model), "params_text": format_size(p.params),
             "tokens_text": format_size(p.tokens), "loss_text": number_text(p.loss, 4)}
            for p in own
        ]  # fmt: skip
        if math.isfinite(row.params) and math.isfinite(row.loss):
            minima.append({"params": row.params, "loss": row.loss, **look, "shape": "diamond",
                           **_tips(row, label)})  # fmt: skip
            if math.isfinite(row.lower + row.upper):
                spans.append({"params": row.lower, "x2": row.upper, "loss": row.loss, **look})
        ends = [(v.params, v.loss) for v in row.valley] or [(p.params, p.loss) for p in row.points]
        if name:
            names.append(Beside(name, *max(ends), colour))
    px = style.px
    layers = [
        *plane.lines(valleys, strokeWidth=px(1.6)),
        *plane.points(points, size=36, tooltip=RUN_TIPS),
        *plane.spans(spans, along="x", strokeWidth=px(4.5), opacity=0.45, clip=True),
        *plane.points(minima, size=110, tooltip=BEST_TIPS,
                      stroke=style.theme.background, strokeWidth=px(1.2)),
        *beside_layers(plane, names),
    ]  # fmt: skip
    return alt.LayerChart(layer=layers, width=grid.width, height=grid.height, title=title)


def _growth(
    one: IsoflopResult, budgets: Sequence[BudgetRow], looks: Sequence[tuple[str, str]],
    title: alt.TitleParams, grid: Grid, style: Style, data: Datasets,
) -> alt.LayerChart:  # fmt: skip
    """Best sizes over compute, with the power law through them."""
    best = [
        (row, colour, shape)
        for row, (colour, shape) in zip(budgets, looks, strict=True)
        if math.isfinite(row.params)
    ]
    sizes = [v for row, _, _ in best for v in (row.params, row.lower, row.upper)]
    sizes += [v for p in one.band for v in (p.params, p.params_lower, p.params_upper)]
    plane = Plane.of(
        Measure.of("flops", SIZE_TITLES["flops"], [row.flops for row in budgets],
                   logarithmic=True),
        Measure.of("params", "best parameters", sizes, logarithmic=True),
        grid.width, grid.height, style, data,
    )  # fmt: skip
    px, theme = style.px, style.theme
    law = {"line": "law", "colour": theme.muted}
    band = [
        {"flops": p.flops, "params": p.params_lower, "y2": p.params_upper, **law}
        for p in one.band
        if math.isfinite(p.params_lower + p.params_upper)
    ]
    line = [{"flops": p.flops, "params": p.params, **law} for p in one.band]
    spans: list[Row] = []
    points: list[Row] = []
    left_out: list[Row] = []
    for row, colour, shape in best:
        place: Row = {"flops": row.flops, "params": row.params, "colour": colour}
        told = place | {"shape": shape} | _tips(row, budget_text(row.flops))
        (points if row.used else left_out).append(told)
        if math.isfinite(row.lower + row.upper):
            spans.append(place | {"params": row.lower, "y2": row.upper})
    layers = [
        *plane.areas(band, opacity=0.22),
        *plane.lines(line, strokeWidth=px(1.6)),
        *plane.spans(spans, along="y", strokeWidth=px(1.4)),
        *plane.points(points, size=64, tooltip=BEST_TIPS),
        *plane.points(left_out, size=64, tooltip=BEST_TIPS, filled=False),
    ]
    return alt.LayerChart(layer=layers, width=grid.width, height=grid.height, title=title)


def _tips(row: BudgetRow, label: str) -> Row:
    interval = range_text(row.lower, row.upper, format_size)
    tokens = format_size(row.tokens) if row.tokens > 0 else "not known"
    return {"budget": label, "params_text": format_size(row.params), "interval": interval,
            "tokens_text": tokens, "loss_text": number_text(row.loss, 4)}  # fmt: skip
