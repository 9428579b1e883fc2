"""The estimated transition of a verdict as a span of sizes."""

from __future__ import annotations

import math
from itertools import pairwise

from scaling.detection.results import DetectResult
from scaling.fitting.results import SeriesResult
from scaling.notes import RISING_VERDICTS
from scaling.plots.style.axes import SizeAxis

UNLOCATED = ("weak_rise", "unresolvable")
LOCATED = tuple(verdict for verdict in RISING_VERDICTS if verdict not in UNLOCATED)


def transition(result: SeriesResult) -> tuple[float, float] | None:
    """Return the two sizes between which a score rises from 10 to 90 % of its way.

    Midpoint x 10^(-width/2) to midpoint x 10^(+width/2); for a width of 0 the bracket of the
    midpoint, else the gap between sizes that holds it. None where the verdict is not a rise
    that the sizes locate, or its width or midpoint is unknown.
    """
    if not isinstance(result, DetectResult) or result.verdict not in LOCATED:
        return None
    width, middle = result.width.estimate, result.midpoint.estimate
    if not (result.status == "ok" and math.isfinite(width) and math.isfinite(middle)):
        return None
    if width > 0:
        if result.size == "loss":  # x = -loss: the width is in nats, not in decades
            return middle - width / 2, middle + width / 2
        return middle * 10 ** (-width / 2), middle * 10 ** (width / 2)
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


def visible(span: tuple[float, float], axis: SizeAxis) -> tuple[float, float] | None:
    """Return the part of a span that the axis shows, or None if it shows none of it."""
    low, high = sorted(span)
    if high < axis.low or low > axis.high:
        return None
    return axis.clip(low), axis.clip(high)
