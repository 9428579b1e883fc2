"""Forecasts in words: the alternative text of their chart."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from scaling.forecasting.ahead.results import ForecastResult
from scaling.forecasting.observational.results import CapabilityForecast
from scaling.plots.charts.forecast.outlook import (
    Outlook,
    at_text,
    axis_text,
    beyond_text,
    naive_texts,
    outlooks_of,
)
from scaling.plots.panels.rows import size_text
from scaling.plots.style.text import clean, range_text, score_text
from scaling.plots.words import MOST_SENTENCES, sentence, several, short_name

POOLED = "families-pooled"


def describe(results: Iterable[ForecastResult]) -> str:
    """Return what a chart of forecasts shows, in plain words with the numbers.

    Few series are told one by one, of more how far their forecasts reach. Raises DataError if
    there is none.
    """
    outlooks = outlooks_of(results)
    if len(outlooks) > MOST_SENTENCES:
        return _overview(outlooks)
    return " ".join(_told(outlook) for outlook in outlooks)


def _told(outlook: Outlook) -> str:
    far = outlook.farthest
    if isinstance(far, CapabilityForecast):
        facts = far.series
        shown = (
            f"{_where(far)}, {short_name(facts.metric)} by {axis_text(far)}: {clean(far.reason)}"
        )
        return " ".join(part for part in (shown, _forecasts(outlook)) if part)
    if not outlook.made:
        return f"{_where(far)}: no forecast ({clean(far.message)})."
    told = _runs(far) if POOLED in far.notes else sentence(far)
    return f"{told} {_forecasts(outlook)}"


def _where(one: ForecastResult) -> str:
    """Return the task and its shots, with the family of a series of one."""
    facts = one.series
    shots = "" if facts.n_shots is None else f" ({facts.n_shots}-shot)"
    task = f"{short_name(facts.task)}{shots}"
    if isinstance(one, CapabilityForecast):
        return task
    return f"{short_name(facts.family)} on {task}"


def _runs(one: ForecastResult) -> str:
    """Say what runs of several families score, which are no one series that rises or falls."""
    known = [point for point in one.points if math.isfinite(point.score + point.size)]
    count = several(len(known), "run", "runs")
    if not known:
        return f"{_where(one)}: {count}."
    sizes, scores = [p.size for p in known], [p.score for p in known]
    ends = f"{size_text(min(sizes), one.size)} to {size_text(max(sizes), one.size)}"
    return f"{_where(one)}: {count} from {ends} score {range_text(min(scores), max(scores))}."


def _forecasts(outlook: Outlook) -> str:
    """Say every forecast, and the naive ones of the farthest size."""
    if not outlook.made:
        return ""
    parts = [_forecast(one) for one in outlook.made]
    names = naive_texts(outlook.farthest)
    naive = [f"{names[name]} gives {score_text(value)}" for name, value, _ in outlook.naive]
    text = f"Forecast: {'; '.join(parts)}."
    return f"{text} Beside it {', '.join(naive)}." if naive else text


def _forecast(one: ForecastResult) -> str:
    text = f"{score_text(one.estimate)} at {at_text(one)}"
    if math.isfinite(one.lower + one.upper):
        level = f"{one.interval.level:.0%} " if one.interval else ""
        text += f", {level}interval {score_text(one.lower)} to {score_text(one.upper)}"
    if away := beyond_text(one):
        text += f", {away} beyond the data"
    return text


def _overview(outlooks: Sequence[Outlook]) -> str:
    made = [outlook for outlook in outlooks if outlook.made]
    text = f"Forecasts of {several(len(outlooks), 'series', 'series')}: "
    text += f"{len(made)} made, {len(outlooks) - len(made)} refused."
    ranked = sorted(made, key=lambda outlook: outlook.farthest.estimate)
    same = {outlook.farthest.series.metric_kind for outlook in made}
    if len(ranked) > 1 and len(same) == 1:
        low, high = ranked[0].farthest, ranked[-1].farthest
        text += f" They run from {_named(low)} to {_named(high)}."
    return text


def _named(one: ForecastResult) -> str:
    return f"{score_text(one.estimate)} ({_where(one)} at {at_text(one)})"
