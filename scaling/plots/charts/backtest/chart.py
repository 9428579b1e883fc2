"""The chart of back-tests: a row a unit of scores, the scatter at the left, the table beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import altair as alt

from scaling.errors import DataError
from scaling.fitting.results import SeriesResult
from scaling.forecasting.display import error_cell
from scaling.forecasting.summary import FAR
from scaling.plots.charts.backtest.held import Group, groups_of
from scaling.plots.charts.backtest.readout import readout
from scaling.plots.charts.backtest.scatter import (
    SINGLE,
    STEPS,
    WITH_INTERVALS,
    is_crowded,
    is_far,
    scatter,
)
from scaling.plots.panels.grid import panel_titles, side_by_side
from scaling.plots.panels.paired import Paired
from scaling.plots.style.finish import finish
from scaling.plots.style.rows import Datasets
from scaling.plots.style.style import Style
from scaling.plots.style.text import clean
from scaling.plots.words import several, short_name

PANEL, TABLE = (300.0, 300.0), 430.0  # pixels: of the panel also its height
MOST = 4
"""Units of scores that are drawn, those with the most predictions."""


def chart(results: Iterable[SeriesResult], style: Style) -> alt.VConcatChart:
    """Return held-out scores, predicted against observed, with every predictor's errors.

    ``results`` of ``compare``, or of ``forecast`` on the capability axis. The scatter shows the
    weighted average of the curves, or the capability. Of more than 1,500 scores it counts those
    in squares. Raises DataError where nothing was held out.
    """
    groups = _groups(results)
    shown = groups[:MOST]
    sizes, data = Paired.of(style, PANEL, TABLE), Datasets()
    size = sizes.width, sizes.width
    titles = panel_titles([_texts(group) for group in shown], sizes.width, style)
    parts = [
        part
        for group, title in zip(shown, titles, strict=True)
        for part in (scatter(group, size, title, style, data), readout(group, sizes, style, data))
    ]
    whole = side_by_side(parts, sizes.columns, style)
    return finish(whole, data, style, width=sizes.span, key=_note(groups, shown))


def describe(results: Iterable[SeriesResult]) -> str:
    """Return how good the predictions were, in plain words; raises DataError as ``chart``."""
    return " ".join(_sentence(group) for group in _groups(results)[:MOST])


def _groups(results: Iterable[SeriesResult]) -> list[Group]:
    """Return the units of scores, those with the most predictions first."""
    found = list(results)
    groups = groups_of(found)
    if not groups:
        raise DataError(
            f"nothing was held out in {several(len(found), 'result', 'results')}: expected series "
            "of at least four sizes, or forecasts by other benchmarks with models to predict"
        )
    return sorted(groups, key=lambda group: -len(group.held))


def _sentence(group: Group) -> str:
    main = next(one for one in group.records if one.main)
    text = f"{several(len(group.held), 'held-out score', 'held-out scores')} of "
    text += f"{several(group.n_series, 'series', 'series')} ({_unit(group)}): the {main.name} "
    text += f"missed by {error_cell(main.error)} on average"
    naive = [one for one in group.records if one.naive]
    if naive:
        text += ", " + ", ".join(f"the {one.label} by {error_cell(one.error)}" for one in naive)
    for level, (inside, count) in main.within.items():
        text += f"; {level:.0%} intervals held {inside / count:.0%} of {count:,}"
    return f"{text}."


def _unit(group: Group) -> str:
    return "proportions" if group.proportion else short_name(group.unit)


def _texts(group: Group) -> tuple[str, list[str]]:
    names = {one.facts.task for one in group.held}, {one.facts.family for one in group.held}
    (tasks, families) = names
    main = next(one for one in group.records if one.main)
    told = [several(len(group.held), "held-out score", "held-out scores")]
    if len(tasks) > 1 or len(families) > 1:
        told.append(several(group.n_series, "series", "series"))
    unit = "Proportions" if group.proportion else clean(group.unit)
    return f"{unit}, {main.name}", [", ".join(told)]


def _note(groups: Sequence[Group], shown: Sequence[Group]) -> str:
    """Say what the marks mean, what the intervals are, and what is not drawn."""
    held = [one for group in shown for one in group.held]
    single = [group for group in shown if len(group.held) <= SINGLE]
    text = "Line: predicted as observed."
    if single:
        levels = sorted({one.widest for group in single for one in group.held if one.widest})
        if levels:
            named = " or ".join(f"{level:.0%}" for level in levels)
            text += f" Circles: within their {named} interval, squares: outside."
        if any(one.widest is None for group in single for one in group.held):
            text += " Diamonds: interval not known."
        if any(is_far(one) for group in single for one in group.held):
            text += f" Open: {FAR:g} decades or more beyond the fitted sizes."
    if any(is_crowded(group) and any(one.intervals for one in group.held) for group in single):
        text += f" Intervals are left out with more than {WITH_INTERVALS} scores."
    if len(single) < len(shown):
        steps = ", ".join(map(str, STEPS))
        text += f" Squares: darker from {steps} scores on (more than {SINGLE:,} in all)."
    text += " Error: mean absolute error, in units of the score."
    if any(one.partial for group in shown for one in group.records):
        text += " Predictors of some scores only stand below the others: their errors are of those"
        text += " alone."
    shares = sorted({level for one in held for level in one.intervals})
    if shares:
        named = "In " + " and ".join(f"{level:.0%}" for level in shares)
        text += f" {named}: share of scores within such intervals, from 0 to 1, with its 95%"
        text += " interval (scores taken as independent); squares where that does not hold the"
        text += " nominal share (dashed)."
    if len(shown) < len(groups):
        text += f" Drawn: {len(shown)} of {len(groups)} metrics."
    return text
