"""A power law of 1/size + saturation: it stops falling once 1/size is the smaller of the two.

Form M3 of Alabdulmohsin et al. 2022. Inside, sizes are relative to the smallest size and the
coefficient is the error there, so that no coordinate depends on the unit of size.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array, Design, Placed, mesh
from scaling.curves.power_law import (
    error_sign,
    error_to_score,
    largest_error,
    why_not_a_power_law,
)
from scaling.curves.stable import power_of_ten

LARGEST_EXPONENT = 5.0
EXPONENT_LEVELS = np.concatenate([[0.0], np.geomspace(0.02, LARGEST_EXPONENT, 24)])
# Decades of saturation, relative to 1/size at the largest size (below) or the smallest (above).
# Six decades below, a saturation changes no digit that is published.
BELOW_LARGEST, ABOVE_SMALLEST = 6.0, 1.5
SATURATION_LEVELS = np.concatenate([[0.0], np.linspace(0.3, 1.0, 15)])


@dataclass(frozen=True)
class ShiftedPowerLaw:
    """Internal: the error at the smallest size, log10 of the saturation there, exponent."""

    name: str = "shifted-power-law"
    summary: str = "a power law of the error that levels off at large sizes, without a stated rest"
    formula: str = (
        "coefficient (1/size + saturation)^exponent (for rising scores: ceiling minus that)"
    )
    source: str = "Alabdulmohsin et al. 2022, arXiv:2209.06640, form M3"
    internal: tuple[str, ...] = ("start", "log_saturation", "exponent")
    linear: tuple[str, ...] = ("start",)
    parameters: tuple[str, ...] = ("coefficient", "saturation", "exponent")
    ceiling_parameter: str | None = None

    def why_not(self, design: Design) -> str:
        """Explain what a power law needs."""
        return why_not_a_power_law(design)

    def bounds(self, design: Design) -> tuple[Array, Array]:
        """Bound the error by the scale, the saturation by the sizes, the exponent by [0, 5]."""
        largest = largest_error(design)
        least = design.left - design.right - BELOW_LARGEST
        lower = np.stack([0 * largest, least, 0 * largest])
        ones = np.ones_like(largest)
        return lower, np.stack([largest, ABOVE_SMALLEST * ones, LARGEST_EXPONENT * ones])

    def nodes(self, design: Design) -> Array:
        """Return 16 saturations x 25 exponents."""
        place, exponent = mesh(SATURATION_LEVELS, EXPONENT_LEVELS)
        lower, upper = self.bounds(design)
        theta = np.empty((3, len(place), design.x.shape[1]))
        theta[0] = 0.5 * upper[0]
        theta[1] = lower[1] + place[:, None] * (upper[1] - lower[1])
        theta[2] = exponent[:, None]
        return theta

    def value(self, theta: Array, placed: Placed) -> Array:
        """Return the score at start (ratio of 1/size + saturation, here and there)^exponent."""
        ratio, _ = _log_ratio(theta[1], placed)
        return error_to_score(theta[0] * np.exp(theta[2] * ratio), placed.design)

    def value_and_jacobian(self, theta: Array, placed: Placed) -> tuple[Array, Array]:
        """Return the score and its derivatives by start, log saturation and exponent."""
        ratio, slope = _log_ratio(theta[1], placed)
        share = np.exp(theta[2] * ratio)
        error = theta[0] * share
        sign = error_sign(placed.design)
        jacobian = sign * np.stack([share, error * theta[2] * slope, error * ratio])
        return error_to_score(error, placed.design), jacobian

    def natural(self, theta: Array, design: Design) -> dict[str, Array]:
        """Return coefficient, saturation (one over a size) and exponent."""
        relative = 10.0 ** theta[1]
        coefficient = theta[0] * power_of_ten(theta[2] * (design.left - np.log10(1 + relative)))
        return {
            "coefficient": coefficient,
            "saturation": relative * 10.0**-design.left,
            "exponent": theta[2],
        }


def _log_ratio(log_saturation: Array, placed: Placed) -> tuple[Array, Array]:
    """Return ln((1/u + s) / (1 + s)), u = size / smallest, and its slope by log10 s, (K, M)."""
    saturation = 10.0**log_saturation
    inverse = 10.0 ** (placed.design.left - placed.x)
    whole = inverse + saturation
    slope = np.log(10.0) * saturation * (1 / whole - 1 / (1 + saturation))
    ratio: Array = np.log(whole / (1 + saturation))
    return ratio, slope


CURVE = ShiftedPowerLaw()
