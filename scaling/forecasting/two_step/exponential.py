"""The exponential link: the error of a task falls exponentially as the loss falls.

err = epsilon - k exp(-gamma L), Gadre et al. 2024, arXiv:2403.08540, equation 5. On the loss axis
x = -L, so that score = 1 - epsilon + k exp(gamma x).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array, Design, Placed

RATE_LIMITS = (0.02, 50.0)  # per nat: a straight line, and a tenfold rise within .05
RATE_LEVELS = np.geomspace(0.05, 20.0, 24)


@dataclass(frozen=True)
class Exponential:
    """Internal: floor, height above it at the largest x, ln rate; natural: epsilon, k, gamma.

    The height stands at the best loss that was seen because k, at a loss of zero, is far from any.
    """

    name: str = "exponential"
    summary: str = "the error falls exponentially with the loss; no ceiling of its own"
    formula: str = "1 - epsilon + k exp(-gamma loss)"
    source: str = "Gadre et al. 2024, arXiv:2403.08540, equation 5"
    internal: tuple[str, ...] = ("floor", "height", "log_rate")
    linear: tuple[str, ...] = ("floor", "height")
    parameters: tuple[str, ...] = ("epsilon", "k", "gamma")
    ceiling_parameter: str | None = None

    def why_not(self, design: Design) -> str:
        """Explain that a link leads to scores, with both ends of their scale known."""
        if design.falling:
            return "a link leads to scores that rise as the loss falls, and this metric is a loss"
        if np.isnan(design.floor).any() or np.isnan(design.top).any():
            return "a link needs a chance level and a ceiling: add the columns chance and ceiling"
        return ""

    def bounds(self, design: Design) -> tuple[Array, Array]:
        """Bound floor and height by the scale, the rate by what losses can show."""
        span = design.top - design.low
        low, high = (np.full_like(span, np.log(limit / design.unit)) for limit in RATE_LIMITS)
        return np.stack([design.low, 0 * span, low]), np.stack([design.top, span, high])

    def nodes(self, design: Design) -> Array:
        """Return 24 rates."""
        theta = np.empty((3, len(RATE_LEVELS), design.x.shape[1]))
        theta[0] = design.floor
        theta[1] = 0.5 * (design.top - design.floor)
        theta[2] = np.log(RATE_LEVELS / design.unit)[:, None]
        return theta

    def value(self, theta: Array, placed: Placed) -> Array:
        """Return floor + height exp(rate (x - largest x)); no more than the scale allows."""
        floor, height, log_rate = theta
        result: Array = floor + height * _growth(log_rate, placed)
        return result

    def value_and_jacobian(self, theta: Array, placed: Placed) -> tuple[Array, Array]:
        """Return the score and its derivatives by floor, height and ln rate."""
        floor, height, log_rate = theta
        growth = _growth(log_rate, placed)
        steep = np.exp(log_rate) * (placed.x - placed.design.right)
        jacobian = np.stack([np.ones_like(growth), growth, height * growth * steep])
        return floor + height * growth, jacobian

    def natural(self, theta: Array, design: Design) -> dict[str, Array]:
        """Return the error at chance, its fall at a loss of zero, and the rate per nat."""
        floor, height, log_rate = theta
        rate = np.exp(log_rate)
        return {
            "epsilon": 1.0 - floor,
            "k": height * np.exp(np.minimum(-rate * design.right, MOST_EXPONENT)),
            "gamma": rate,
        }


MOST_EXPONENT = 600.0  # e^600 is a number still


def _growth(log_rate: Array, placed: Placed) -> Array:
    """Return exp(rate (x - largest x)), (K, M)."""
    exponent = np.exp(log_rate) * (placed.x - placed.design.right)
    return np.exp(np.minimum(exponent, MOST_EXPONENT))


CURVE = Exponential()
