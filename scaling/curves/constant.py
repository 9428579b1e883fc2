"""The constant curve: scale does not help."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array, Design, Placed


@dataclass(frozen=True)
class Constant:
    """One level for every size."""

    name: str = "constant"
    summary: str = "one level for every size: scale does not help"
    formula: str = "level"
    source: str = "-"
    internal: tuple[str, ...] = ("level",)
    linear: tuple[str, ...] = ("level",)
    parameters: tuple[str, ...] = ("level",)
    ceiling_parameter: str | None = None

    def why_not(self, design: Design) -> str:
        """A constant suits any score."""
        return ""

    def bounds(self, design: Design) -> tuple[Array, Array]:
        """Bound the level by the range of scores."""
        return design.low[None], design.high[None]

    def nodes(self, design: Design) -> Array:
        """Return the middle of the range."""
        return (0.5 * (design.low + design.high))[None, None]

    def value(self, theta: Array, placed: Placed) -> Array:
        """Return the level at every size."""
        return np.broadcast_to(theta[0], placed.x.shape).copy()

    def value_and_jacobian(self, theta: Array, placed: Placed) -> tuple[Array, Array]:
        """Return the level and a derivative of one."""
        return self.value(theta, placed), np.ones((1, *placed.x.shape))

    def natural(self, theta: Array, design: Design) -> dict[str, Array]:
        """Return the level."""
        return {"level": theta[0]}


CURVE = Constant()
