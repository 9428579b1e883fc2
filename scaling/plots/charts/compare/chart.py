"""The chart of comparisons: a row a series, its curves at the left and their table at the right."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import altair as alt

from scaling.forecasting.results import CompareResult
from scaling.plots.charts.compare.curves import panel
from scaling.plots.charts.compare.ranking import table
from scaling.plots.charts.compare.words import MOST, drawn
from scaling.plots.panels.grid import side_by_side
from scaling.plots.panels.paired import Paired
from scaling.plots.panels.summary import fewer_scores, scores_text
from scaling.plots.style.finish import finish
from scaling.plots.style.look import Look
from scaling.plots.style.rows import Datasets
from scaling.plots.style.style import Style
from scaling.plots.words import hollow_text

PANEL, TABLE = (350.0, 225.0), 460.0  # pixels: of the panel also its height
MOST_STACKED = 1  # series with their table under them: more would not fit a page
MOST_SCORES = 100  # of all panels: more would hide the curves


def chart(results: Iterable[CompareResult], style: Style) -> alt.VConcatChart:
    """Return the curves of every series with their weights, differences and back-test errors.

    At most four series are drawn, one where the table has no room beside it, those that no curve
    could be fitted to last; of more than 100 scores some. The note says so. Raises DataError if
    there is no result.
    """
    found = list(results)
    sizes, data = Paired.of(style, PANEL, TABLE), Datasets()
    most = MOST_STACKED if sizes.columns == 1 else MOST
    whole = drawn(found)[:most]
    shown = fewer_scores(whole, MOST_SCORES)
    names = dict.fromkeys(row.curve for one in shown for row in one.curves)
    look = Look.of(names, style.theme)
    parts = [
        part
        for one in shown
        for part in (panel(one, look, sizes, style, data), table(one, look, sizes, style, data))
    ]
    rows = side_by_side(parts, sizes.columns, style)
    return finish(rows, data, style, width=sizes.span, key=_key(found, whole, shown))


def _key(
    found: Sequence[CompareResult],
    whole: Sequence[CompareResult],
    shown: Sequence[CompareResult],
) -> str:
    """Say what the marks and the columns mean, and what is not drawn.

    ``whole``: the series that are drawn, with all their scores; ``shown``: with those drawn.
    """
    points = [point for one in shown for point in one.points]
    text = "Points: scores"
    if any(math.isfinite(point.lower) for point in points):
        text += " with 90% intervals"
    text += f"{hollow_text(shown)}."
    text += " Triangle, bold and thick: the curve to use; circle: as good by these data."
    criteria = sorted({_capitals(one.criterion) for one in shown if one.criterion})
    named = " or ".join(criteria) or "AICc"
    text += f" Weight: Akaike weight; {named}: difference from the best"
    if any(row.status == "ok" and math.isnan(row.weight) for one in shown for row in one.curves):
        text += ", none for a curve set aside (too few sizes for its parameters)"
    text += "; error: mean absolute error of the held-out largest sizes."
    drawn_scores, scores = (sum(len(one.points) for one in part) for part in (shown, whole))
    if drawn_scores < scores:
        text += f" {scores_text(drawn_scores, scores)}"
    if len(shown) < len(found):
        text += f" Drawn: {len(shown)} of {len(found):,} series."
    return text


def _capitals(criterion: str) -> str:
    return {"aicc": "AICc", "bic": "BIC"}.get(criterion, criterion)
