"""BIG-bench's breakthroughness over the estimated width of the rise, by verdict.

A score that told abrupt rises from gradual ones would fall from left to right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import altair as alt

from scaling.errors import DataError
from scaling.fitting.results import SeriesResult
from scaling.plots.charts.definitions import legend_of_letters, names_of
from scaling.plots.charts.definitions.axes import Plane
from scaling.plots.charts.definitions.layers import name_layers, point_layers, region_layers
from scaling.plots.charts.definitions.rows import CUT_OFF, LINE_PERCENTILE, Scored, scores_of
from scaling.plots.charts.widths.axis import WidthAxis, width_axis
from scaling.plots.charts.widths.rows import has_width
from scaling.plots.panels.point_key import point_key
from scaling.plots.panels.units import axes_text
from scaling.plots.style.finish import finish, stacked
from scaling.plots.style.rows import Datasets
from scaling.plots.style.style import Style
from scaling.plots.style.text import number_text
from scaling.plots.style.verdict_looks import verdict_look
from scaling.plots.words import several, short_name, with_interval

WIDTH, HEIGHT = 430.0, 360.0  # pixels of the design


def chart(results: Iterable[SeriesResult], style: Style) -> alt.VConcatChart:
    """Return breakthroughness over the estimated width, a point a series that rises.

    Colour and shape tell the verdict, a hollow point a breakthroughness that straight lines reach
    by chance; shaded: above the raw cut-off of 5; the dashed line is w0. Raises DataError where no
    rise of three sizes has a width, or there is no result at all.
    """
    results = list(results)
    points = _rising(results, scores_of(results).points)
    if not points:
        raise DataError(
            "nothing to draw over the width of the rise: expected series of at least three sizes "
            f"that rise, found {several(len(results), 'series', 'series')} without one; use --kind "
            "definitions or verdicts"
        )
    names, labels = names_of(points, style)
    gap = style.px(26) if names else 0.0
    width = style.room(WIDTH + labels / style.theme.scale + 26) - labels - gap
    axis = width_axis([point.result for point in points])
    plane = Plane.of(points, width, min(style.px(HEIGHT), 0.95 * width))
    plane = plane.between(axis.low, axis.high)
    places = {point: axis.place(point.result.width.estimate) for point in points}
    data, x, y = Datasets(), axis.encode(width, style), plane.y(style)
    look = verdict_look((point.verdict for point in points), style.theme)
    layers = [
        *region_layers(plane, x, y, data, style),
        _limits(points, x, data, style),
        *name_layers(names, places, plane, x, data, style),
        *point_layers(places, look, x, y, data, style),
    ]
    plot = alt.LayerChart(layer=layers, width=plane.width, height=plane.height)
    across = plane.width + labels + gap
    whole = stacked(plot, point_key(look, data, style.px(38), across, style), spacing=style.px(18))
    note = " ".join([_note(points, axis, len(results)), *legend_of_letters(names)])
    return finish(whole, data, style, width=across + style.px(36), key=note)


def describe(results: Iterable[SeriesResult]) -> str:
    """Return what the chart shows, in plain words; all series are counted, drawn or not."""
    results = list(results)
    found = scores_of(results, most=len(results)).points if results else ()
    points = _rising(results, found)
    if not points:
        return "No rise of three sizes has a width and a breakthroughness."
    above = [point for point in points if point.breakthroughness > CUT_OFF]
    below = [point for point in points if not point.breakthroughness > CUT_OFF]
    wide = sum(point.result.width.estimate >= point.result.w0 for point in above)
    narrow = sum(point.result.width.estimate < point.result.w0 for point in below)
    top = max(points, key=lambda point: (point.breakthroughness, point.name))
    unit = axes_text([point.result for point in points])
    return (
        f"Breakthroughness over the width of the rise ({unit}) of "
        f"{several(len(points), 'series', 'series')}. Above a breakthroughness of {CUT_OFF:g}: "
        f"{len(above)}, of which {wide} with an estimated width of w0 or more. Not above: "
        f"{len(below)}, of which {narrow} are narrower than w0. "
        f"The largest is {short_name(top.name)}, breakthroughness "
        f"{number_text(top.breakthroughness, 3)}, width {with_interval(top.result.width)} "
        f"({top.verdict.replace('_', ' ')})."
    )


def _rising(results: Sequence[SeriesResult], points: Iterable[Scored]) -> list[Scored]:
    known = {id(result) for result in results if has_width(result)}
    return [point for point in points if id(point.result) in known]


def _limits(points: Sequence[Scored], x: alt.X, data: Datasets, style: Style) -> alt.Chart:
    rows = [{"x": w0} for w0 in sorted({point.result.w0 for point in points})]
    rule = alt.Chart(data.add(rows)).mark_rule(
        strokeDash=[style.px(5), style.px(3)], strokeWidth=style.px(1.2), color=style.theme.ink
    )
    limits: alt.Chart = rule.encode(x=x)
    return limits


def _note(points: Sequence[Scored], axis: WidthAxis, total: int) -> str:
    w0 = " or ".join(number_text(value) for value in sorted({p.result.w0 for p in points}))
    unit = axes_text([point.result for point in points])
    parts = [
        f"Dashed line: w0 ({w0}, in {unit}); a sharp rise is narrower.",
        f"Shaded: breakthroughness above {CUT_OFF:g}, a raw cut-off that about half of all "
        "straight lines over six sizes pass.",
    ]
    if any(point.hollow for point in points):
        parts.append(
            f"Hollow: below the {LINE_PERCENTILE:g}th percentile of straight lines with the same "
            "sizes and errors."
        )
    if axis.edge is not None:
        parts.append("The axis of widths is logarithmic, with 0 (a step) at its left end.")
    left = total - len(points)
    if left:
        parts.append(f"{several(left, 'series', 'series')} without a rise of known width left out.")
    return " ".join(parts)
