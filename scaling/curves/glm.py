"""Generalised linear models of proportions: p = G(intercept + slope x), from 0 to 1.

McCullagh & Nelder 1989, Generalized Linear Models, chapter 4. A further link is one ``Link``.
Held, like the straight line, by its values (on the link's scale) at both ends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit, ndtr, ndtri

from scaling.curves.base import Array, Design, Placed, mesh
from scaling.curves.linear import share_of_range
from scaling.curves.sigmoid import WIDTH_LIMITS
from scaling.curves.stable import power_of_e, power_of_ten

SMALLEST_PROPORTION = 1e-6  # at both ends of the nodes that are not steep
LEVEL = 1e-9  # a line that changes by less, on the scale of the link, is level
END_LEVELS = np.linspace(0.0, 1.0, 25)
STEEP_PLACES, STEEP_WIDTHS = np.linspace(0.0, 1.0, 17), np.geomspace(0.06, 0.6, 4)


@dataclass(frozen=True)
class Link:
    """The inverse of a link with its derivative, and the link itself (of one number)."""

    name: str
    inverse: Callable[[Array], Array]
    density: Callable[[Array], Array]
    link: Callable[[float], float]


def _logit_density(z: Array) -> Array:
    result: Array = expit(z) * expit(-z)
    return result


def _normal_density(z: Array) -> Array:
    result: Array = np.exp(-0.5 * z * z) / np.sqrt(2 * np.pi)
    return result


def _cloglog_inverse(z: Array) -> Array:
    result: Array = -np.expm1(-power_of_e(z))
    return result


def _cloglog_density(z: Array) -> Array:
    held = np.minimum(z, 50.0)  # beyond, nothing is left of exp(-exp(z))
    result: Array = np.exp(held - np.exp(held))
    return result


LOGIT = Link("logit", expit, _logit_density, lambda p: float(logit(p)))
PROBIT = Link("probit", ndtr, _normal_density, lambda p: float(ndtri(p)))
CLOGLOG = Link(
    "cloglog", _cloglog_inverse, _cloglog_density, lambda p: float(np.log(-np.log1p(-p)))
)


@dataclass(frozen=True)
class GlmCurve:
    """Internal: the link at the smallest and the largest size."""

    function: Link
    summary: str
    formula: str
    source: str
    internal: tuple[str, ...] = ("start", "end")
    linear: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ("intercept", "slope", "midpoint", "width")
    ceiling_parameter: str | None = None

    @property
    def name(self) -> str:
        """The name of the link."""
        return self.function.name

    @property
    def link(self) -> str:
        """The name of the link."""
        return self.function.name

    def why_not(self, design: Design) -> str:
        """Explain that such a model runs from 0 to 1."""
        if design.falling:
            return f"{self.name} is for proportions: fit power-law-floor to a loss"
        if np.isnan(design.floor).any() or np.isnan(design.top).any():
            return (
                f"{self.name} is for proportions: fit linear to scores without chance and ceiling"
            )
        if (design.floor != 0).any() or (design.top != 1).any():
            wrong = (design.floor != 0) | (design.top != 1)
            floor, top = design.floor[wrong][0], design.top[wrong][0]
            return (
                f"{self.name} runs from 0 to 1, the scores from {floor:g} (chance) to {top:g} "
                "(ceiling): use logistic, which starts at chance"
            )
        return ""

    def bounds(self, design: Design) -> tuple[Array, Array]:
        """Bound both ends by those of the narrowest transition anywhere among the sizes."""
        span = design.right - design.left
        furthest = self._distance * span / (WIDTH_LIMITS[0] * design.unit)
        ends = np.stack([furthest, furthest]) + abs(self.function.link(SMALLEST_PROPORTION))
        return -ends, ends

    def nodes(self, design: Design) -> Array:
        """Return 25 x 25 pairs of ends, and steep rises and falls at 17 places of 4 widths."""
        ones = np.ones(design.x.shape[1])
        lowest, highest = (
            self.function.link(p) for p in (SMALLEST_PROPORTION, 1 - SMALLEST_PROPORTION)
        )
        share = np.stack(mesh(END_LEVELS, END_LEVELS))
        gentle = (lowest + share * (highest - lowest))[:, :, None] * ones
        place, width, sign = mesh(STEEP_PLACES, STEEP_WIDTHS, np.array([-1.0, 1.0]))
        slope = sign[:, None] * self._distance / (width[:, None] * design.unit)
        span = design.right - design.left
        before, after = -place[:, None] * span, (1 - place)[:, None] * span
        steep = self.function.link(0.5) + np.stack([slope * before, slope * after])
        return np.concatenate([gentle, steep], axis=1)

    @property
    def _distance(self) -> float:
        """From 10 to 90 %, on the link's scale."""
        return self.function.link(0.9) - self.function.link(0.1)

    def value(self, theta: Array, placed: Placed) -> Array:
        """Return the proportion at every size."""
        share = share_of_range(placed)
        return self.function.inverse(theta[0] * (1 - share) + theta[1] * share)

    def value_and_jacobian(self, theta: Array, placed: Placed) -> tuple[Array, Array]:
        """Return the proportions and their derivatives by both ends."""
        share = share_of_range(placed)
        z = theta[0] * (1 - share) + theta[1] * share
        density = self.function.density(z)
        return self.function.inverse(z), np.stack([density * (1 - share), density * share])

    def natural(self, theta: Array, design: Design) -> dict[str, Array]:
        """Return intercept and slope (per decade), the size where p = .5, and the 10-90 % width.

        Midpoint and width are NaN where the line is level.
        """
        slope = (theta[1] - theta[0]) / (design.right - design.left)
        intercept = theta[0] - slope * design.left
        steep = np.where(np.abs(slope) * (design.right - design.left) < LEVEL, np.nan, slope)
        midpoint = (self.function.link(0.5) - intercept) / steep
        return {
            "intercept": intercept,
            "slope": slope,
            "midpoint": power_of_ten(midpoint) if design.log_axis else -midpoint,
            "width": self._distance / np.abs(steep),
        }


SOURCE = "McCullagh & Nelder 1989, Generalized Linear Models, chapter 4"
LOGIT_CURVE = GlmCurve(
    LOGIT,
    summary="logistic regression, from 0 to 1: proportions with chance 0, rising or falling",
    formula="1 / (1 + exp(-(intercept + slope x)))",
    source=SOURCE,
)
PROBIT_CURVE = GlmCurve(
    PROBIT,
    summary="probit regression, from 0 to 1: as logit, with shorter tails",
    formula="Phi(intercept + slope x), Phi the normal distribution function",
    source=SOURCE,
)
CLOGLOG_CURVE = GlmCurve(
    CLOGLOG,
    summary="complementary log-log regression, from 0 to 1: slow start, fast finish",
    formula="1 - exp(-exp(intercept + slope x))",
    source=SOURCE,
)
