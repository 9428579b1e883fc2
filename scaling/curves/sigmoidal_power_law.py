"""A power law between random guessing and the irreducible error: an S-curve of the error.

Form M4 of Alabdulmohsin et al. 2022: (L - L_inf) / (L_0 - L)^a = b size^-c, for the error L. With
L = L_inf + (L_0 - L_inf) S(t), S the logistic function, it reads
    log S(t) - a log S(-t) = t + (a - 1) log(1 + e^t) = c (ln midpoint - ln size) + (a - 1) ln 2,
and the left side rises in t with a slope between min(1, a) and max(1, a). Size by size that is one
monotone equation; the curve is linear in L_inf and L_0 once t is known. At the midpoint t = 0,
half of the error between random guessing and the rest is gone. a = 0 is ``power-law-floor``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from scaling.curves.base import Array, Design, Placed, mesh
from scaling.curves.power_law import error_sign, error_to_score, largest_error, why_not_a_power_law
from scaling.curves.stable import power_of_ten, softplus

SHAPE_LIMITS = (1e-3, 10.0)
EXPONENT_LIMITS = (0.01, 50.0)
LEFT_OF_DATA, RIGHT_OF_DATA = 3.0, 1.0  # decades that the midpoint may lie outside the sizes
HIGHER_LOSS = 3.0  # models that guess may have more loss than any measured; an error rate may not
SHAPE_LEVELS = np.array([1e-3, 0.1, 0.3, 1.0, 3.0, 10.0])
EXPONENT_LEVELS = np.geomspace(0.04, 40.0, 13)
MIDPOINT_LEVELS = np.linspace(0.0, 1.0, 17)
MOST_STEPS, CLOSE = 60, 1e-10  # the step after one below CLOSE would be lost in rounding


@dataclass(frozen=True)
class SigmoidalPowerLaw:
    """Internal: both ends of the error, ln a, midpoint in decades, ln c."""

    name: str = "sigmoidal-power-law"
    summary: str = "a power law of the error that starts at random guessing: a plateau, then a fall"
    formula: str = (
        "L solves (L - irreducible) / (random_error - L)^shape = coefficient size^-exponent "
        "(for rising scores: ceiling minus L)"
    )
    source: str = "Alabdulmohsin et al. 2022, arXiv:2209.06640, form M4"
    internal: tuple[str, ...] = (
        "irreducible", "random_error", "log_shape", "midpoint", "log_exponent",
    )  # fmt: skip
    linear: tuple[str, ...] = ("irreducible", "random_error")
    parameters: tuple[str, ...] = (
        "irreducible", "random_error", "shape", "coefficient", "exponent",
    )  # fmt: skip
    ceiling_parameter: str | None = None

    def why_not(self, design: Design) -> str:
        """Explain what a power law needs."""
        return why_not_a_power_law(design)

    def bounds(self, design: Design) -> tuple[Array, Array]:
        """Bound both ends by the scale, the midpoint by the sizes and a margin."""
        largest = largest_error(design)
        ones = np.ones_like(largest)
        guessing = largest * (HIGHER_LOSS if design.falling else 1.0)
        shapes, exponents = np.log(SHAPE_LIMITS), np.log(EXPONENT_LIMITS)
        first, last = design.left - LEFT_OF_DATA, design.right + RIGHT_OF_DATA
        lower = [0 * ones, 0 * ones, shapes[0] * ones, first, exponents[0] * ones]
        upper = [largest, guessing, shapes[1] * ones, last, exponents[1] * ones]
        return np.stack(lower), np.stack(upper)

    def nodes(self, design: Design) -> Array:
        """Return 6 shapes x 17 midpoints x 13 exponents."""
        shape, place, exponent = mesh(SHAPE_LEVELS, MIDPOINT_LEVELS, EXPONENT_LEVELS)
        lower, upper = self.bounds(design)
        theta = np.empty((5, len(place), design.x.shape[1]))
        theta[0] = 0.0
        theta[1] = 0.5 * upper[1]
        theta[2] = np.log(shape)[:, None]
        theta[3] = lower[3] + place[:, None] * (upper[3] - lower[3])
        theta[4] = np.log(exponent)[:, None]
        return theta

    def value(self, theta: Array, placed: Placed) -> Array:
        """Return the score at irreducible (1 - S) + random_error S."""
        t = _solve(np.exp(theta[2]), _right_side(theta, placed))
        return error_to_score(theta[0] * expit(-t) + theta[1] * expit(t), placed.design)

    def value_and_jacobian(self, theta: Array, placed: Placed) -> tuple[Array, Array]:
        """Return the score and its derivatives, by implicit differentiation of t."""
        shape, exponent = np.exp(theta[2]), np.exp(theta[4])
        t = _solve(shape, _right_side(theta, placed))
        rest, share = expit(-t), expit(t)
        # d error / d t over d left side / d t; what is left are derivatives of the two sides.
        slope = (theta[1] - theta[0]) * share * rest / (rest + shape * share)
        distance = np.log(10.0) * (theta[3] - placed.x)
        by_shape = shape * (np.log(2.0) - softplus(t))
        sign = error_sign(placed.design)
        by_midpoint, by_exponent = np.log(10.0) * exponent, exponent * distance
        rows = [rest, share, slope * by_shape, slope * by_midpoint, slope * by_exponent]
        jacobian = sign * np.stack(rows)
        return error_to_score(theta[0] * rest + theta[1] * share, placed.design), jacobian

    def natural(self, theta: Array, design: Design) -> dict[str, Array]:
        """Return both ends, shape, coefficient (of a size of 1) and exponent."""
        shape, exponent = np.exp(theta[2]), np.exp(theta[4])
        span = np.abs(theta[1] - theta[0])
        with np.errstate(divide="ignore", invalid="ignore"):  # no span: no coefficient either
            decades = exponent * theta[3] + (1 - shape) * np.log10(0.5 * span)
        return {
            "irreducible": theta[0],
            "random_error": theta[1],
            "shape": shape,
            "coefficient": power_of_ten(decades),
            "exponent": exponent,
        }


def _right_side(theta: Array, placed: Placed) -> Array:
    """Return c (ln midpoint - ln size) + (a - 1) ln 2, (K, M)."""
    distance = np.log(10.0) * (theta[3] - placed.x)
    result: Array = np.exp(theta[4]) * distance + (np.exp(theta[2]) - 1) * np.log(2.0)
    return result


def _solve(shape: Array, right: Array) -> Array:
    """Return t, (K, M), with t + (shape - 1) log(1 + e^t) = right, by Newton steps.

    The left side is convex for shapes above 1, concave below, and lies on that side of its two
    asymptotes, t and shape x t. From the asymptotes Newton thus goes to the root without ever
    stepping over it. An element that has arrived stays as it is, whatever its neighbours need.
    """
    t: Array = np.where(right > 0, right / shape, right)
    moving = np.ones(t.shape, dtype=bool)
    for _ in range(MOST_STEPS):
        left = t + (shape - 1) * softplus(t)
        step = np.where(moving, (right - left) / (expit(-t) + shape * expit(t)), 0.0)
        t = t + step
        moving &= np.abs(step) > CLOSE * (1 + np.abs(t))
        if not moving.any():
            break
    return t


CURVE = SigmoidalPowerLaw()
