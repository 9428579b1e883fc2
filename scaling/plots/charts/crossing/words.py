"""Crossings in words: under the titles, in the note, in the alternative text."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from scaling.errors import DataError
from scaling.forecasting.crossing.results import CrossingResult
from scaling.notes import CROSSINGS
from scaling.plots.charts.crossing.marks import baseline_range, has_place, place_text
from scaling.plots.panels.rows import size_text
from scaling.plots.style.text import clean, number_text
from scaling.plots.words import MOST_SENTENCES, hollow_text, several, short_name
from scaling.series import LOSS_AXIS


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


def facts_of(one: CrossingResult, *, named: bool = False) -> tuple[str, ...]:
    """Return what tells a crossing from others, of a pair with both values of its condition.

    ``named``: with the baseline, where there are several.
    """
    facts = one.series
    shots = "" if facts.n_shots is None else f"{facts.n_shots}-shot"
    told = {
        "family": facts.family, "n_shots": shots, "prompting": facts.prompting or "",
        "tuning": facts.tuning or "", "checkpoint": facts.checkpoint or "",
    }  # fmt: skip
    if one.pair is not None:
        told[one.pair.column] = f"{one.pair.baseline} to {one.pair.augmented}"
    baseline = one.baseline.name if named and not one.pair else ""
    return facts.task, baseline, *told.values()


def below_title(one: CrossingResult, *, source: bool = False) -> list[str]:
    """Return the lines under a panel's title: the verdict and the place.

    ``source``: with that of the baseline, where several have one name.
    """
    lines = []
    verdict = (one.verdict or "").replace("_", " ")
    place = place_text(one) or _before(one)
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
    text += f"{hollow_text(results)}."
    if curved := [one for one in results if one.band]:
        text += f" Curve: {_curve(curved)}, dashed beyond the data"
        text += f"; band: its {level}interval." if level else "."
    if any(one.pair is None for one in results):
        text += " Line across: the baseline"
        if any(high > low for low, high in map(baseline_range, results)):
            text += f" with its {level}interval"
        text += "."
    if bracketed := [one for one in results if any(map(math.isfinite, one.bracket))]:
        text += f" Shaded: {_bracket(bracketed)}, by the scores alone; open where there is none."
    ends = [end for one in results if one.interval for end in (one.lower, one.upper)]
    if placed := [one for one in results if place_text(one)]:
        text += f" Diamond and bar above: {_where(placed)}, with its {level}interval."
    elif any(map(math.isfinite, ends)):
        text += f" Bar above: {level}interval of {_where(results)}."
    drawn = [one for one in results if one.interval and has_place(one)]
    if any(not math.isfinite(end) for one in drawn for end in (one.lower, one.upper)):
        text += " Triangle: an end of it that is not reached."
    return text


def _curve(results: Sequence[CrossingResult]) -> str:
    """Say what the curves are: one family each, or an average over several."""
    alone = {one.curves[0].curve if len(one.curves) == 1 else "" for one in results}
    if "" in alone:
        return "average over families"
    return " or ".join(sorted(alone)).replace("-", " ")


def _bracket(results: Sequence[CrossingResult]) -> str:
    """Say between which sizes it is shaded, of pairs and of baselines where there are both."""
    losses = any(one.series.metric_kind == "loss" for one in results)
    below, above = ("worse", "better") if losses else ("below", "above")
    told = []
    if any(one.pair is None for one in results):
        told.append(f"from the last size that is surely {below} to the first surely {above}")
    if any(one.pair for one in results):
        told.append(
            f"from the last size that is surely not better{_margin(results)} to the first "
            "surely better"
        )
    return "; of pairs ".join(told)


def _where(results: Sequence[CrossingResult]) -> str:
    """Say what the place of a crossing is."""
    told = ["where the curve passes"] if any(one.pair is None for one in results) else []
    if any(one.pair for one in results):
        told.append(f"where the second curve is better{_margin(results)}")
    return " or ".join(told)


def _margin(results: Sequence[CrossingResult]) -> str:
    """Return by how much the second condition of a pair has to be better, nothing for 0."""
    margins = {one.margin for one in results if one.pair}
    if len(margins) > 1:
        return f" by the margin ({number_text(min(margins))} to {number_text(max(margins))})"
    margin = margins.pop()
    return f" by {number_text(margin)}" if margin > 0 else ""


def _before(one: CrossingResult) -> str:
    """Return that a curve passes at the smallest size or before, where most of its draws do."""
    shares = (one.shares.before, one.shares.within, one.shares.beyond, one.shares.never)
    sizes = [point.size for point in one.points]
    if not sizes or not shares[0] > max(shares[1:]):
        return ""
    first = max(sizes) if one.size == LOSS_AXIS else min(sizes)
    return f"at {size_text(first, one.size)} or before"


def _sentence(one: CrossingResult) -> str:
    told = one.reason or one.message
    return f"{clean(one.label())}: {clean(told)}"


def _outcome(one: CrossingResult) -> str:
    return one.verdict.replace("_", " ") if one.verdict else "failed"
