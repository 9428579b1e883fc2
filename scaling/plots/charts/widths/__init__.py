"""Estimated widths of the rises: a dot and an interval each, against w0.

``rows`` chooses and orders them, ``axis`` has the scale of widths, ``layers`` the marks.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import altair as alt

from scaling.detection.results import DetectResult
from scaling.errors import DataError
from scaling.fitting.results import SeriesResult
from scaling.plots.charts.widths.axis import WidthAxis, width_axis
from scaling.plots.charts.widths.layers import INDENT, layers_of
from scaling.plots.charts.widths.rows import MOST_LINES, Widths, has_width, widths_of
from scaling.plots.panels.point_key import point_key
from scaling.plots.panels.units import axes_text
from scaling.plots.style.finish import finish, stacked
from scaling.plots.style.rows import Datasets
from scaling.plots.style.style import Style
from scaling.plots.style.text import width_of
from scaling.plots.style.verdict_looks import verdict_look
from scaling.plots.words import several, subjects, verdict_counts, with_interval

# Pixels of the design.
WIDTH, LABELS = 380.0, 260.0
ROW, LEAST_ROW, TALL = 20.0, 13.5, 800.0
LABEL_SHARE = 0.42  # of the whole figure, where its width is asked for
PAGE = 600.0  # of the rows where a width is asked for: title, key and note fit the page as well


def chart(results: Iterable[SeriesResult], style: Style) -> alt.VConcatChart:
    """Return the widths of the rising series among detect results, narrowest first.

    Of several families and tasks, those of a family stand together. Colour and shape tell the
    verdict, a bar the certifiable width, the dashed line w0. Of more than 60 series (fewer where
    a width is asked for, as on a page) the claims (sharp, smooth) are drawn first, then the most
    precise. Raises DataError where no series
    rises.
    """
    results = list(results)
    lines, tall = (MOST_LINES, TALL) if style.within is None else (int(PAGE / LEAST_ROW), PAGE)
    found = widths_of(results, lines=lines)
    if not found.rows:
        raise DataError(
            f"no widths can be drawn: expected series that rise, found {_others(results)}; use "
            "--kind verdicts or curves"
        )
    axis = width_axis(found.results)
    width = style.room(WIDTH)
    labels = min(_room_of_names(found, style), style.px(LABELS))
    if style.within is not None:
        labels = min(labels, LABEL_SHARE * style.within)
    height = style.px(max(LEAST_ROW, min(ROW, tall / found.lines))) * found.lines
    data = Datasets()
    look = verdict_look((row.result.verdict for row in found.rows), style.theme)
    plot = alt.LayerChart(
        layer=layers_of(found, axis, look, (labels, width, height), data, style),
        width=width,
        height=height,
    )
    left = labels + style.px(8)
    key = point_key(look, data, left, width, style)
    whole = stacked(plot, key, spacing=style.px(18))
    return finish(whole, data, style, width=left + width, key=_note(results, found, axis))


def describe(results: Iterable[SeriesResult]) -> str:
    """Return what the chart of widths shows, in plain words."""
    results = list(results)
    rising = widths_of(results, most=None).results
    if not rising:
        return f"No series rises: {_others(results)}."
    named = zip(rising, subjects(rising), strict=True)
    ranked = sorted(named, key=lambda one: one[0].width.estimate)
    text = f"Widths of {several(len(rising), 'rising series', 'rising series')}"
    text += f" in {axes_text(rising)}: {_one(*ranked[0])}"
    text += f", the widest {_one(*ranked[-1])}." if len(ranked) > 1 else "."
    known = [one for one in rising if math.isfinite(one.width.upper) and math.isfinite(one.w0)]
    below = sum(one.width.upper < one.w0 for one in known)
    above = sum(one.width.lower >= one.w0 for one in rising)
    text += f" The whole interval lies below w0 for {below} and above it for {above}."
    return " ".join([text, *_left_out(results)])


def _room_of_names(found: Widths, style: Style) -> float:
    size = style.theme.small_size
    longest = max(width_of(row.label, size) for row in found.rows)
    headings = max((width_of(name, 1.1 * size) for _, name in found.headings), default=0.0)
    return max(longest + (style.px(INDENT) if found.headings else 0.0), headings)


def _one(result: DetectResult, name: str) -> str:
    return f"{name} {with_interval(result.width)} ({result.verdict.replace('_', ' ')})"


def _others(results: Sequence[SeriesResult]) -> str:
    counts = verdict_counts(results)
    words = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items())
    return words or "no series at all"


def _note(results: Sequence[SeriesResult], found: Widths, axis: WidthAxis) -> str:
    """Say what the marks mean, which series are not drawn, and how the axis is to be read."""
    drawn = found.results
    level = next((f"{one.interval.level:.0%} " for one in drawn if one.interval), "")
    parts = [f"Points: estimated widths (10 to 90% of the rise) with {level}intervals."]
    if any(math.isnan(one.width.upper) and math.isfinite(one.width.lower) for one in drawn):
        parts.append("Arrows: no upper end was found.")
    if any(math.isfinite(one.certifiable_width) for one in drawn):
        parts.append(
            "Upright bars: certifiable width, the least w0 against which a step there is sharp."
        )
    if axis.edge is not None:
        parts.append("The axis is logarithmic, with 0 (a step) at its left end.")
    if found.rising > len(drawn):
        parts.append(
            f"{len(drawn)} of {found.rising:,} rising series: sharp and smooth first, then the "
            "most precise."
        )
    return " ".join([*parts, *_left_out(results)])


def _left_out(results: Sequence[SeriesResult]) -> list[str]:
    """Say which series have no place among rising ones of known width, and why."""
    left = [result for result in results if not has_width(result)]
    return [f"Left out: {_others(left)}."] if left else []
