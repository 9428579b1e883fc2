"""Where the best curve of a verdict passes 10 and 90 % of its rise."""

from __future__ import annotations

import math

from scaling.detection.results import DetectResult
from scaling.detection.width.grid import SHAPES
from scaling.series import LOSS_AXIS

BY_NAME = {shape.name: shape for shape in SHAPES}
LOGISTIC = BY_NAME["logistic"]


def passage(result: DetectResult) -> tuple[float, float] | None:
    """Return the two sizes between which the best curve rises from 10 to 90 % of its way.

    With the quantiles q of its shape they lie width x (q(.1) - q(.5)) / (q(.9) - q(.1)) before
    and width x (q(.9) - q(.5)) / (q(.9) - q(.1)) beyond the midpoint: half the width each for a
    logistic, .85 and .15 of it for an expansion (``scaling.curves.sigmoid``). In decades, on the
    loss axis in nats and downwards. None for a step, or where width or midpoint is unknown.
    """
    width, middle = result.width.estimate, result.midpoint.estimate
    if not (math.isfinite(width) and math.isfinite(middle) and width > 0):
        return None
    low, half, high = BY_NAME.get(result.shape or "", LOGISTIC).quantiles
    before, beyond = (width * (end - half) / (high - low) for end in (low, high))
    if result.size == LOSS_AXIS:
        return middle - before, middle - beyond
    return float(middle * 10**before), float(middle * 10**beyond)
