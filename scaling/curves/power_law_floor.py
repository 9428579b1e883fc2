"""A power law above an irreducible error: the default for losses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array, Design, Placed
from scaling.curves.power_law import (
    EXPONENT_LIMITS,
    SOURCE,
    error_sign,
    error_to_score,
    largest_error,
    why_not_a_power_law,
)

EXPONENT_LEVELS = np.geomspace(*EXPONENT_LIMITS, 40)


@dataclass(frozen=True)
class PowerLawFloor:
    """Internal: irreducible e, excess at the smallest size, log exponent; natural: e, b, a."""

    name: str = "power-law-floor"
    summary: str = "error falls as a power of size towards an irreducible rest; default for losses"
    formula: str = (
        "irreducible + coefficient size^-exponent (for rising scores: ceiling minus that)"
    )
    source: str = SOURCE
    internal: tuple[str, ...] = ("irreducible", "excess", "log_exponent")
    linear: tuple[str, ...] = ("irreducible", "excess")
    parameters: tuple[str, ...] = ("irreducible", "coefficient", "exponent")
    ceiling_parameter: str | None = None

    def why_not(self, design: Design) -> str:
        """Explain what a power law needs."""
        return why_not_a_power_law(design)

    def bounds(self, design: Design) -> tuple[Array, Array]:
        """Bound the rest and the excess by the scale, the exponent by [.01, 3]."""
        largest = largest_error(design)
        low, high = np.log(EXPONENT_LIMITS[0]), np.log(EXPONENT_LIMITS[1])
        lower = np.stack([0 * largest, 0 * largest, np.full_like(largest, low)])
        upper = np.stack([largest, largest, np.full_like(largest, high)])
        return lower, upper

    def nodes(self, design: Design) -> Array:
        """Return 40 exponents."""
        theta = np.empty((3, len(EXPONENT_LEVELS), design.x.shape[1]))
        theta[:2] = 0.5 * largest_error(design)
        theta[2] = np.log(EXPONENT_LEVELS)[:, None]
        return theta

    def value(self, theta: Array, placed: Placed) -> Array:
        """Return the score at rest + excess (size / smallest size)^-exponent."""
        decay = np.log(10.0) * np.exp(theta[2]) * (placed.x - placed.design.left)
        return error_to_score(theta[0] + theta[1] * np.exp(-decay), placed.design)

    def value_and_jacobian(self, theta: Array, placed: Placed) -> tuple[Array, Array]:
        """Return the score and its derivatives by e, excess and log exponent."""
        decay = np.log(10.0) * np.exp(theta[2]) * (placed.x - placed.design.left)
        share = np.exp(-decay)
        excess = theta[1] * share
        sign = error_sign(placed.design)
        jacobian = np.stack([np.full_like(excess, sign), sign * share, -sign * excess * decay])
        return error_to_score(theta[0] + excess, placed.design), jacobian

    def natural(self, theta: Array, design: Design) -> dict[str, Array]:
        """Return irreducible error, coefficient and exponent."""
        exponent = np.exp(theta[2])
        coefficient = theta[1] * 10.0 ** (exponent * design.left)
        return {"irreducible": theta[0], "coefficient": coefficient, "exponent": exponent}


CURVE = PowerLawFloor()
