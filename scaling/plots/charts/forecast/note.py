"""The note under a chart of forecasts: what its marks mean, and how such forecasts did before."""

from __future__ import annotations

import math
from collections.abc import Sequence

from scaling.forecasting.ahead.records import TrackRecord
from scaling.forecasting.ahead.results import ForecastResult
from scaling.forecasting.ahead.wording import members_text
from scaling.forecasting.two_step.results import TwoStepForecast
from scaling.plots.charts.forecast.outlook import (
    NAIVE_SHAPES,
    SAME_SIZE,
    Outlook,
    naive_texts,
    ratios_of,
)
from scaling.plots.style.text import score_text
from scaling.plots.words import hollow_text, several


def note(outlooks: Sequence[Outlook]) -> str:
    """Say what the marks mean, what was averaged, and the record of the method."""
    made = [one for outlook in outlooks for one in outlook.made]
    refused = sum(not outlook.made for outlook in outlooks)
    results = [outlook.farthest for outlook in outlooks if outlook.made or not made]
    parts = [points_text(results)]
    if made:
        parts += [
            _curve(outlooks),
            _marks(outlooks),
            *_members(made),
            *record_texts(made, _held_out(made)),
        ]
    if made and refused:
        parts.append(f"{several(refused, 'series', 'series')} without a forecast left out.")
    return " ".join(part for part in parts if part)


def points_text(results: Sequence[ForecastResult]) -> str:
    """Say what the points are."""
    level = next((f"{one.interval.level:.0%} " for one in results if one.interval), "")
    text = "Points: scores"
    if any(math.isfinite(point.lower) for one in results for point in one.points):
        text += f" with {level}intervals"
    return f"{text}{hollow_text(results)}."


def _curve(outlooks: Sequence[Outlook]) -> str:
    far = [outlook.farthest for outlook in outlooks if outlook.made]
    names = list(dict.fromkeys(one.curve for one in far if one.curve))
    curve = f"{names[0]} curve" if len(names) == 1 else "curve of the forecast"
    steps = [one for one in far if isinstance(one, TwoStepForecast)]
    ratios = {_ratio(one.tokens / one.at) for one in steps}
    if len(ratios) == 1:
        curve += f" at {ratios.pop()} tokens per parameter"
    text = f"Line: {curve}"
    beyond = any(outlook.end is not None for outlook in outlooks)
    if steps:
        if any(map(_is_dashed, outlooks)):
            text += ", dashed where no run has its compute or its tokens per parameter"
            text += _runs(steps)
        text += "; shaded: larger than any run" if beyond else ""
    elif beyond:
        text += ", dashed beyond the data (shaded)"
    level = next((f"{one.interval.level:.0%} " for one in far if one.interval), "")
    if level:
        text += f"; bands: {level}interval of the curve, and fainter of a new model's score"
    return text + "."


def _runs(steps: Sequence[TwoStepForecast]) -> str:
    """Say how many tokens per parameter the runs have."""
    ratios = sorted(ratio for one in steps for ratio in ratios_of(one))
    if not ratios:
        return ""
    return f" (theirs: {_ends([_ratio(ratio) for ratio in (ratios[0], ratios[-1])])})"


def _is_dashed(outlook: Outlook) -> bool:
    """Return whether part of the curve runs where no data are."""
    low, high = outlook.seen or (-math.inf, math.inf)
    low, high = low / SAME_SIZE, high * SAME_SIZE
    return any(not low <= node.size <= high for node in outlook.farthest.band)


def _ratio(value: float) -> str:
    return f"{float(f'{value:.3g}'):,g}"


def _marks(outlooks: Sequence[Outlook]) -> str:
    text = "Diamond: forecast"
    marks = {
        shape: naive_texts(outlook.farthest)[name]
        for outlook in outlooks
        if outlook.made
        for name, _, shape in outlook.naive
    }
    told = [f"{NAIVE_SHAPES[shape]}: {marks[shape]}" for shape in NAIVE_SHAPES if shape in marks]
    return "; ".join([text, *told]) + "."


def _held_out(made: Sequence[ForecastResult]) -> str:
    if all(isinstance(one, TwoStepForecast) for one in made):
        return "the runs of most compute, held out"
    return "the series' own largest sizes, held out"


def _members(made: Sequence[ForecastResult]) -> list[str]:
    """Say what the average of a single series is made of."""
    texts = {members_text(one.weights) for one in made if one.weights}
    named = texts.pop() if len(texts) == 1 else ""
    return [f"Average of {named}."] if " and " in named else []


def record_texts(results: Sequence[ForecastResult], own: str) -> list[str]:
    """Say how such forecasts did: of one series its records, of several their range.

    ``own``: what was held out of the series itself.
    """
    found: list[str] = []
    same_unit = len({one.series.metric_kind for one in results}) == 1
    for records, what in (
        ([one.record for one in results], "held-out predictions of the same kind"),
        ([one.own_record for one in results], own),
    ):
        known = list(dict.fromkeys(record for record in records if record.n))
        if len(known) == 1:
            text = known[0].text.replace(" %", "%")
            found.append(f"{text[:1].upper()}{text[1:]}.")
        elif known:
            found.append(_range_text(known, what, same_unit=same_unit))
    return found


def _range_text(records: Sequence[TrackRecord], what: str, *, same_unit: bool) -> str:
    """Say between which values the records lie; errors only where they have one unit."""
    errors = sorted(one.mae for one in records if math.isfinite(one.mae)) if same_unit else []
    shares = sorted(one.coverage90 for one in records if math.isfinite(one.coverage90))
    parts = [f"mean error {_ends([score_text(value) for value in errors])}"] if errors else []
    if shares:
        parts.append(f"90% intervals held {_ends([f'{share:.0%}' for share in shares])}")
    return f"Past record ({what}): {', '.join(parts)}." if parts else ""


def _ends(ordered: Sequence[str]) -> str:
    low, high = ordered[0], ordered[-1]
    return low if low == high else f"{low} to {high}"
