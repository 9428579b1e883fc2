"""A straight line in log size, held by its values at the smallest and the largest size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array, Design, Placed


def share_of_range(placed: Placed) -> Array:
    """Return how far x lies from the smallest (0) to the largest size (1), (K, M)."""
    left = placed.design.left
    result: Array = (placed.x - left) / (placed.design.right - left)
    return result


@dataclass(frozen=True)
class Linear:
    """Internal: the values at both ends, within the range of scores; natural: intercept, slope."""

    name: str = "linear"
    summary: str = "a straight line in log size: the same gain with every decade"
    formula: str = "intercept + slope log10(size)"
    source: str = "-"
    internal: tuple[str, ...] = ("start", "end")
    linear: tuple[str, ...] = ("start", "end")
    parameters: tuple[str, ...] = ("intercept", "slope")
    ceiling_parameter: str | None = None

    def why_not(self, design: Design) -> str:
        """A line suits any score."""
        return ""

    def bounds(self, design: Design) -> tuple[Array, Array]:
        """Bound both ends by the range of scores."""
        return np.stack([design.low, design.low]), np.stack([design.high, design.high])

    def nodes(self, design: Design) -> Array:
        """Return the middle of the range at both ends."""
        middle = 0.5 * (design.low + design.high)
        return np.stack([middle, middle])[:, None]

    def value(self, theta: Array, placed: Placed) -> Array:
        """Return the line through both ends."""
        share = share_of_range(placed)
        result: Array = theta[0] * (1 - share) + theta[1] * share
        return result

    def value_and_jacobian(self, theta: Array, placed: Placed) -> tuple[Array, Array]:
        """Return the line and its derivatives by both ends."""
        share = share_of_range(placed)
        return theta[0] * (1 - share) + theta[1] * share, np.stack([1 - share, share])

    def natural(self, theta: Array, design: Design) -> dict[str, Array]:
        """Return the intercept (at size 1) and the slope per decade."""
        slope = (theta[1] - theta[0]) / (design.right - design.left)
        return {"intercept": theta[0] - slope * design.left, "slope": slope}


CURVE = Linear()
