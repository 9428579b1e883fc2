"""What the scores of a series do, in words: names, courses, widths."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from scaling.detection.results import DetectResult
from scaling.detection.verdict.wording import score_text, unit_of, width_text
from scaling.fitting.display import condition
from scaling.fitting.results import SeriesResult
from scaling.plots.style.text import clean, cut
from scaling.plots.words import LONGEST_NAME, size_words

NO_SCORE = "has no score"
ON_THE_WAY = 0.1  # a rise starts and ends this share of its way from the first and last score


SIZES = MappingProxyType({
    "first": "smallest size", "last": "largest size", "smallest": "smallest", "smaller": "smaller",
    "larger": "larger",
})  # fmt: skip
STRENGTHS = MappingProxyType({
    "first": "weakest model", "last": "strongest model", "smallest": "weakest",
    "smaller": "weaker", "larger": "stronger",
})  # fmt: skip
"""Words of ``size_order``: a small loss is no small size."""


class Names:
    """What series are called: family and task, and of the rest what tells them apart."""

    def __init__(self, results: Iterable[SeriesResult]) -> None:
        """Take all series of a report."""
        seen: dict[tuple[str, str], set[tuple[str, str, str]]] = defaultdict(set)
        for one in results:
            facts = one.series
            told = (facts.metric, condition(facts), facts.source or "")
            seen[facts.family, facts.task].add(told)
        self._telling = {
            pair: tuple(len(set(values)) > 1 for values in zip(*told, strict=True))
            for pair, told in seen.items()
        }

    def of(self, result: SeriesResult) -> str:
        """Return a name such as ``Pythia on arithmetic_3da (exact_match, 5-shot)``."""
        facts = result.series
        extras = (facts.metric, condition(facts), facts.source or "")
        telling = self._telling[facts.family, facts.task]
        extra = [text for text, tells in zip(extras, telling, strict=True) if tells and text]
        subject = f"{short_name(facts.family)} on {short_name(facts.task)}"
        return f"{subject} ({short_name(', '.join(extra))})" if extra else subject

    def measured(self, result: SeriesResult) -> str:
        """Return metric and conditions, with the source where only that tells two series apart."""
        facts = result.series
        _, _, by_source = self._telling[facts.family, facts.task]
        parts = (facts.metric, condition(facts), facts.source if by_source else "")
        return clean(", ".join(part for part in parts if part))


def short_name(text: str, longest: int = LONGEST_NAME) -> str:
    """Return a name from data on one line, cut to so many letters."""
    return cut(clean(text), longest)


def counted(count: int, one: str, many: str = "") -> str:
    """Return how many there are: ``one pair``, ``1,200 pairs``."""
    return f"one {one}" if count == 1 else f"{count:,} {many or one + 's'}"


def size_order(axes: Iterable[str]) -> Mapping[str, str]:
    """Return what a bad and a good size are called: small and large, on the loss weak and strong.

    >>> size_order(["loss"])["last"]
    'strongest model'
    """
    return STRENGTHS if "loss" in axes else SIZES


def is_loss(result: SeriesResult) -> bool:
    """Return whether a series holds losses, which get better as they fall."""
    return result.series.metric_kind == "loss"


def means_by_size(result: SeriesResult) -> list[tuple[float, float]]:
    """Return (size, mean score) of each distinct size, from the worst size to the best."""
    found: dict[float, list[float]] = defaultdict(list)
    for point in result.points:
        if math.isfinite(point.score):
            found[point.size].append(point.score)
    ordered = sorted(found, reverse=result.size == "loss")
    return [(size, math.fsum(found[size]) / len(found[size])) for size in ordered]


def whole_course(result: SeriesResult) -> str:
    """Return the first and last score, such as ``goes from .012 at 70M to .866 at 12B``."""
    means = means_by_size(result)
    if not means:
        return NO_SCORE
    (first, low), (last, high) = means[0], means[-1]
    axis = result.size
    if len(means) == 1:
        models = sum(math.isfinite(point.score) for point in result.points)
        mean = f", the mean of {models} models" if models > 1 else ""
        return f"scores {score_text(low)} at {size_words(first, axis)}{mean}"
    return (
        f"goes from {score_text(low)} at {size_words(first, axis)} to {score_text(high)} at "
        f"{size_words(last, axis)}"
    )


def observed_rise(result: SeriesResult) -> str:
    """Return where the observed scores rise: ``goes from .02 to .87 between 1.4B and 12B``.

    From the last of the leading sizes within a tenth of the way from the first score to the last,
    to the first size from which on a tenth of the way at most is left. No curve is involved. A
    loss rises where it gets better.
    """
    means = means_by_size(result)
    if len(means) < 2 or _gain(result, means[0][1], means[-1][1]) <= 0:
        return whole_course(result)
    start, way = means[0][1], means[-1][1] - means[0][1]
    done = [(score - start) / way for _, score in means]
    low = 0
    while done[low + 1] <= ON_THE_WAY:
        low += 1
    high = len(means) - 1
    while high - 1 > low and done[high - 1] >= 1 - ON_THE_WAY:
        high -= 1
    sizes = [size_words(means[place][0], result.size) for place in (low, high)]
    scores = [score_text(means[place][1]) for place in (low, high)]
    return f"goes from {scores[0]} to {scores[1]} between {sizes[0]} and {sizes[1]}"


def turns_up(result: SeriesResult) -> bool:
    """Return whether an inner size stands out more as better than another as worse."""
    scores = [_gain(result, 0.0, score) for _, score in means_by_size(result)]
    if len(scores) < 3:
        return True
    inner = scores[1:-1]
    return max(inner) - max(scores[0], scores[-1]) >= min(scores[0], scores[-1]) - min(inner)


def turning(result: SeriesResult, *, upwards: bool) -> str:
    """Return first, worst (``upwards``: best) inner and last score of a curve that turns."""
    means = means_by_size(result)
    inner = means[1:-1]
    if not inner:
        return whole_course(result)
    size, score = (max if upwards else min)(inner, key=lambda mean: _gain(result, 0.0, mean[1]))
    axis = result.size
    (first, start), (last, end) = means[0], means[-1]
    return (
        f"goes from {score_text(start)} at {size_words(first, axis)} over {score_text(score)} at "
        f"{size_words(size, axis)} to {score_text(end)} at {size_words(last, axis)}"
    )


def _gain(result: SeriesResult, before: float, after: float) -> float:
    """Return by how much a score is better than another."""
    return before - after if is_loss(result) else after - before


def score_range(result: SeriesResult) -> str:
    """Return the least and greatest score and the sizes measured, of a curve that stays level."""
    means = means_by_size(result)
    if len(means) < 2:
        return whole_course(result)
    scores = [score for _, score in means]
    sizes = (
        f"from {size_words(means[0][0], result.size)} to {size_words(means[-1][0], result.size)}"
    )
    return f"scores {score_text(min(scores))} to {score_text(max(scores))} {sizes}"


def width_words(result: DetectResult) -> str:
    """Return ``width 0.4 decades [0.2, 0.9]``, nothing where no width is known."""
    width = result.width
    if not math.isfinite(width.estimate):
        return ""
    unit = unit_of(result.size)
    if not math.isfinite(width.lower):
        return f"width {width.estimate:.2g} {unit}"
    return f"width {width_text(width, unit)}"


def way(result: SeriesResult) -> float:
    """Return how far the scores go from the first size to the last, 0 where that is unknown."""
    means = means_by_size(result)
    return abs(means[-1][1] - means[0][1]) if means else 0.0
