"""The sentences of a crossing: what the scores show, what the curve says, what limits it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from scaling.fitting.display import short
from scaling.forecasting.crossing.bracket import Bracket
from scaling.forecasting.crossing.search import Reach, Shares
from scaling.series import LOSS_AXIS

ONE_RUN = "One training run a size: a lucky run is not excluded."


@dataclass(frozen=True, eq=False)
class Facts:
    """What sentences are made of.

    ``name`` is that of the baseline, or of the first condition of a pair; then ``augmented`` is the
    second one's and ``margin`` by how much it has to be better. ``score`` and ``error`` are the
    baseline's. ``axis`` names the sizes; ``sizes`` (as text) and ``scores`` are the observed ones,
    in the order of the bracket. ``sign`` is -1 of losses. ``estimate``, ``lower`` and ``upper`` are
    places on the axis. ``reach`` is None where there is no curve.
    """

    verdict: str
    name: str
    score: float
    error: float
    axis: str
    sign: float
    bracket: Bracket
    sizes: tuple[str, ...]
    scores: tuple[float, ...]
    estimate: float
    lower: float
    upper: float
    level: float
    shares: Shares
    reach: Reach | None
    ceiling: float
    margin: float
    augmented: str
    one_run: bool


def reason_of(facts: Facts) -> str:
    """Return the sentences of a verdict, with its numbers and its limits."""
    told = SENTENCES[facts.verdict](facts)
    bracket = facts.bracket
    if bracket.high is not None and bracket.falls_back:
        size = facts.sizes[bracket.high + int(bracket.below[bracket.high :].argmax())]
        told.append(f"It is not for good: {_is_below(facts, size)} again.")
    if facts.one_run:
        told.append(ONE_RUN)
    return " ".join(told)


def _crossed(f: Facts) -> list[str]:
    high, low = f.bracket.high or 0, f.bracket.low
    least = _amount(f.bracket.lower[high])
    if f.augmented:
        first = f"{f.sizes[high]} is surely better with {f.augmented} than with {f.name}"
        first += f", by {least} or more ({_amount(f.bracket.difference[high])} seen)"
    else:
        first = f"{f.sizes[high]}, at {short(f.scores[high])}, is surely {_above(f)} {_it(f)}"
        first += f", by {least} or more"
    if low is not None:
        before = f"{_is_below(f, f.sizes[low])}"
    elif high == 0:
        before = "it is the smallest size, so that it is passed there or before"
    else:
        before = "no smaller size is surely on the other side"
    return [f"{first}; {before}.", *_curve(f)]


def _always_better(f: Facts) -> list[str]:
    sure, count = int(f.bracket.above.sum()), len(f.sizes)
    return [
        f"The smallest size, {f.sizes[0]}, is surely better with {f.augmented} than with {f.name}, "
        f"by {_amount(f.bracket.lower[0])} or more; {sure} of {count} sizes surely are, and none "
        "is surely not: these sizes show no crossing."
    ]


def _always_worse(f: Facts) -> list[str]:
    last = len(f.sizes) - 1
    return [
        f"Each of the {len(f.sizes)} sizes is surely worse with {f.augmented} than with {f.name} "
        f"({f.sizes[last]} by {_amount(f.bracket.upper[last])} or more).",
        _never(f),
    ]


def _ceiling_below(f: Facts) -> list[str]:
    return [
        f"The scores have levelled off below {_it(f)}: the two largest sizes do not differ, and "
        f"the upper limit of the curve's ceiling is {short(f.ceiling)}."
    ]


def _never_within(f: Facts) -> list[str]:
    return [_observed(f), _never(f)]


def _unidentified(f: Facts) -> list[str]:
    reached = 1 - f.shares.never
    return [
        _observed(f),
        f"{reached:.0%} of the bootstrap curves {_reach_it(f)} up to {_end_of_reach(f)}, "
        f"{f.shares.never:.0%} do not: these sizes cannot say.",
    ]


def _not_yet(f: Facts) -> list[str]:
    return [_observed(f), *_curve(f)]


def _tied(f: Facts) -> list[str]:
    return [_observed(f), *_curve(f)]


SENTENCES: dict[str, Callable[[Facts], list[str]]] = {
    "crossed": _crossed,
    "always_better": _always_better,
    "always_worse": _always_worse,
    "ceiling_below": _ceiling_below,
    "never_within": _never_within,
    "tied": _tied,
    "unidentified": _unidentified,
    "not_yet": _not_yet,
}


def _observed(f: Facts) -> str:
    """Say where the scores stand, of which no size is surely above."""
    below, last = f.bracket.below, len(f.sizes) - 1
    at = last if below.all() or not below[last] else int((~below).nonzero()[0][-1])
    ends = sorted(f.sign * float(bound[at]) for bound in (f.bracket.lower, f.bracket.upper))
    low, high = (_amount(end) for end in ends)
    if f.augmented:
        difference = _amount(f.sign * f.bracket.difference[at])
        start = (
            f"No size is better with {f.augmented} than with {f.name} by {short(f.margin)}"
            if below.all()
            else f"No size is surely better with {f.augmented} than with {f.name}"
        )
        return f"{start}: at {f.sizes[at]} the difference is {difference} ({low} to {high})."
    score = short(f.scores[at])
    if below.all():
        gap = _amount(abs(f.bracket.upper[at]))
        start = f"Every size is surely {_below(f)} {_it(f)}"
        return f"{start}: the largest, {f.sizes[at]}, at {score}, by {gap} or more."
    return (
        f"No size is surely {_above(f)} {_it(f)}: {f.sizes[at]}, at {score}, may lie from {low} to "
        f"{high} of it."
    )


def _curve(f: Facts) -> list[str]:
    """Say where the averaged curve passes, with its interval."""
    if f.reach is None:
        return []
    subject = f"By the curves {f.augmented} starts to pay" if f.augmented else "The curve passes it"
    if f.estimate == math.inf:
        subject = f"The curve does not {_reach_it(f)} up to {_end_of_reach(f)}"
        if f.augmented:
            subject = f"By the curves {f.augmented} does not pay up to {_end_of_reach(f)}"
    elif f.estimate == -math.inf:
        subject += f" at {f.sizes[0]} or before"
    else:
        subject += f" at {_size(f, f.estimate)}{_beyond(f, f.estimate)}"
    if math.isnan(f.lower):
        return [f"{subject}."]
    return [f"{subject} ({f.level:.0%} interval {_end(f, f.lower)} to {_end(f, f.upper)})."]


def _never(f: Facts) -> str:
    where = f"up to {_end_of_reach(f)}"
    if f.shares.never == 1:
        reaches = f"favours {f.augmented}" if f.augmented else "reaches it"
        return f"No bootstrap curve {reaches} {where}."
    return f"{f.shares.never:.1%} of the bootstrap curves do not {_reach_it(f)} {where}."


def _reach_it(f: Facts) -> str:
    return f"favour {f.augmented}" if f.augmented else "reach it"


def _end(f: Facts, x: float) -> str:
    """Return an end of the interval as text."""
    if math.isinf(x):
        return f"{f.sizes[0]} or before" if x < 0 else "beyond what is followed"
    return _size(f, x)


def _end_of_reach(f: Facts) -> str:
    """Return up to where curves were followed, such as ``1.75T, 1 decade beyond the sizes``."""
    if f.reach is None:
        return "the largest size"
    return f"{_size(f, f.reach.high)}{_beyond(f, f.reach.high)}"


def _size(f: Facts, x: float) -> str:
    return short(-x) if f.axis == LOSS_AXIS else short(10.0**x, size=True)


def _beyond(f: Facts, x: float) -> str:
    """Return how far a place lies beyond the largest size; empty within the sizes."""
    beyond = x - float(f.bracket.x[-1])
    if beyond <= 0:
        return ""
    text = f"{beyond:.2g}"
    unit = "" if f.axis == LOSS_AXIS else " decade" if text == "1" else " decades"
    return f", {text}{unit} beyond the largest size"


def _amount(value: float) -> str:
    return f"{value:+.3g}" if value < 0 else f"{value:.3g}"


def _it(f: Facts) -> str:
    """Return the baseline with its score and error."""
    score = short(f.score) + (f" ± {short(f.error)}" if f.error else "")
    return score if f.name == short(f.score) or f.name == f"{f.score:g}" else f"{f.name} ({score})"


def _is_below(f: Facts, size: str) -> str:
    """Return that a size is surely on the wrong side."""
    if f.augmented:
        return f"{size} is surely not better by {short(f.margin)}"
    return f"{size} is surely {_below(f)} it"


def _above(f: Facts) -> str:
    return "above" if f.sign > 0 else "below"


def _below(f: Facts) -> str:
    return "below" if f.sign > 0 else "above"
