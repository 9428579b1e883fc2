"""Power laws of the error: a loss itself, or the distance of a score from its ceiling.

``PowerLaw`` is E = b N^-a (form M1 of Alabdulmohsin et al. 2022), ``PowerLawFloor`` adds the
irreducible error, E = e + b N^-a (form M2). For scores that rise, E = ceiling - score.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array, Design, Placed, mesh
from scaling.curves.linear import share_of_range

SMALLEST_ERROR = 1e-4  # share of the largest possible error
LEVELS = np.linspace(0.0, 1.0, 17)
EXPONENT_LIMITS = (0.01, 3.0)
SOURCE = "Alabdulmohsin et al. 2022, arXiv:2209.06640, forms M1 and M2"


def why_not_a_power_law(design: Design) -> str:
    """Explain what a power law of the error needs; empty if it is there."""
    if not design.log_axis:
        return "a power law needs a logarithmic size axis: choose params, tokens or flops"
    if not design.falling and np.isnan(design.top).any():
        return "a power law needs a loss, or a score with a ceiling: add the column ceiling"
    return ""


def largest_error(design: Design) -> Array:
    """Return the largest error possible, (M,): the whole scale, or the top of a loss's range."""
    return design.high if design.falling else design.top - design.low


def error_to_score(error: Array, design: Design) -> Array:
    """Return the score that an error stands for."""
    return error if design.falling else design.top - error


def error_sign(design: Design) -> float:
    """Return the derivative of the score by the error."""
    return 1.0 if design.falling else -1.0


@dataclass(frozen=True)
class PowerLaw:
    """Internal: the log error at both ends; natural: coefficient, exponent (negative: worse)."""

    name: str = "power-law"
    summary: str = "error falls as a power of size (a loss, or ceiling minus score)"
    formula: str = "coefficient size^-exponent (for rising scores: ceiling minus that)"
    source: str = SOURCE
    internal: tuple[str, ...] = ("log_start", "log_end")
    linear: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ("coefficient", "exponent")
    ceiling_parameter: str | None = None

    def why_not(self, design: Design) -> str:
        """Explain what a power law needs."""
        return why_not_a_power_law(design)

    def bounds(self, design: Design) -> tuple[Array, Array]:
        """Bound both errors by the scale."""
        high = np.log(largest_error(design))
        low = high + np.log(SMALLEST_ERROR)
        return np.stack([low, low]), np.stack([high, high])

    def nodes(self, design: Design) -> Array:
        """Return 17 x 17 pairs of end errors, spaced evenly in the error."""
        start, end = mesh(LEVELS, LEVELS)
        largest = largest_error(design)
        ends = [np.maximum(level, SMALLEST_ERROR)[:, None] * largest for level in (start, end)]
        return np.log(np.stack(ends))

    def value(self, theta: Array, placed: Placed) -> Array:
        """Return the score on the power law through both ends."""
        share = share_of_range(placed)
        error = np.exp(theta[0] * (1 - share) + theta[1] * share)
        return error_to_score(error, placed.design)

    def value_and_jacobian(self, theta: Array, placed: Placed) -> tuple[Array, Array]:
        """Return the score and its derivatives by both log errors."""
        share = share_of_range(placed)
        error = np.exp(theta[0] * (1 - share) + theta[1] * share)
        slope = error_sign(placed.design) * error
        return error_to_score(error, placed.design), np.stack([slope * (1 - share), slope * share])

    def natural(self, theta: Array, design: Design) -> dict[str, Array]:
        """Return coefficient and exponent of the error."""
        exponent = -(theta[1] - theta[0]) / (np.log(10.0) * (design.right - design.left))
        return {
            "coefficient": np.exp(theta[0]) * 10.0 ** (exponent * design.left),
            "exponent": exponent,
        }


CURVE = PowerLaw()
