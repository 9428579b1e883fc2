"""The chart of runs of equal compute: losses over sizes by budget, best sizes over compute."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import altair as alt

from scaling.errors import OutputError
from scaling.forecasting.laws.isoflop.records import BudgetRow
from scaling.forecasting.laws.isoflop.results import IsoflopResult
from scaling.plots.charts.isoflop.words import budget_text, growth_text, note
from scaling.plots.panels.beside import Beside, beside_layers, room_beside
from scaling.plots.panels.grid import Grid, side_by_side, titles_by_row
from scaling.plots.panels.plane import Plane
from scaling.plots.style.axes import SIZE_TITLES
from scaling.plots.style.finish import finish
from scaling.plots.style.measure import Measure
from scaling.plots.style.ramp import ramp
from scaling.plots.style.rows import ROWS, Datasets, Row
from scaling.plots.style.style import Style
from scaling.plots.style.text import clean, number_text
from scaling.plots.words import several
from scaling.units import format_size

SHAPES = ("circle", "square", "triangle-up", "diamond", "triangle-down", "cross")
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

    Raises OutputError where no budget has runs of several sizes.
    """
    (one,) = results
    budgets = sorted(shown_budgets(one), key=lambda row: row.flops)
    if not budgets:
        raise OutputError(
            "no isoFLOP profile can be drawn: expected a budget with runs of several sizes, found "
            f"none ({one.reason or one.message})"
        )
    colours = ramp(style.theme, len(budgets))
    looks = [(colour, SHAPES[i % len(SHAPES)]) for i, colour in enumerate(colours)]
    labels = [budget_text(row.flops) for row in budgets]
    room = room_beside(labels, style)
    counts = f"{several(one.n_runs, 'run', 'runs')}, {several(len(budgets), 'budget', 'budgets')}"
    texts = [("loss by size at equal compute", [counts])]
    minima = any(math.isfinite(row.params) for row in budgets)
    if minima:
        texts.append(("best size by compute", [growth_text(one)]))
    grid, data = Grid.of(len(texts), style, room / len(texts)), Datasets()
    titles = titles_by_row(texts, grid, style)
    panels = [_profiles(budgets, looks, labels, titles[0], grid, style, data)]
    if minima:
        panels.append(_growth(one, budgets, looks, titles[1], grid, style, data))
    whole = side_by_side(panels, grid.columns, style)
    width = grid.span(style, room / len(texts))
    return finish(whole, data, style, width=width, key=note(one), lines=10)


def shown_budgets(one: IsoflopResult) -> list[BudgetRow]:
    """Return the budgets with a fitted profile; without any, those with runs of several sizes."""
    fitted = [row for row in one.budgets if row.valley]
    return fitted or [row for row in one.budgets if row.n_sizes > 1]


def _profiles(
    budgets: Sequence[BudgetRow], looks: Sequence[tuple[str, str]], labels: Sequence[str],
    title: alt.TitleParams, grid: Grid, style: Style, data: Datasets,
) -> alt.LayerChart:  # fmt: skip
    """Losses over sizes: the runs, the polynomial and its minimum with the interval."""
    runs = [point for row in budgets for point in row.points]
    losses = [p.loss for p in runs] + [v.loss for row in budgets for v in row.valley]
    plane = Plane.of(
        Measure.of("params", SIZE_TITLES["params"], [p.params for p in runs], logarithmic=True),
        Measure.of("loss", "loss", losses), grid.width, grid.height, style, data,
    )  # fmt: skip
    valleys: list[Row] = []
    points: list[Row] = []
    spans: list[Row] = []
    minima: list[Row] = []
    names: list[Beside] = []
    for row, (colour, shape), label in zip(budgets, looks, labels, strict=True):
        look: Row = {"colour": colour, "line": label}
        valleys += [{"params": v.params, "loss": v.loss, **look} for v in row.valley]
        points += [
            {"params": p.params, "loss": p.loss, **look, "shape": shape, "budget": label,
             "model": clean(p.model), "params_text": format_size(p.params),
             "tokens_text": format_size(p.tokens), "loss_text": number_text(p.loss, 4)}
            for p in row.points[: ROWS // len(budgets)]
        ]  # fmt: skip
        if math.isfinite(row.params) and math.isfinite(row.loss):
            minima.append({"params": row.params, "loss": row.loss, **look, "shape": "diamond",
                           **_tips(row, label)})  # fmt: skip
            if math.isfinite(row.lower + row.upper):
                spans.append({"params": row.lower, "x2": row.upper, "loss": row.loss, **look})
        ends = [(v.params, v.loss) for v in row.valley] or [(p.params, p.loss) for p in row.points]
        names.append(Beside(label, *max(ends), colour))
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
    interval = "not known"
    if math.isfinite(row.lower + row.upper):
        interval = f"{format_size(row.lower)} to {format_size(row.upper)}"
    tokens = format_size(row.tokens) if row.tokens > 0 else "not known"
    return {"budget": label, "params_text": format_size(row.params), "interval": interval,
            "tokens_text": tokens, "loss_text": number_text(row.loss, 4)}  # fmt: skip
