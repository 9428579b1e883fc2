"""Two straight lines that meet at a break: descriptive, for trends that change once.

Muggeo 2003, doi:10.1002/sim.1545. Held by its values at the smallest size, at the break and at
the largest size, so that it is linear in all three once the break is known. The break is searched
between the sizes, never stepped to from one start: the fit has a minimum in many gaps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array, Design, Placed
from scaling.curves.places import distinct_sizes, places_between
from scaling.curves.stable import power_of_ten

SIZES_EACH_SIDE = 2
PLACES_PER_GAP = 8


@dataclass(frozen=True)
class Segmented:
    """Internal: values at the start, the break and the end; the break in decades."""

    name: str = "segmented"
    summary: str = "two straight lines in log size that meet at a break; from 4 sizes on"
    formula: str = (
        "intercept + slope_before x + (slope_after - slope_before) max(x - log10(break), 0)"
    )
    source: str = "Muggeo 2003, doi:10.1002/sim.1545"
    internal: tuple[str, ...] = ("start", "middle", "end", "break")
    linear: tuple[str, ...] = ("start", "middle", "end")
    parameters: tuple[str, ...] = ("intercept", "slope_before", "slope_after", "break")
    ceiling_parameter: str | None = None

    def why_not(self, design: Design) -> str:
        """Explain that each line needs two sizes."""
        needed = 2 * SIZES_EACH_SIDE
        if design.n_sizes < needed:
            return (
                f"two lines need {needed} different sizes, two on each side of the break, "
                f"found {design.n_sizes}: use linear"
            )
        return ""

    def bounds(self, design: Design) -> tuple[Array, Array]:
        """Bound the values by the range of scores, the break by the second size from each end."""
        sizes, count = distinct_sizes(design)
        last = np.take_along_axis(sizes, (count - SIZES_EACH_SIDE)[None], axis=0)[0]
        lower = np.stack([design.low, design.low, design.low, sizes[SIZES_EACH_SIDE - 1]])
        return lower, np.stack([design.high, design.high, design.high, last])

    def nodes(self, design: Design) -> Array:
        """Return breaks at the sizes and at 7 places within each gap."""
        places = places_between(design, SIZES_EACH_SIDE - 1, -SIZES_EACH_SIDE, PLACES_PER_GAP)
        middle = np.broadcast_to(0.5 * (design.low + design.high), places.shape)
        return np.stack([middle, middle, middle, places])

    def value(self, theta: Array, placed: Placed) -> Array:
        """Return the line on the side of the break where x lies."""
        start, middle, end, place = theta
        before, after = _shares(place, placed)
        left = start * (1 - before) + middle * before
        right = middle * (1 - after) + end * after
        result: Array = np.where(placed.x <= place, left, right)
        return result

    def value_and_jacobian(self, theta: Array, placed: Placed) -> tuple[Array, Array]:
        """Return the lines and their derivatives."""
        start, middle, end, place = theta
        before, after = _shares(place, placed)
        is_left = placed.x <= place
        by_break_left = -(middle - start) * before / (place - placed.design.left)
        by_break_right = -(end - middle) * (1 - after) / (placed.design.right - place)
        jacobian = np.stack(
            [
                np.where(is_left, 1 - before, 0.0),
                np.where(is_left, before, 1 - after),
                np.where(is_left, 0.0, after),
                np.where(is_left, by_break_left, by_break_right),
            ]
        )
        return self.value(theta, placed), jacobian

    def natural(self, theta: Array, design: Design) -> dict[str, Array]:
        """Return the intercept (at size 1), both slopes per decade and the break as a size."""
        start, middle, end, place = theta
        before = (middle - start) / (place - design.left)
        return {
            "intercept": start - before * design.left,
            "slope_before": before,
            "slope_after": (end - middle) / (design.right - place),
            "break": power_of_ten(place) if design.log_axis else -place,
        }


def _shares(place: Array, placed: Placed) -> tuple[Array, Array]:
    """Return how far x lies from the start to the break, and from the break to the end, (K, M)."""
    left, right = placed.design.left, placed.design.right
    return (placed.x - left) / (place - left), (placed.x - place) / (right - place)


CURVE = Segmented()
