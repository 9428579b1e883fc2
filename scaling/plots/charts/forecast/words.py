"""Forecasts in words: the alternative text of their chart."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from scaling.forecasting.ahead.results import ForecastResult
from scaling.forecasting.observational.results import CapabilityForecast
from scaling.plots.charts.forecast.outlook import Outlook, at_text, outlooks_of
from scaling.plots.style.text import clean, score_text
from scaling.plots.words import MOST_SENTENCES, sentence, several, short_name

NAMES = {"last": "the last value", "line": "a line in log size", "one step": "one step"}


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
        return " ".join(part for part in (clean(far.reason), _forecasts(outlook)) if part)
    if not outlook.made:
        facts = far.series
        subject = f"{short_name(facts.family)} on {short_name(facts.task)}"
        return f"{subject}: no forecast ({clean(far.message)})."
    return f"{sentence(far)} {_forecasts(outlook)}"


def _forecasts(outlook: Outlook) -> str:
    """Say every forecast, and the naive ones of the farthest size."""
    if not outlook.made:
        return ""
    parts = [_forecast(one) for one in outlook.made]
    naive = [f"{NAMES[name]} gives {score_text(value)}" for name, value, _ in outlook.naive]
    text = f"Forecast: {'; '.join(parts)}."
    return f"{text} Beside it {', '.join(naive)}." if naive else text


def _forecast(one: ForecastResult) -> str:
    text = f"{score_text(one.estimate)} at {at_text(one)}"
    if math.isfinite(one.lower + one.upper):
        level = f"{one.interval.level:.0%} " if one.interval else ""
        text += f", {level}interval {score_text(one.lower)} to {score_text(one.upper)}"
    away = one.decades_beyond_data
    if away > 0:
        unit = "nats" if one.size == "loss" else "decades"
        text += f", {away:.2f} {unit} beyond the data"
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
    facts = one.series
    where = f"{short_name(facts.family)} on {short_name(facts.task)}"
    return f"{score_text(one.estimate)} ({where} at {at_text(one)})"
