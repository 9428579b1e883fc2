"""Figures in words: the alternative text that every export carries."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import compress

from scaling.detection.results import DetectResult
from scaling.detection.verdict.wording import unit_of
from scaling.fitting.laws.records import ParameterEstimate
from scaling.fitting.records import Estimate, Point
from scaling.fitting.results import FitResult, SeriesResult
from scaling.notes import RISING_VERDICTS, VERDICTS
from scaling.plots.panels.grouping import condition_text, panels_of
from scaling.plots.panels.naming import panel_labels
from scaling.plots.panels.rows import reaches_chance, reference_rows, size_text
from scaling.plots.style.axes import SizeAxis
from scaling.plots.style.text import clean, cut, number_text, score_text
from scaling.plots.style.verdicts import FAILED
from scaling.series import LOSS_AXIS

MOST_SENTENCES = 4
"""Up to this many series are told one by one; of more, the verdicts are counted."""
MOST_BRIEF = 8
"""Up to this many series have a sentence too, without what their verdicts mean."""

LONGEST_NAME = 60  # letters
NO_FAMILY = "all"  # as results call a family that nobody names, and families pooled


def describe_series(results: Iterable[SeriesResult]) -> str:
    """Return what a chart of these results shows, in plain words.

    One sentence a series for few series, counts per verdict for many. Models without a size
    that are too many to be drawn are mentioned. Raises DataError if there is no result.
    """
    results = list(results)
    sentences = [
        f"{short_name(panel.task)}: of {more + 3} models without a size the best 3 are drawn."
        for panel in panels_of(results)
        if (more := reference_rows(panel)[1])
    ]
    return " ".join([told_series(results), *sentences])


def told_series(results: Sequence[SeriesResult]) -> str:
    """Return one sentence a series for few series, counts per verdict for many.

    Up to eight have both; of more, the scores of each panel where there are few panels.
    """
    if len(results) > MOST_BRIEF:
        return f"{_overview(results)} {_counts(results)}{_ranges(results)}"
    brief = len(results) > MOST_SENTENCES
    told = [_overview(results), _counts(results)] if brief else []
    names = zip(results, subjects(results), strict=True)
    told += [sentence(result, name, meaning=not brief) for result, name in names]
    return " ".join(told)


def sentence(result: SeriesResult, subject: str = "", *, meaning: bool = True) -> str:
    """Return one series in one sentence: where it starts and ends, and what was found.

    ``subject``: what the series is called, family and task where nobody says. ``meaning``: whether
    to explain the verdict.
    """
    subject = subject or _subject(result)
    if result.status == FAILED:
        why = f": {clean(result.message)}" if result.message else ""
        return f"{subject} could not be fitted{why}."
    sense = " (lower is better)" if result.series.metric_kind == "loss" else ""
    parts = [f"{subject} {course(result)}{sense}"]
    if isinstance(result, DetectResult):
        if result.verdict in RISING_VERDICTS and math.isfinite(result.width.estimate):
            parts.append(width_text(result))
        explained = VERDICTS.get(result.verdict, "") if meaning else ""
        verdict = result.verdict.replace("_", " ")
        parts.append(f"verdict: {verdict}" + (f" ({explained})" if explained else ""))
    elif isinstance(result, FitResult):
        parts.append(f"{result.curve} curve")
        width = result.parameters.get("width")
        if width is not None and math.isfinite(width.estimate):
            parts.append(f"width {with_interval(width, unit_of(result.size))}")
    return "; ".join(parts) + "."


def _subject(result: SeriesResult, also: Iterable[str | None] = ()) -> str:
    facts = result.series
    told = ", ".join([short_name(facts.task), *(short_name(fact) for fact in also if fact)])
    condition = condition_text(facts)
    family = "" if facts.family == NO_FAMILY else f"{short_name(facts.family)} on "
    return f"{family}{told}{f' ({condition})' if condition else ''}"


def subjects(results: Sequence[SeriesResult]) -> list[str]:
    """Return what each of some series is called in a sentence.

    Family, task and condition, such as ``OPT on MMLU (5-shot, cot)``; of series alike in these,
    also what tells them apart: metric, size axis, tuning, checkpoint or source.
    """
    names = [_subject(result) for result in results]
    alike: dict[str, list[tuple[str | None, ...]]] = defaultdict(list)
    for result, name in zip(results, names, strict=True):
        alike[name].append(_telling(result))
    found = []
    for result, name in zip(results, names, strict=True):
        differ = [len(set(column)) > 1 for column in zip(*alike[name], strict=True)]
        found.append(_subject(result, compress(_telling(result), differ)))
    return found


def _telling(result: SeriesResult) -> tuple[str | None, ...]:
    facts = result.series
    return facts.metric, result.size, facts.tuning, facts.checkpoint, facts.source


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
    families = list(dict.fromkeys(result.series.family for result in results))
    tasks = list(dict.fromkeys(result.series.task for result in results))
    text = f"{several(len(results), 'series', 'series')}: {_named(families, 'family', 'families')}"
    return f"{text} on {_named(tasks, 'task', 'tasks')}."


def _ranges(results: Sequence[SeriesResult]) -> str:
    """Return between which scores the series of each panel lie; nothing for many panels."""
    panels = panels_of(results)
    parts = []
    for panel, label in zip(panels, panel_labels(panels), strict=True):
        scores = [point.score for one in panel.results for point in one.points]
        known = [score for score in scores if math.isfinite(score)]
        if known:
            ends = f"{score_text(min(known))} to {score_text(max(known))}"
            parts.append(f"{short_name(label)} {ends}")
    return f" Scores: {', '.join(parts)}." if parts and len(panels) <= MOST_SENTENCES else ""


def _named(names: Sequence[str], one: str, many: str) -> str:
    count = several(len(names), one, many)  # counted whole: cut, two may read alike
    told = ", ".join(short_name(name) for name in names)
    return f"{count} ({told})" if len(names) <= 5 else count


def several(count: int, one: str, many: str) -> str:
    """Return a count with its noun: ``1 series``, ``1,200 tasks``."""
    return f"{count:,} {one if count == 1 else many}"


def course(result: SeriesResult) -> str:
    """Return what the scores do, such as ``rises from chance at 2.7B to 0.87 at 12B``.

    A series "goes" from one score to another where its verdict does not say that it rises or falls.

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
    loss = result.series.metric_kind == "loss"
    rises, falls = ("improves", "gets worse") if loss else ("rises", "falls")
    if verdict in ("u_shaped", "inverted_u") and len(ordered) > 2:
        lowest = (verdict == "u_shaped") != loss
        turn = (min if lowest else max)(ordered[1:-1], key=lambda point: point.score)
        verb, then = (falls, rises) if verdict == "u_shaped" else (rises, falls)
        return f"{verb} from {low} to {_at(turn, result)}, then {then} to {high}"
    gain = first.score - last.score if loss else last.score - first.score
    if gain > 0 and verdict in ("", *RISING_VERDICTS):
        chance = _last_at_chance(ordered, result)
        start = low if chance is None else f"chance at {size_words(chance.size, result.size)}"
        return f"{rises} from {start} to {high}"
    if gain < 0 and verdict in ("", "inverse"):
        return f"{falls} from {low} to {high}"
    return f"goes from {low} to {high}"


def _by_size(result: SeriesResult) -> list[Point]:
    """Return the points with a score, from the worst size to the best."""
    known = [point for point in result.points if math.isfinite(point.score)]
    return sorted(known, key=lambda point: point.size, reverse=result.size == "loss")


def _at(point: Point, result: SeriesResult) -> str:
    return f"{score_text(point.score)} at {size_words(point.size, result.size)}"


def size_words(size: float, axis: str) -> str:
    """Return a size with what it counts; parameters go without saying.

    >>> size_words(1.3e9, "params"), size_words(3e11, "tokens"), size_words(2.51, "loss")
    ('1.3B', '300B training tokens', 'a loss of 2.51')
    """
    text = size_text(size, axis)
    if axis == LOSS_AXIS:
        return f"a loss of {text}"
    return text if axis == "params" else f"{text} {SizeAxis(axis, size, size).title}"


def hollow_text(results: Iterable[SeriesResult]) -> str:
    """Return what hollow points are, in brackets, where any point of these results is hollow."""
    hollow = [one for one in results if any(reaches_chance(one, point) for point in one.points)]
    if not hollow:
        return ""
    losses = any(one.series.metric_kind == "loss" for one in hollow)
    return f" (hollow: not {'better than' if losses else 'above'} chance)"


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
