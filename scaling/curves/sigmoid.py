"""S-shaped curves between chance and a ceiling, all described by the same three numbers.

p(x) = floor + d F(q(.5) + (q(.9) - q(.1)) (x - m) / W): F is a distribution function, q its
quantile, so that the midpoint m is where half the rise is done and the width W is the distance
between 10 % and 90 % of it, whatever the shape. A further shape is one more ``Shape``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scaling.curves.base import Array, Design, Placed, mesh

if TYPE_CHECKING:
    from scaling.curves.sigmoid_free_floor import SigmoidFreeFloor

WIDTH_LIMITS = (0.03, 12.0)  # decades: below, a step between any two published sizes; above, a line
LEFT_OF_DATA, RIGHT_OF_DATA = 0.5, 1.0  # decades that a midpoint may lie outside the sizes
MIDPOINT_LEVELS = np.linspace(0.0, 1.0, 17)
WIDTH_LEVELS = np.geomspace(0.08, 8.0, 8)


@dataclass(frozen=True)
class Shape:
    """A distribution function with its density and its 10, 50 and 90 % quantiles.

    ``both`` may give the two at once, where that is faster.
    """

    name: str
    cdf: Callable[[Array], Array]
    density: Callable[[Array], Array]
    quantiles: tuple[float, float, float]
    both: Callable[[Array], tuple[Array, Array]] | None = None

    def rise_and_density(self, z: Array) -> tuple[Array, Array]:
        """Return the distribution function and its density at z."""
        return self.both(z) if self.both is not None else (self.cdf(z), self.density(z))

    def rise(self, x: Array, midpoint: Array | float, width: Array | float) -> Array:
        """Return the share of the rise that is done at x; arrays broadcast."""
        return self.cdf(self.standardise(x, midpoint, width))

    def standardise(self, x: Array, midpoint: Array | float, width: Array | float) -> Array:
        """Return z, the argument of the distribution function at x."""
        low, middle, high = self.quantiles
        z: Array = middle + (high - low) * ((x - midpoint) / width)
        return z


@dataclass(frozen=True)
class SigmoidCurve:
    """The family of one shape: internal (d, m, ln W), natural (floor, ceiling, midpoint, width)."""

    shape: Shape
    summary: str = ""
    formula: str = ""
    source: str = ""
    internal: tuple[str, ...] = ("amplitude", "midpoint", "log_width")
    linear: tuple[str, ...] = ("amplitude",)
    parameters: tuple[str, ...] = ("floor", "ceiling", "midpoint", "width")
    ceiling_parameter: str | None = "amplitude"

    @property
    def name(self) -> str:
        """The name of the shape, hyphenated as curve names are."""
        return self.shape.name.replace("_", "-")

    def with_free_floor(self) -> SigmoidFreeFloor:
        """Return the family of this shape whose floor is estimated instead of chance."""
        from scaling.curves.sigmoid_free_floor import SigmoidFreeFloor

        return SigmoidFreeFloor(self)

    def why_not(self, design: Design) -> str:
        """Explain that a sigmoid needs both ends of the scale."""
        if design.falling:
            return "a sigmoid rises with size: fit a power law to a loss"
        if np.isnan(design.floor).any() or np.isnan(design.top).any():
            return (
                "a sigmoid needs a chance level and a ceiling: add the columns chance and ceiling"
            )
        return ""

    def bounds(self, design: Design) -> tuple[Array, Array]:
        """Bound d by the span, m by the sizes and a margin, W by what sizes can show."""
        span = design.top - design.floor
        unit = design.unit
        low, high = np.log(WIDTH_LIMITS[0] * unit), np.log(WIDTH_LIMITS[1] * unit)
        lower = np.stack([0 * span, design.left - LEFT_OF_DATA * unit, np.full_like(span, low)])
        upper = np.stack([span, design.right + RIGHT_OF_DATA * unit, np.full_like(span, high)])
        return lower, upper

    def nodes(self, design: Design) -> Array:
        """Return 17 midpoints x 8 widths."""
        place, width = mesh(MIDPOINT_LEVELS, WIDTH_LEVELS)
        lower, upper = self.bounds(design)
        theta = np.empty((3, len(place), design.x.shape[1]))
        theta[0] = 0.5 * (design.top - design.floor)
        theta[1] = lower[1] + place[:, None] * (upper[1] - lower[1])
        theta[2] = np.log(width * design.unit)[:, None]
        return theta

    def value(self, theta: Array, placed: Placed) -> Array:
        """Return floor + d F(z)."""
        amplitude, midpoint, log_width = theta
        rise = self.shape.rise(placed.x, midpoint, np.exp(log_width))
        result: Array = placed.design.floor + amplitude * rise
        return result

    def value_and_jacobian(self, theta: Array, placed: Placed) -> tuple[Array, Array]:
        """Return the curve and its derivatives by d, m and ln W."""
        amplitude, midpoint, log_width = theta
        width = np.exp(log_width)
        z = self.shape.standardise(placed.x, midpoint, width)
        rise, density = self.shape.rise_and_density(z)
        slope = amplitude * density
        low, middle, high = self.shape.quantiles
        jacobian = np.stack([rise, slope * (-(high - low) / width), slope * (middle - z)])
        return placed.design.floor + amplitude * rise, jacobian

    def natural(self, theta: Array, design: Design) -> dict[str, Array]:
        """Return floor, ceiling, midpoint as a size and width in decades."""
        amplitude, midpoint, log_width = theta
        return {
            "floor": design.floor + 0 * amplitude,
            "ceiling": design.floor + amplitude,
            "midpoint": 10.0**midpoint if design.log_axis else -midpoint,
            "width": np.exp(log_width),
        }
