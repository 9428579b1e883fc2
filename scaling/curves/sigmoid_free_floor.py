"""S-shaped curves whose floor is estimated too, for scores that need not start at chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array, Design, Placed
from scaling.curves.sigmoid import Shape, SigmoidCurve


@dataclass(frozen=True)
class SigmoidFreeFloor:
    """The family of one shape: internal (floor, ceiling, m, ln W), natural as ``SigmoidCurve``."""

    sibling: SigmoidCurve
    internal: tuple[str, ...] = ("floor", "ceiling", "midpoint", "log_width")
    linear: tuple[str, ...] = ("floor", "ceiling")
    parameters: tuple[str, ...] = ("floor", "ceiling", "midpoint", "width")
    ceiling_parameter: str | None = "ceiling"

    @property
    def shape(self) -> Shape:
        """The distribution function."""
        return self.sibling.shape

    @property
    def name(self) -> str:
        """The name of the shape."""
        return self.sibling.name

    @property
    def summary(self) -> str:
        """When to use it."""
        return f"{self.sibling.summary}; its floor is estimated"

    @property
    def formula(self) -> str:
        """The curve in natural parameters."""
        return self.sibling.formula

    @property
    def source(self) -> str:
        """Where it was published."""
        return self.sibling.source

    def why_not(self, design: Design) -> str:
        """Explain that a sigmoid needs both ends of the scale."""
        return self.sibling.why_not(design)

    def bounds(self, design: Design) -> tuple[Array, Array]:
        """Bound the floor by the scale, the ceiling by chance and top, m and W as the sibling."""
        lower, upper = self.sibling.bounds(design)
        return (
            np.stack([design.low, design.floor, *lower[1:]]),
            np.stack([design.top, design.top, *upper[1:]]),
        )

    def nodes(self, design: Design) -> Array:
        """Return the sibling's midpoints x widths, from chance to the top."""
        nodes = self.sibling.nodes(design)
        ends = [np.broadcast_to(end, nodes[0].shape) for end in (design.floor, design.top)]
        return np.stack([*ends, *nodes[1:]])

    def value(self, theta: Array, placed: Placed) -> Array:
        """Return floor (1 - F) + ceiling F."""
        floor, ceiling, midpoint, log_width = theta
        rise = self.shape.rise(placed.x, midpoint, np.exp(log_width))
        result: Array = floor * (1 - rise) + ceiling * rise
        return result

    def value_and_jacobian(self, theta: Array, placed: Placed) -> tuple[Array, Array]:
        """Return the curve and its derivatives by floor, ceiling, m and ln W."""
        floor, ceiling, midpoint, log_width = theta
        width = np.exp(log_width)
        z = self.shape.standardise(placed.x, midpoint, width)
        rise, density = self.shape.rise_and_density(z)
        slope = (ceiling - floor) * density
        low, middle, high = self.shape.quantiles
        jacobian = np.stack([1 - rise, rise, slope * (-(high - low) / width), slope * (middle - z)])
        return floor * (1 - rise) + ceiling * rise, jacobian

    def natural(self, theta: Array, design: Design) -> dict[str, Array]:
        """Return floor, ceiling, midpoint as a size and width in decades."""
        floor, ceiling, midpoint, log_width = theta
        return {
            "floor": floor,
            "ceiling": ceiling,
            "midpoint": 10.0**midpoint if design.log_axis else -midpoint,
            "width": np.exp(log_width),
        }
