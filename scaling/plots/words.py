"""Figures in words: the alternative text that every export carries."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from scaling.detection.results import DetectResult
from scaling.detection.verdict.wording import unit_of
from scaling.fitting.laws.records import ParameterEstimate
from scaling.fitting.records import Estimate, Point
from scaling.fitting.results import FitResult, SeriesResult
from scaling.notes import RISING_VERDICTS, VERDICTS
from scaling.plots.panels.grouping import panels_of
from scaling.plots.panels.rows import reaches_chance, reference_rows, size_text
from scaling.plots.style.text import clean, cut, number_text, score_text
from scaling.plots.style.verdicts import FAILED

MOST_SENTENCES = 4
"""Up to this many series are told one by one; of more, the verdicts are counted."""

LONGEST_NAME = 60  # letters


def describe_series(results: Iterable[SeriesResult]) -> str:
    """Return what a chart of these results shows, in plain words.

    One sentence a series for few series, counts per verdict for many. Models without a size
    that are too many to be drawn are mentioned. Raises DataError if there is no result.
    """
    results = list(results)
    panels = panels_of(results)
    if len(results) <= MOST_SENTENCES:
        sentences = [sentence(result) for result in results]
    else:
        sentences = [_overview(results), _counts(results)]
    sentences += [
        f"{short_name(panel.task)}: of {more + 3} models without a size the best 3 are drawn."
        for panel in panels
        if (more := reference_rows(panel)[1])
    ]
    return " ".join(part for part in sentences if part)


def sentence(result: SeriesResult) -> str:
    """Return one series in one sentence: where it starts and ends, and what was found."""
    facts = result.series
    shots = "" if facts.n_shots is None else f" ({facts.n_shots}-shot)"
    subject = f"{short_name(facts.family)} on {short_name(facts.task)}{shots}"
    if result.status == FAILED:
        why = f": {clean(result.message)}" if result.message else ""
        return f"{subject} could not be fitted{why}."
    parts = [f"{subject} {course(result)}"]
    if isinstance(result, DetectResult):
        if result.verdict in RISING_VERDICTS and math.isfinite(result.width.estimate):
            parts.append(width_text(result))
        meaning = VERDICTS.get(result.verdict, "")
        verdict = result.verdict.replace("_", " ")
        parts.append(f"verdict: {verdict}" + (f" ({meaning})" if meaning else ""))
    elif isinstance(result, FitResult):
        parts.append(f"{result.curve} curve")
        width = result.parameters.get("width")
        if width is not None and math.isfinite(width.estimate):
            parts.append(f"width {with_interval(width, unit_of(result.size))}")
    return "; ".join(parts) + "."


def verdict_counts(results: Iterable[SeriesResult]) -> dict[str, int]:
    """Return how many series have each verdict, in the order of ``notes.VERDICTS``.

    Failed series are counted as ``failed``, series of a fit as ``fitted``.
    """
    counts = Counter(_outcome(result) for result in results)
    order = [*VERDICTS, "fitted", FAILED]
    ranked = sorted(counts, key=lambda name: order.index(name) if name in order else -1)
    return {name: counts[name] for name in ranked}


def short_name(text: str) -> str:
    """Return a name from the data, cleaned and cut to so many letters."""
    return cut(clean(text), LONGEST_NAME)


def _outcome(result: SeriesResult) -> str:
    if result.status == FAILED:
        return FAILED
    return result.verdict if isinstance(result, DetectResult) else "fitted"


def _counts(results: Sequence[SeriesResult]) -> str:
    counts = verdict_counts(results)
    words = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in counts.items())
    verdicts = any(isinstance(result, DetectResult) for result in results)
    return f"{'Verdicts' if verdicts else 'Curves'}: {words}."


def _overview(results: Sequence[SeriesResult]) -> str:
    families = list(dict.fromkeys(short_name(result.series.family) for result in results))
    tasks = list(dict.fromkeys(short_name(result.series.task) for result in results))
    text = f"{several(len(results), 'series', 'series')}: {_named(families, 'family', 'families')}"
    return f"{text} on {_named(tasks, 'task', 'tasks')}."


def _named(names: Sequence[str], one: str, many: str) -> str:
    count = several(len(names), one, many)
    return f"{count} ({', '.join(names)})" if len(names) <= 5 else count


def several(count: int, one: str, many: str) -> str:
    """Return a count with its noun: ``1 series``, ``1,200 tasks``."""
    return f"{count:,} {one if count == 1 else many}"


def course(result: SeriesResult) -> str:
    """Return what the scores do, such as ``rises from chance at 2.7B to 0.87 at 12B``.

    The sizes at chance are those up to the last of the first ones whose intervals reach it.
    """
    ordered = _by_size(result)
    if not ordered:
        return "has no scores"
    first, last = ordered[0], ordered[-1]
    low, high = _at(first, result), _at(last, result)
    if len(ordered) == 1:
        return f"has one score, {low}"
    verdict = result.verdict if isinstance(result, DetectResult) else ""
    if verdict == "flat_at_chance":
        return f"stays at chance, {low} and {high}"
    if verdict in ("flat_above_chance", "saturated"):
        return f"stays level, {low} and {high}"
    if verdict in ("u_shaped", "inverted_u") and len(ordered) > 2:
        falls = verdict == "u_shaped"
        turn = (min if falls else max)(ordered[1:-1], key=lambda point: point.score)
        verb, then = ("falls", "rises") if falls else ("rises", "falls")
        return f"{verb} from {low} to {_at(turn, result)}, then {then} to {high}"
    if last.score > first.score:
        chance = _last_at_chance(ordered, result)
        start = low if chance is None else f"chance at {size_text(chance.size, result.size)}"
        return f"rises from {start} to {high}"
    return f"{'falls' if last.score < first.score else 'stays'} from {low} to {high}"


def _by_size(result: SeriesResult) -> list[Point]:
    """Return the points with a score, from the worst size to the best."""
    known = [point for point in result.points if math.isfinite(point.score)]
    return sorted(known, key=lambda point: point.size, reverse=result.size == "loss")


def _at(point: Point, result: SeriesResult) -> str:
    return f"{score_text(point.score)} at {size_text(point.size, result.size)}"


def _last_at_chance(ordered: Sequence[Point], result: SeriesResult) -> Point | None:
    """Return the last of the first points whose intervals reach chance, if any is one.

    Scores on the way up from chance are not "at chance" for a wide interval: a later point counts
    only where no score so far is clearly above.
    """
    found = None
    for point in ordered[:-1]:
        if not reaches_chance(result, point):
            break
        found = point
    return found


def width_text(result: DetectResult) -> str:
    """Return the width with its unit and interval: ``width 0.4 decades [0.2, 0.9]``."""
    return f"width {with_interval(result.width, unit_of(result.size))}"


def with_interval(
    estimate: Estimate | ParameterEstimate, unit: str = "", *, digits: int = 2
) -> str:
    """Return a number with its interval: ``0.4 [0.2, 0.9]``, ``1.4 decades [0.8, unbounded]``."""
    text = number_text(estimate.estimate, digits) + (f" {unit}" if unit else "")
    if math.isnan(estimate.lower) and math.isnan(estimate.upper):
        return text
    upper = "unbounded"
    if math.isfinite(estimate.upper):
        upper = number_text(estimate.upper, digits)
    return f"{text} [{number_text(estimate.lower, digits)}, {upper}]"
