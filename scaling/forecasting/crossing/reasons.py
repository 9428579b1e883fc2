"""The sentences of a crossing: what the scores show, what the curve says, what limits it."""

from __future__ import annotations

import math
from collections.abc import Callable

from scaling.fitting.display import short
from scaling.forecasting.crossing.wording import (
    Facts,
    amount,
    better_side,
    beyond_text,
    end_of_reach,
    end_text,
    size_text,
    surely_below,
    the_baseline,
    to_reach,
    worse,
    worse_side,
)
from scaling.series import LOSS_AXIS

ONE_RUN = "One training run a size: a lucky run is not excluded."


def reason_of(facts: Facts) -> str:
    """Return the sentences of a verdict, with its numbers and its limits."""
    told = SENTENCES[facts.verdict](facts) if facts.verdict else _no_verdict(facts)
    bracket = facts.bracket
    if bracket.high is not None and bracket.falls_back:
        size = facts.sizes[bracket.high + int(bracket.below[bracket.high :].argmax())]
        told.append(f"It is not for good: {surely_below(facts, size)} again.")
    if facts.one_run:
        told.append(ONE_RUN)
    if facts.heterogeneous:
        told.append(f"The models differ in more than scale: {facts.heterogeneous}.")
    return " ".join(told)


def _crossed(f: Facts) -> list[str]:
    high, low = f.bracket.high or 0, f.bracket.low
    least = amount(f.bracket.lower[high])
    if f.augmented:
        first = f"{f.sizes[high]} is surely better with {f.augmented} than with {f.name}"
        first += f", by {least} or more ({amount(f.bracket.difference[high])} seen)"
    else:
        first = f"{f.sizes[high]}, at {short(f.scores[high])}, is surely {better_side(f)} "
        first += f"{the_baseline(f)}, by {least} or more"
    if low is not None:
        before = f"{surely_below(f, f.sizes[low])}"
    elif high == 0:
        before = "it is the smallest size, so that it is passed there or before"
    else:
        before = "no smaller size is surely on the other side"
    return [f"{first}; {before}.", *_curve(f)]


def _always_better(f: Facts) -> list[str]:
    return [
        f"Each of the {len(f.sizes)} sizes is surely better with {f.augmented} than with {f.name} "
        f"({f.sizes[0]} by {amount(f.bracket.lower[0])} or more): these sizes show no crossing."
    ]


def _always_worse(f: Facts) -> list[str]:
    last = len(f.sizes) - 1
    return [
        f"Each of the {len(f.sizes)} sizes is surely worse with {f.augmented} than with {f.name} "
        f"({f.sizes[last]} by {amount(abs(f.bracket.upper[last]))} or more).",
        _never(f),
    ]


def _ceiling_below(f: Facts) -> list[str]:
    if f.ceiling is None:
        return [_observed(f)]
    slowing, unit = f.ceiling.slowing, "nat" if f.axis == LOSS_AXIS else "decade"
    return [
        f"The scores level off below {the_baseline(f)}: their slope is {amount(slowing.last)} a "
        f"{unit} from {f.sizes[slowing.first]} to {f.sizes[-1]} (at most {amount(slowing.most)}), "
        f"{amount(slowing.before)} up to there, and the upper limit of the curve's ceiling is "
        f"{short(f.ceiling.limit)}."
    ]


def _never_within(f: Facts) -> list[str]:
    return [_observed(f), _never(f)]


def _unidentified(f: Facts) -> list[str]:
    reached = 1 - f.shares.never
    return [
        _observed(f),
        f"{reached:.0%} of the bootstrap curves {to_reach(f)} up to {end_of_reach(f)}, "
        f"{f.shares.never:.0%} do not: these sizes cannot say.",
    ]


def _not_yet(f: Facts) -> list[str]:
    return [_observed(f), *_curve(f)]


def _no_verdict(f: Facts) -> list[str]:
    told = (
        "No error of the scores is stated, and a curve through every one of them leaves none to "
        "estimate it from: state a stderr."
        if f.reach is not None
        else "No error of the scores is known: state a stderr."
    )
    return [f"Nothing is sure. {told}", *_curve(f)]


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
    bounds = [
        (f.sign * float(f.bracket.lower[at]), 1 - f.alpha / len(f.sizes)),
        (f.sign * float(f.bracket.upper[at]), 1 - f.alpha),
    ]
    (low, low_level), (high, high_level) = sorted(bounds)
    within = f"{amount(low)} to {amount(high)}"
    how = f"one-sided bounds at {100 * low_level:.3g}% and {100 * high_level:.3g}%"
    if f.augmented:
        difference = amount(f.sign * f.bracket.difference[at])
        start = f"No size is surely better with {f.augmented} than with {f.name}"
        if below.all():
            start = f"Every size is surely {worse(f)} with {f.augmented} than with {f.name}"
        return f"{start}: at {f.sizes[at]} the difference is {difference} ({within}; {how})."
    score = short(f.scores[at])
    if below.all():
        gap = amount(abs(f.bracket.upper[at]))
        start = f"Every size is surely {worse_side(f)} {the_baseline(f)}"
        return f"{start}: the largest, {f.sizes[at]}, at {score}, by {gap} or more."
    return (
        f"No size is surely {better_side(f)} {the_baseline(f)}: {f.sizes[at]}, at {score}, may "
        f"lie {within} from it ({how})."
    )


def _curve(f: Facts) -> list[str]:
    """Say where the averaged curve passes, with its interval."""
    if f.reach is None:
        return []
    subject = f"By the curves {f.augmented} starts to pay" if f.augmented else "The curve passes it"
    if f.estimate == math.inf:
        subject = f"The curve does not {to_reach(f)} up to {end_of_reach(f)}"
        if f.augmented:
            subject = f"By the curves {f.augmented} does not pay up to {end_of_reach(f)}"
    elif f.estimate == -math.inf:
        subject += f" at {f.sizes[0]} or before"
    else:
        subject += f" at {size_text(f, f.estimate)}{beyond_text(f, f.estimate)}"
    if math.isnan(f.lower):
        return [f"{subject}."]
    if f.lower == f.upper == f.estimate and math.isinf(f.estimate):
        also = "nor is it in any of" if f.estimate > 0 else "as in all of"
        return [f"{subject}, {also} the {f.level:.0%} interval."]
    return [f"{subject} ({f.level:.0%} interval {end_text(f, f.lower)} to {end_text(f, f.upper)})."]


def _never(f: Facts) -> str:
    where = f"up to {end_of_reach(f)}"
    if f.shares.never == 1:
        reaches = f"favours {f.augmented}" if f.augmented else "reaches it"
        return f"No bootstrap curve {reaches} {where}."
    return f"{f.shares.never:.1%} of the bootstrap curves do not {to_reach(f)} {where}."
