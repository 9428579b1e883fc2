"""A jump from one level to another: the limit of a transition of no width.

The data cannot say where within a gap between two sizes it lies, so its place is reported as the
two sizes that enclose it, never as a number with digits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array, Design, Flags, Placed
from scaling.curves.places import middles_of_gaps
from scaling.curves.stable import power_of_ten

SAME_PLACE = 1e-9  # a size this near to the place counts as after it, whatever the rounding


def _is_before(x: Array, place: Array) -> Flags:
    result: Flags = x < place - SAME_PLACE
    return result


@dataclass(frozen=True)
class Step:
    """Internal: both levels; a place in decades, which means the gap around it."""

    name: str = "step"
    summary: str = "one level, then another: a jump between two neighbouring sizes"
    formula: str = "before up to break_low, after from break_high on"
    source: str = "limit of a sigmoid of width 0; the place is an interval, see docs/curves.md"
    internal: tuple[str, ...] = ("before", "after", "place")
    linear: tuple[str, ...] = ("before", "after")
    parameters: tuple[str, ...] = ("before", "after", "break_low", "break_high")
    ceiling_parameter: str | None = None
    discrete: tuple[str, ...] = ("place",)

    def why_not(self, design: Design) -> str:
        """Explain that a jump needs a size on each side."""
        if design.n_sizes < 2:
            return f"a step needs 2 different sizes, found {design.n_sizes}: use constant"
        return ""

    def bounds(self, design: Design) -> tuple[Array, Array]:
        """Bound the levels by the range of scores, the place by the sizes.

        The place of a jump in the first gap is not at its bound.
        """
        lower = np.stack([design.low, design.low, design.left])
        return lower, np.stack([design.high, design.high, design.right])

    def nodes(self, design: Design) -> Array:
        """Return the middle of each gap."""
        places = middles_of_gaps(design)
        middle = np.broadcast_to(0.5 * (design.low + design.high), places.shape)
        return np.stack([middle, middle, places])

    def value(self, theta: Array, placed: Placed) -> Array:
        """Return the level of the side where x lies."""
        before, after, place = theta
        result: Array = np.where(_is_before(placed.x, place), before, after)
        return result

    def value_and_jacobian(self, theta: Array, placed: Placed) -> tuple[Array, Array]:
        """Return the levels and their derivatives, that of the place being zero."""
        is_before = np.where(_is_before(placed.x, theta[2]), 1.0, 0.0)
        jacobian = np.stack([is_before, 1 - is_before, np.zeros_like(is_before)])
        return self.value(theta, placed), jacobian

    def natural(self, theta: Array, design: Design) -> dict[str, Array]:
        """Return both levels and the two sizes that enclose the jump."""
        before, after, place = theta
        before_it = _is_before(design.x, place)
        below = np.where(before_it, design.x, -np.inf).max(axis=0)
        above = np.where(before_it, np.inf, design.x).min(axis=0)
        if design.log_axis:
            low, high = power_of_ten(below), power_of_ten(above)
        else:
            low, high = -below, -above
        ends = {"break_low": np.minimum(low, high), "break_high": np.maximum(low, high)}
        return {"before": before, "after": after, **ends}


CURVE = Step()
