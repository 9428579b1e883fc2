"""The marks of the plane of definitions: region, straight lines, points, names."""

from __future__ import annotations

import altair as alt

from scaling.plots.charts.definitions.axes import Plane
from scaling.plots.charts.definitions.rows import CUT_OFF, Scored, Scores
from scaling.plots.style.look import Look
from scaling.plots.style.rows import Datasets, Row
from scaling.plots.style.spread import spread
from scaling.plots.style.style import Style
from scaling.plots.style.text import number_text
from scaling.plots.style.verdict_looks import verdict_name


def layers_of(
    found: Scores, plane: Plane, look: Look, names: dict[Scored, str], data: Datasets, style: Style
) -> list[alt.Chart]:
    """Return all layers; ``names``: what the notable points are called at the right."""
    x, y = plane.x(style), plane.y(style)
    return [
        *_region(plane, x, y, data, style),
        _straight_lines(found, x, y, data, style),
        *_leaders(names, plane, x, data, style),
        *_points(found, look, x, y, data, style),
    ]


def _region(plane: Plane, x: alt.X, y: alt.Y, data: Datasets, style: Style) -> list[alt.Chart]:
    theme = style.theme
    region = [{"linearity": plane.left, "right": plane.right, "breakthroughness": CUT_OFF,
               "top": plane.high}]  # fmt: skip
    shade = alt.Chart(data.add(region)).mark_rect(color=theme.muted, opacity=0.12)
    text = alt.Chart(
        data.add([{"linearity": plane.left, "breakthroughness": CUT_OFF,
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
    rows = [
        {"linearity": 1, "breakthroughness": count - 1, "sizes": f"{count}"} for count in counts
    ]
    mark: alt.Chart = alt.Chart(data.add(rows)).mark_point(
        shape="M-1,-1L1,1M-1,1L1,-1", size=style.area(26), filled=False, opacity=1,
        stroke=style.theme.ink, strokeWidth=style.px(1.2),
    )  # fmt: skip
    tooltip = [alt.Tooltip(field="sizes", type="nominal", title="straight line, sizes")]
    found_lines: alt.Chart = mark.encode(x=x, y=y, tooltip=tooltip)
    return found_lines


def _points(
    found: Scores, look: Look, x: alt.X, y: alt.Y, data: Datasets, style: Style
) -> list[alt.Chart]:
    # Sharp series last: they lie on top.
    order = {name: place for place, name in enumerate(look.names)}
    ranked = sorted(found.points, key=lambda point: -order[point.verdict])
    layers = []
    for hollow in (True, False):
        rows = [_row(point, look) for point in ranked if point.hollow is hollow]
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


def _row(point: Scored, look: Look) -> Row:
    known = look.names.index(point.verdict)
    return {
        "linearity": point.linearity,
        "breakthroughness": point.breakthroughness,
        "colour": look.colours[known],
        "shape": look.shapes[known],
        "family": point.family,
        "task": point.task,
        "verdict": verdict_name(point.verdict),
        "b": number_text(point.breakthroughness, 3),
        "l": number_text(point.linearity),
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
            ("l", "linearity"), ("sizes", "sizes"), ("reason", "reason"),
        )
    ]  # fmt: skip


def _leaders(
    names: dict[Scored, str], plane: Plane, x: alt.X, data: Datasets, style: Style
) -> list[alt.Chart]:
    """Names of the notable points at the right, moved apart, each with a thin line to its point."""
    if not names:
        return []
    theme = style.theme
    wanted = [plane.down(point.breakthroughness) for point in names]
    places = spread(wanted, theme.small_size + style.px(4), 0.0, plane.height)
    rows = [
        {
            "linearity": point.linearity,
            "breakthroughness": point.breakthroughness,
            "end": plane.score_at(place),
            "label": name,
        }
        for (point, name), place in zip(names.items(), places, strict=True)
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
