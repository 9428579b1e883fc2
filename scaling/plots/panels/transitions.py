"""The estimated transition of a verdict as a span of sizes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from scaling.detection.passage import passage
from scaling.detection.results import DetectResult
from scaling.fitting.results import SeriesResult
from scaling.notes import RISING_VERDICTS
from scaling.plots.style.axes import SizeAxis

UNLOCATED = ("weak_rise", "unresolvable")
LOCATED = tuple(verdict for verdict in RISING_VERDICTS if verdict not in UNLOCATED)


def transition(result: SeriesResult) -> tuple[float, float] | None:
    """Return the two sizes between which a score rises from 10 to 90 % of its way.

    Those where the best curve passes them (``detection.passage``); for a width of 0 the bracket
    of the midpoint, else the gap between sizes that holds it. None where the verdict is not a
    rise that the sizes locate, or its width or midpoint is unknown.
    """
    if not isinstance(result, DetectResult) or result.verdict not in LOCATED:
        return None
    width, middle = result.width.estimate, result.midpoint.estimate
    if not (result.status == "ok" and math.isfinite(width) and math.isfinite(middle)):
        return None
    if width > 0:
        return passage(result)
    low, high = result.midpoint.lower, result.midpoint.upper
    if math.isfinite(low) and math.isfinite(high) and low != high:
        return low, high
    return _gap(result, middle)


def _gap(result: DetectResult, middle: float) -> tuple[float, float] | None:
    sizes = sorted({point.size for point in result.points})
    pairs = [(gap.low, gap.high) for gap in result.gaps]
    pairs += list(pairwise(sizes))
    for low, high in pairs:
        if min(low, high) <= middle <= max(low, high):
            return low, high
    return None


@dataclass(frozen=True)
class Stretch:
    """The part of a transition that an axis shows, from left to right, and its midpoint.

    ``cut``: whether it goes on beyond the left and beyond the right end of the axis.
    """

    left: float
    right: float
    middle: float
    cut: tuple[bool, bool]


def stretch(result: SeriesResult, axis: SizeAxis) -> Stretch | None:
    """Return what an axis shows of the transition of a result, None if nothing."""
    span = transition(result)
    if span is None or not isinstance(result, DetectResult):
        return None
    left, right = sorted(axis.place(end) for end in span)
    if right < 0 or left > 1:
        return None
    start, stop = axis.size_at(max(left, 0.0)), axis.size_at(min(right, 1.0))
    return Stretch(start, stop, result.midpoint.estimate, (left < 0, right > 1))
