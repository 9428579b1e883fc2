"""The chart of allocations: loss by size for each budget, best parameters and tokens by compute."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import altair as alt

from scaling.errors import OutputError
from scaling.fitting.display import estimate_text
from scaling.fitting.records import BandPoint
from scaling.forecasting.laws.allocate.results import AllocateResult
from scaling.plots.charts.allocate.words import growth_text, note, split_text
from scaling.plots.panels.beside import Beside, beside_layers, fewer, room_beside
from scaling.plots.panels.fan import fan_layers
from scaling.plots.panels.grid import Grid, side_by_side, titles_by_row
from scaling.plots.panels.plane import Plane
from scaling.plots.panels.units import budget_text, loss_title
from scaling.plots.style.axes import SIZE_TITLES
from scaling.plots.style.finish import finish
from scaling.plots.style.measure import Measure
from scaling.plots.style.ramp import ramp
from scaling.plots.style.rows import Datasets, Row
from scaling.plots.style.style import Style
from scaling.plots.style.text import number_text
from scaling.units import format_size

QUANTITIES = (("parameters", "params", "circle"), ("tokens", "tokens", "square"))
ASIDE = 9  # pixels
TIPS = (
    ("budget", "budget (FLOPs)"), ("params_text", "parameters"), ("tokens_text", "tokens"),
    ("loss_text", "loss"),
)  # fmt: skip


def chart(results: Iterable[AllocateResult], style: Style) -> alt.VConcatChart:
    """Return the chart of allocations, drawn from what they hold and no more.

    Budgets whose loss is withheld have a best size, but no curve. Raises OutputError where no
    budget could be split.
    """
    results = list(results)
    known = sorted((one for one in results if one.params.estimate > 0), key=lambda one: one.flops)
    if not known:
        told = next((one.message or one.reason for one in results), "no budget was asked for")
        raise OutputError(f"no split of a budget can be drawn: {told}")
    colours = dict(zip((one.flops for one in known), ramp(style.theme, len(known)), strict=True))
    curved = [one for one in known if one.splits]
    texts = []
    if curved:
        texts.append(("loss by size of a budget", [split_text(curved)]))
    if len(known) > 1 or not curved:
        texts.append(("best split by compute", [growth_text(known)]))
    room = room_beside([budget_text(one.flops) for one in known] + ["parameters"], style)
    grid, data = Grid.of(len(texts), style, room), Datasets()
    titles = titles_by_row(texts, grid, style)
    panels = []
    if curved:
        panels.append(_curves(curved, colours, titles[0], grid, style, data))
    if len(panels) < len(texts):
        panels.append(_growth(known, titles[-1], grid, style, data))
    whole = side_by_side(panels, grid.columns, style)
    text = note(known, all_named=fewer(curved, grid.height, style) == curved)
    return finish(whole, data, style, width=grid.span(style, room), key=text)


def _curves(
    results: Sequence[AllocateResult], colours: dict[float, str], title: alt.TitleParams,
    grid: Grid, style: Style, data: Datasets,
) -> alt.LayerChart:  # fmt: skip
    """Losses over sizes at each budget, the best split, and half and twice its size."""
    splits = [split for one in results for split in one.splits]
    losses = [v for s in splits for v in (s.loss, s.lower, s.upper) if math.isfinite(v)]
    plane = Plane.of(
        Measure.of("params", SIZE_TITLES["params"], [s.params for s in splits], logarithmic=True),
        Measure.of("loss", loss_title(results[0].loss_unit), losses),
        grid.width, grid.height, style, data,
    )  # fmt: skip
    px = style.px
    layers: list[alt.Chart] = []
    best: list[Row] = []
    others: list[Row] = []
    spans: list[Row] = []
    names: list[Beside] = []
    for one in results:
        colour, label = colours[one.flops], budget_text(one.flops)
        band = [BandPoint(s.params, s.loss, s.lower, s.upper) for s in one.splits]
        layers += fan_layers(plane, band, colour, line=label)
        look: Row = {"colour": colour, "shape": "diamond"}
        best.append(look | _row(label, one.params.estimate, one.tokens.estimate, one.loss.estimate))
        if math.isfinite(one.params.lower + one.params.upper):
            spans.append(
                {"params": plane.x.clip(one.params.lower), "x2": plane.x.clip(one.params.upper),
                 "loss": one.loss.estimate, "colour": colour}
            )  # fmt: skip
        others += [
            look | {"shape": "circle"}
            | _row(label, off.params, off.tokens, one.loss.estimate + off.loss_increase.estimate)
            for off in one.off_size
            if plane.x.shows(off.params) and math.isfinite(off.loss_increase.estimate)
        ]  # fmt: skip
        last = one.splits[-1]
        names.append(Beside(label, last.params, last.loss, colour))
    layers += [
        *plane.spans(spans, along="x", strokeWidth=px(4.5), opacity=0.45),
        *plane.points(others, size=46, tooltip=TIPS, filled=False),
        *plane.points(best, size=110, tooltip=TIPS, stroke=style.theme.background,
                      strokeWidth=px(1.2)),
        *beside_layers(plane, fewer(names, grid.height, style)),
    ]  # fmt: skip
    return alt.LayerChart(layer=layers, width=grid.width, height=grid.height, title=title)


def _growth(
    results: Sequence[AllocateResult], title: alt.TitleParams, grid: Grid, style: Style,
    data: Datasets,
) -> alt.LayerChart:  # fmt: skip
    """Best parameters and tokens over compute, each with its interval."""
    parts = [
        (name, shape, style.theme.palette[i], [(one.flops, getattr(one, part)) for one in results])
        for i, (name, part, shape) in enumerate(QUANTITIES)
    ]
    values = [v for *_, found in parts for _, e in found for v in (e.estimate, e.lower, e.upper)]
    plane = Plane.of(
        Measure.of("flops", SIZE_TITLES["flops"], [one.flops for one in results],
                   logarithmic=True, spare=0.08),
        Measure.of("count", "parameters, tokens", values, logarithmic=True),
        grid.width, grid.height, style, data,
    )  # fmt: skip
    lines: list[Row] = []
    areas: list[Row] = []
    spans: list[Row] = []
    points: list[Row] = []
    names: list[Beside] = []
    for name, shape, colour, found in parts:
        for flops, value in found:
            row: Row = {"flops": flops, "count": value.estimate, "colour": colour, "line": name}
            lines.append(row)
            points.append(row | {"shape": shape, "budget": budget_text(flops), "what": name,
                                 "value": estimate_text(value, size=True)})  # fmt: skip
            if value.lower > 0 and math.isfinite(value.upper):
                ends = row | {"count": value.lower, "y2": value.upper}
                spans.append(ends)
                areas.append(ends)
        names.append(Beside(name, found[-1][0], found[-1][1].estimate, colour))
    several = len(results) > 1
    tips = (("budget", "budget (FLOPs)"), ("what", "best"), ("value", "with interval"))
    layers = [
        *(plane.areas(areas, fillOpacity=0.16) if several else ()),
        *(plane.lines(lines, strokeWidth=style.px(1.4)) if several else ()),
        *(
            layer
            for place, (name, *_) in enumerate(parts)
            for layer in (
                *plane.spans(_of(name, spans), along="y", strokeWidth=style.px(1.4),
                             xOffset=_aside(place, style, alone=not several)),
                *plane.points(_of(name, points), size=64, tooltip=tips,
                              xOffset=_aside(place, style, alone=not several)),
            )
        ),
        *beside_layers(plane, names),
    ]  # fmt: skip
    return alt.LayerChart(layer=layers, width=grid.width, height=grid.height, title=title)


def _of(name: str, rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row["line"] == name]


def _aside(place: int, style: Style, *, alone: bool) -> float:
    """Return how far the marks of a quantity stand aside, which hide each other at one budget."""
    return style.px((-ASIDE, ASIDE)[place]) if alone else 0.0


def _row(label: str, params: float, tokens: float, loss: float) -> Row:
    return {
        "params": params, "loss": loss, "budget": label, "params_text": format_size(params),
        "tokens_text": format_size(tokens), "loss_text": number_text(loss, 4),
    }  # fmt: skip
