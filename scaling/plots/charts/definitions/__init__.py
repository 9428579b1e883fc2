"""BIG-bench's plane of two published scores: breakthroughness over linearity, by verdict.

``rows`` chooses the series and those that get a name, ``axes`` has the scales, ``layers`` the
marks. Srivastava et al. 2022, arXiv:2206.04615.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from string import ascii_lowercase

import altair as alt

from scaling.errors import DataError
from scaling.fitting.results import SeriesResult
from scaling.notes import SHARP_VERDICTS
from scaling.plots.charts.definitions.axes import Plane
from scaling.plots.charts.definitions.layers import layers_of
from scaling.plots.charts.definitions.rows import (
    CUT_OFF,
    LINE_PERCENTILE,
    Scored,
    Scores,
    scores_of,
)
from scaling.plots.panels.point_key import point_key
from scaling.plots.style.finish import finish, stacked
from scaling.plots.style.rows import Datasets
from scaling.plots.style.style import Style
from scaling.plots.style.text import cut, number_text, shorten, width_of
from scaling.plots.style.verdict_looks import verdict_look
from scaling.plots.words import LONGEST_NAME, several, short_name

WIDTH, HEIGHT, LABELS = 430.0, 360.0, 230.0  # pixels of the design
LABEL_SHARE = 0.4  # of the whole figure, where its width is asked for


def chart(results: Iterable[SeriesResult], style: Style) -> alt.VConcatChart:
    """Return breakthroughness over normalised linearity, a point a series.

    Colour and shape tell the verdict, a hollow point a breakthroughness that straight lines reach
    by chance; the shaded region lies above the raw cut-off of 5. The sharp series and those of
    largest breakthroughness have names. Of more than 2,000 series a part is drawn. Raises
    DataError where no series of three sizes has both scores, or there is none at all.
    """
    found = scores_of(results)
    if not found.points:
        raise DataError(
            "nothing to draw in the plane of breakthroughness and linearity: expected a series of "
            f"at least three sizes, found {several(found.left, 'series', 'series')} without one; "
            "choose other tasks or families"
        )
    names, labels = names_of(found.points, style)
    gap = style.px(26) if names else 0.0
    width = style.room(WIDTH + labels / style.theme.scale + 26) - labels - gap
    plane = Plane.of(found.points, width, min(style.px(HEIGHT), 0.95 * width))
    data = Datasets()
    look = verdict_look((point.verdict for point in found.points), style.theme)
    plot = alt.LayerChart(
        layer=layers_of(found, plane, look, names, data, style),
        width=plane.width,
        height=plane.height,
    )
    across = plane.width + labels + gap
    key = point_key(look, data, style.px(38), across, style)
    whole = stacked(plot, key, spacing=style.px(18))
    note = " ".join([_note(found), *legend_of_letters(names)])
    return finish(whole, data, style, width=across + style.px(36), key=note)


def names_of(points: Sequence[Scored], style: Style) -> tuple[dict[Scored, str], float]:
    """Return what the notable points are called, and the room that takes.

    Letters where names would leave less than half of the width to the plot.
    """
    notable = [point for point in points if point.notable]
    notable.sort(key=lambda point: -point.breakthroughness)
    if not notable:
        return {}, 0.0
    size, most = style.theme.small_size, style.px(LABELS)
    names = {point: shorten(point.name, most, size) for point in notable}
    room = max(width_of(name, size) for name in names.values())
    if style.within is not None and room > LABEL_SHARE * style.within:
        return dict(zip(notable, ascii_lowercase, strict=False)), size
    return names, room


def legend_of_letters(names: dict[Scored, str]) -> list[str]:
    """Say which point a letter is, where letters stand for names."""
    pairs = [
        f"{short}: {cut(point.name, LONGEST_NAME)}"
        for point, short in names.items()
        if short in ascii_lowercase
    ]
    return [f"{'; '.join(pairs)}."] if pairs else []


def describe(results: Iterable[SeriesResult]) -> str:
    """Return what the plane shows, in plain words; all series are counted, drawn or not."""
    results = list(results)
    found = scores_of(results, most=len(results)) if results else Scores((), 0, 0, 0)
    if not found.points:
        return "No series of three sizes has a breakthroughness and a linearity."
    text = f"Breakthroughness and linearity of {several(found.total, 'series', 'series')}"
    above = [point for point in found.points if point.breakthroughness > CUT_OFF]
    sharp = [point for point in found.points if point.verdict in SHARP_VERDICTS]
    both = [point for point in above if point.verdict in SHARP_VERDICTS]
    text += f": {len(above)} above a breakthroughness of {CUT_OFF:g}, {len(sharp)} with a sharp "
    text += f"verdict, {len(both)} with both."
    top = max(found.points, key=lambda point: point.breakthroughness)
    text += (
        f" The largest is {short_name(top.family)} on {short_name(top.task)}, breakthroughness "
        f"{number_text(top.breakthroughness, 3)}, linearity {number_text(top.linearity)} "
        f"({top.verdict.replace('_', ' ')})."
    )
    return text + _left_out(found)


def _note(found: Scores) -> str:
    """Say what the marks mean, and which series are not drawn."""
    parts = [
        f"Shaded: breakthroughness above {CUT_OFF:g}, a raw cut-off that about half of all "
        "straight lines over six sizes pass.",
        "Thin ×: straight lines over as many evenly spaced sizes as the series here have.",
    ]
    if any(point.hollow for point in found.points):
        parts.append(
            "Hollow: below the "
            f"{LINE_PERCENTILE:g}th percentile of straight lines with the same sizes and errors."
        )
    if found.total > len(found.points):
        parts.append(
            f"{len(found.points):,} of {found.total:,} series: all sharp ones, and evenly of the "
            "others."
        )
    return " ".join(parts) + _left_out(found)


def _left_out(found: Scores) -> str:
    parts = []
    if found.few:
        parts.append(f"{several(found.few, 'series', 'series')} of fewer than three sizes")
    if found.unscored:
        parts.append(f"{several(found.unscored, 'series', 'series')} without both scores")
    return f" {' and '.join(parts)} left out." if parts else ""
