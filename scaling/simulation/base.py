"""What a truth is: how a score really grows with size, before any item is drawn.

p(x) = floor + span (lift + (1 - lift) amplitude share(x)), with span = ceiling - chance. A truth
is its share, which rises from 0 to 1 (or falls, or turns), and how its amplitude and midpoint
are drawn. To add one, make a ``Truth`` and add it to ``scaling.simulation.truths.TRUTHS``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from scaling.curves.base import Array
from scaling.detection.width.detectable import AMPLITUDES

CUT_OFF_MIDPOINTS = (-0.1, 0.4)  # widths beyond the largest size, uniform


class Placement(NamedTuple):
    """Where S curves rise: ``midpoint`` (S, 1), ``width`` and the ends of the sizes, decades."""

    midpoint: Array
    width: float
    low: float
    high: float

    def along(self, x: Array) -> Array:
        """Return how far along the range of sizes x lies: 0 the smallest, 1 the largest."""
        result: Array = (x - self.low) / (self.high - self.low) + 0 * self.midpoint
        return result


Share = Callable[[Array, Placement], Array]  # x (K,) to (S, K)
Accident = Callable[[Array, np.random.Generator], Array]  # shares of runs, (S, R, K), to the same


@dataclass(frozen=True)
class Truth:
    """How a score really grows.

    ``share``: share of the rise that is done at x (K,), as (S, K). ``accident``: what befalls
    single runs. ``options``: which of amplitude, midpoint and width it has. ``amplitudes``:
    range, as shares of the span; ``top``: the score it ends at instead. ``cut_off``: midpoints
    lie near the largest size or beyond. ``lift``: share of the span that it starts above chance.
    """

    name: str
    summary: str
    share: Share
    accident: Accident | None = None
    options: tuple[str, ...] = ("amplitude", "midpoint", "width")
    amplitudes: tuple[float, float] = AMPLITUDES
    top: float | None = None
    cut_off: bool = False
    lift: float = 0.0
