"""The chart of comparisons: a row a series, its curves at the left and their table at the right."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import altair as alt

from scaling.forecasting.results import CompareResult
from scaling.plots.charts.compare.curves import panel
from scaling.plots.charts.compare.ranking import table
from scaling.plots.charts.compare.words import drawn
from scaling.plots.panels.grid import side_by_side
from scaling.plots.panels.paired import Paired
from scaling.plots.panels.rows import reaches_chance
from scaling.plots.style.finish import finish
from scaling.plots.style.look import Look
from scaling.plots.style.rows import Datasets
from scaling.plots.style.style import Style

PANEL, TABLE = (350.0, 225.0), 460.0  # pixels: of the panel also its height


def chart(results: Iterable[CompareResult], style: Style) -> alt.VConcatChart:
    """Return the curves of every series with their weights, differences and back-test errors.

    At most four series are drawn, those that no curve could be fitted to last, and the note says
    how many are not. Raises DataError if there is no result.
    """
    found = list(results)
    shown = drawn(found)
    names = dict.fromkeys(row.curve for one in shown for row in one.curves)
    look = Look.of(names, style.theme)
    sizes, data = Paired.of(style, PANEL, TABLE), Datasets()
    parts = [
        part
        for one in shown
        for part in (panel(one, look, sizes, style, data), table(one, look, sizes, style, data))
    ]
    whole = side_by_side(parts, sizes.columns, style)
    return finish(whole, data, style, width=sizes.span, key=_key(found, shown), lines=14)


def _key(found: Sequence[CompareResult], shown: Sequence[CompareResult]) -> str:
    """Say what the marks and the columns mean, and what is not drawn."""
    points = [point for one in shown for point in one.points]
    text = "Points: scores"
    if any(math.isfinite(point.lower) for point in points):
        text += " with 90% intervals"
    if any(reaches_chance(one, point) for one in shown for point in one.points):
        text += " (white centre: not above chance)"
    text += ". Triangle, bold and thick: the curve to use; circle: as good by these data."
    criteria = sorted({_capitals(one.criterion) for one in shown if one.criterion})
    named = " or ".join(criteria) or "AICc"
    text += f" Weight: Akaike weight; {named}: difference from the best"
    if any(row.status == "ok" and math.isnan(row.weight) for one in shown for row in one.curves):
        text += ", none for a curve set aside (too few sizes for its parameters)"
    text += "; error: mean absolute error of the held-out largest sizes."
    if len(shown) < len(found):
        text += f" Drawn: {len(shown)} of {len(found):,} series."
    return text


def _capitals(criterion: str) -> str:
    return {"aicc": "AICc", "bic": "BIC"}.get(criterion, criterion)
