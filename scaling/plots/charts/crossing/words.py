"""Crossings in words: under the titles, in the note, in the alternative text."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from scaling.errors import DataError
from scaling.forecasting.crossing.results import CrossingResult
from scaling.notes import CROSSINGS
from scaling.plots.charts.crossing.marks import baseline_range, has_place, place_text
from scaling.plots.panels.rows import reaches_chance
from scaling.plots.style.text import clean
from scaling.plots.words import MOST_SENTENCES, several, short_name


def describe(results: Iterable[CrossingResult]) -> str:
    """Return what a chart of crossings shows, in plain words; raises DataError if nothing."""
    results = list(results)
    if not results:
        raise DataError("nothing to describe: expected at least one crossing, found none")
    if len(results) <= MOST_SENTENCES:
        return " ".join(_sentence(one) for one in results)
    counts = Counter(_outcome(one) for one in results)
    order = [name for name in (*(c.replace("_", " ") for c in CROSSINGS), "failed")
             if name in counts]  # fmt: skip
    tasks = list(dict.fromkeys(short_name(one.series.task) for one in results))
    text = f"{several(len(results), 'crossing', 'crossings')} on "
    text += f"{several(len(tasks), 'task', 'tasks')}. "
    return text + f"Verdicts: {', '.join(f'{counts[name]} {name}' for name in order)}."


def facts_of(one: CrossingResult) -> tuple[str, ...]:
    """Return what tells a crossing from others, of a pair with both values of its condition."""
    facts = one.series
    shots = "" if facts.n_shots is None else f"{facts.n_shots}-shot"
    told = {
        "family": facts.family, "n_shots": shots, "prompting": facts.prompting or "",
        "tuning": facts.tuning or "", "checkpoint": facts.checkpoint or "",
    }  # fmt: skip
    if one.pair is not None:
        told[one.pair.column] = f"{one.pair.baseline} to {one.pair.augmented}"
    return facts.task, *told.values()


def below_title(one: CrossingResult, *, source: bool = False) -> list[str]:
    """Return the lines under a panel's title: the verdict and the place.

    ``source``: with that of the baseline, where several have one name.
    """
    lines = []
    verdict = (one.verdict or "").replace("_", " ")
    place = place_text(one)
    told = ": ".join(part for part in (verdict, place) if part)
    if math.isfinite(one.ratio.estimate):
        told += f", {float(f'{one.ratio.estimate:.3g}'):,g} times the baseline's size"
    lines.append(told)
    if source and one.baseline.source:
        lines.append(f"baseline: {one.baseline.source}")
    if one.status != "ok":
        lines.append(one.message)
    return lines


def note(results: Sequence[CrossingResult]) -> str:
    """Say what the marks of this chart mean, as far as they occur in it."""
    level = next((f"{one.interval.level:.0%} " for one in results if one.interval), "")
    text = f"Points: scores with {level}intervals"
    if any(reaches_chance(one, point) for one in results for point in one.points):
        text += " (white centre: not above chance)"
    text += f". Curve: average over families, dashed beyond the data; band: its {level}interval."
    if any(one.pair is None for one in results):
        text += " Line across: the baseline"
        if any(high > low for low, high in map(baseline_range, results)):
            text += f" with its {level}interval"
        text += "."
    below = "worse" if all(one.pair for one in results) else "below"
    above = "better" if all(one.pair for one in results) else "above"
    if any(math.isfinite(end) for one in results for end in one.bracket):
        text += f" Shaded: from the last size that is surely {below} to the first that is surely "
        text += f"{above}, by the scores alone; open where there is none."
    ends = [end for one in results if one.interval for end in (one.lower, one.upper)]
    if any(place_text(one) for one in results):
        text += f" Diamond and bar above: where the curve passes, with its {level}interval."
    elif any(map(math.isfinite, ends)):
        text += f" Bar above: {level}interval of where the curve passes."
    drawn = [one for one in results if one.interval and has_place(one)]
    if any(not math.isfinite(end) for one in drawn for end in (one.lower, one.upper)):
        text += " Triangle: an end of it that is not reached."
    return text


def _sentence(one: CrossingResult) -> str:
    told = one.reason or one.message
    return f"{clean(one.label())}: {clean(told)}"


def _outcome(one: CrossingResult) -> str:
    return one.verdict.replace("_", " ") if one.verdict else "failed"
