"""The marks of the plane of definitions: region, straight lines, points, names."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt

from scaling.plots.charts.definitions.axes import Plane
from scaling.plots.charts.definitions.rows import CUT_OFF, Scored, Scores
from scaling.plots.style.look import Look
from scaling.plots.style.rows import Datasets, Row
from scaling.plots.style.spread import spread
from scaling.plots.style.style import Style
from scaling.plots.style.text import number_text
from scaling.plots.style.verdict_looks import verdict_name
from scaling.plots.words import with_interval


def layers_of(
    found: Scores, plane: Plane, look: Look, names: dict[Scored, str], data: Datasets, style: Style
) -> list[alt.Chart]:
    """Return all layers; ``names``: what the notable points are called at the right."""
    x, y = plane.x(style), plane.y(style)
    places = {point: point.linearity for point in found.points}
    return [
        *region_layers(plane, x, y, data, style),
        _straight_lines(found, x, y, data, style),
        *name_layers(names, places, plane, x, data, style),
        *point_layers(places, look, x, y, data, style),
    ]


def region_layers(
    plane: Plane, x: alt.X, y: alt.Y, data: Datasets, style: Style
) -> list[alt.Chart]:
    """Return the shaded region above the raw cut-off, with its label."""
    theme = style.theme
    region = [{"x": plane.left, "right": plane.right, "breakthroughness": CUT_OFF,
               "top": plane.high}]  # fmt: skip
    shade = alt.Chart(data.add(region)).mark_rect(color=theme.muted, opacity=0.12)
    text = alt.Chart(
        data.add([{"x": plane.left, "breakthroughness": CUT_OFF,
                   "label": f"breakthroughness > {CUT_OFF:g}"}])
    ).mark_text(align="left", baseline="bottom", dx=style.px(5), dy=-style.px(4),
                fontSize=theme.small_size, color=theme.muted)  # fmt: skip
    return [
        shade.encode(x=x, x2=alt.X2(field="right"), y=y, y2=alt.Y2(field="top")),
        text.encode(x=x, y=y, text=alt.Text(field="label", type="nominal")),
    ]


def _straight_lines(found: Scores, x: alt.X, y: alt.Y, data: Datasets, style: Style) -> alt.Chart:
    """Where a straight line over K evenly spaced sizes lies: linearity 1, K - 1."""
    counts = sorted({point.n_sizes for point in found.points})
    rows = [{"x": 1, "breakthroughness": count - 1, "sizes": f"{count}"} for count in counts]
    mark: alt.Chart = alt.Chart(data.add(rows)).mark_point(
        shape="M-1,-1L1,1M-1,1L1,-1", size=style.area(26), filled=False, opacity=1,
        stroke=style.theme.ink, strokeWidth=style.px(1.2),
    )  # fmt: skip
    tooltip = [alt.Tooltip(field="sizes", type="nominal", title="straight line, sizes")]
    found_lines: alt.Chart = mark.encode(x=x, y=y, tooltip=tooltip)
    return found_lines


def point_layers(
    places: Mapping[Scored, float], look: Look, x: alt.X, y: alt.Y, data: Datasets, style: Style
) -> list[alt.Chart]:
    """Return the points; ``places``: where each lies on the field ``x``."""
    # Sharp series last: they lie on top.
    order = {name: place for place, name in enumerate(look.names)}
    ranked = sorted(places, key=lambda point: -order[point.verdict])
    layers = []
    for hollow in (True, False):
        rows = [_row(point, places[point], look) for point in ranked if point.hollow is hollow]
        if not rows:
            continue
        mark = alt.Chart(data.add(rows)).mark_point(
            size=style.area(58), opacity=0.95, strokeWidth=style.px(1.3),
            filled=not hollow,
        )  # fmt: skip
        colour = alt.Color(field="colour", type="nominal", scale=None, legend=None)
        shape = alt.Shape(field="shape", type="nominal", scale=None, legend=None)
        layers.append(mark.encode(x=x, y=y, color=colour, shape=shape, tooltip=_tooltip()))
    return layers


def _row(point: Scored, place: float, look: Look) -> Row:
    known = look.names.index(point.verdict)
    return {
        "x": place,
        "breakthroughness": point.breakthroughness,
        "colour": look.colours[known],
        "shape": look.shapes[known],
        "family": point.family,
        "task": point.task,
        "verdict": verdict_name(point.verdict),
        "b": number_text(point.breakthroughness, 3),
        "l": number_text(point.linearity),
        "width": with_interval(point.result.width),
        "percentile": number_text(point.percentile, 3),
        "sizes": f"{point.n_sizes}",
        "reason": point.reason,
    }


def _tooltip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip(field=field, type="nominal", title=title)
        for field, title in (
            ("family", "family"), ("task", "task"), ("verdict", "verdict"),
            ("b", "breakthroughness"), ("percentile", "its percentile of straight lines"),
            ("l", "linearity"), ("width", "width of the rise"), ("sizes", "sizes"),
            ("reason", "reason"),
        )
    ]  # fmt: skip


def name_layers(
    names: Mapping[Scored, str], places: Mapping[Scored, float], plane: Plane, x: alt.X,
    data: Datasets, style: Style,
) -> list[alt.Chart]:  # fmt: skip
    """Return the names of points at the right, moved apart, with a thin line from each point."""
    if not names:
        return []
    theme = style.theme
    wanted = [plane.down(point.breakthroughness) for point in names]
    ends = spread(wanted, theme.small_size + style.px(4), 0.0, plane.height)
    rows = [
        {
            "x": places[point],
            "breakthroughness": point.breakthroughness,
            "end": plane.score_at(end),
            "label": name,
        }
        for (point, name), end in zip(names.items(), ends, strict=True)
    ]
    beside = plane.width + style.px(14)
    base = alt.Chart(data.add(rows))
    rule = base.mark_rule(strokeWidth=style.px(0.7), color=theme.muted, opacity=0.7)
    text = base.mark_text(
        align="left", baseline="middle", x=beside + style.px(3), fontSize=theme.small_size,
        color=theme.ink,
    )  # fmt: skip
    label = alt.Text(field="label", type="nominal")
    return [
        rule.encode(x=x, x2=alt.value(beside), y=plane.y(style), y2=alt.Y2(field="end")),
        text.encode(y=plane.y(style, "end"), text=label),
    ]
