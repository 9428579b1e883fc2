"""Smoothly broken power laws of the error: straight pieces in log-log, joined by smooth breaks.

BNSL of Caballero et al. 2022: y = a + b x^-c0 prod_i (1 + (x / d_i)^(1 / f_i))^(-c_i f_i). The
slope is -c0 before the first break, -(c0 + c1) after it, and so on; f_i is how long break i takes.
Inside, sizes are relative to the smallest, and the coefficient is the excess over the rest there.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.special import expit

from scaling.curves.base import Array, Design, Placed, mesh
from scaling.curves.power_law import error_sign, error_to_score, largest_error, why_not_a_power_law
from scaling.curves.stable import power_of_e, power_of_ten, softplus

FIRST_SLOPE_LIMITS = (-3.0, 5.0)
CHANGE_LIMITS = (-10.0, 20.0)  # of slope at a break: negative for double descent, large for cliffs
SHARPNESS_LIMITS = (0.01, 5.0)  # f, in e-folds of size: below, a corner between any two sizes
RIGHT_OF_DATA = 0.5  # decades that a break may lie beyond the largest size
PARAMETERS_PER_BREAK, SPARE_SIZES = 3, 6  # 3 n + 3 parameters, and 3 sizes to judge them by


@dataclass(frozen=True)
class Grid:
    """Levels of the search: first slope, changes of slope, places of breaks in [0, 1], f."""

    first: tuple[float, ...]
    change: tuple[float, ...]
    place: tuple[float, ...]
    sharpness: tuple[float, ...]


GRIDS = {
    0: Grid(tuple(np.geomspace(0.01, 3.0, 40)), (), (), ()),
    1: Grid(
        (-0.3, 0.0, 0.05, 0.15, 0.3, 0.6, 1.2),
        (-1.0, -0.3, 0.2, 0.5, 1.0, 2.0, 4.0, 8.0),
        tuple(np.linspace(0.04, 0.96, 15)),
        (0.02, 0.08, 0.25, 0.7, 2.0),
    ),
    2: Grid(
        (0.0, 0.1, 0.3, 0.8),
        (-0.6, -0.1, 0.3, 1.0, 4.0),
        tuple(np.linspace(0.1, 0.9, 6)),
        (0.05, 0.4),
    ),
}


@dataclass(frozen=True)
class BrokenPowerLaw:
    """Internal: rest, excess at the smallest size, slopes, breaks in decades, ln f."""

    breaks: int = 1
    ceiling_parameter: str | None = None
    source: str = "Caballero et al. 2022, arXiv:2210.14891, equation 1"
    linear: tuple[str, ...] = ("irreducible", "excess")

    @property
    def name(self) -> str:
        """``broken-power-law`` has one break, others carry their number."""
        return "broken-power-law" if self.breaks == 1 else f"broken-power-law-{self.breaks}"

    @property
    def summary(self) -> str:
        """When to use it."""
        if self.breaks == 0:
            return "BNSL without a break, to compare with; the curve is power-law-floor"
        least = PARAMETERS_PER_BREAK * self.breaks + SPARE_SIZES
        times = "once" if self.breaks == 1 else f"{self.breaks} times"
        return f"BNSL: a power law of the error whose slope changes {times}; from {least} sizes on"

    @property
    def formula(self) -> str:
        """The curve in natural parameters."""
        factors = "".join(f" (1 + (size/d{i})^(1/f{i}))^(-c{i} f{i})" for i in self._numbers)
        return f"a + b size^-c0{factors} (for rising scores: ceiling minus that)"

    @property
    def internal(self) -> tuple[str, ...]:
        """The rest, the excess and the first slope; then the coordinates of each break."""
        each = ((f"c{i}", f"break{i}", f"log_f{i}") for i in self._numbers)
        return ("irreducible", "excess", "c0", *(name for names in each for name in names))

    @property
    def parameters(self) -> tuple[str, ...]:
        """The letters of the publication."""
        each = ((f"c{i}", f"d{i}", f"f{i}") for i in self._numbers)
        return ("a", "b", "c0", *(name for names in each for name in names))

    @property
    def _numbers(self) -> range:
        return range(1, self.breaks + 1)

    def why_not(self, design: Design) -> str:
        """Explain what a power law needs, and how many sizes the breaks need."""
        needed = PARAMETERS_PER_BREAK * self.breaks + SPARE_SIZES
        if self.breaks and design.n_sizes < needed:
            one_break = PARAMETERS_PER_BREAK + SPARE_SIZES
            instead = "broken-power-law" if design.n_sizes >= one_break else "power-law-floor"
            plural = "s" if self.breaks > 1 else ""
            return (
                f"a power law with {self.breaks} break{plural} needs {needed} different sizes, "
                f"found {design.n_sizes}: use {instead}"
            )
        return why_not_a_power_law(design)

    def bounds(self, design: Design) -> tuple[Array, Array]:
        """Bound rest and excess by the scale, breaks by the sizes, slopes and f by constants."""
        largest = largest_error(design)
        sharpness = np.log(SHARPNESS_LIMITS)
        low = [0 * largest, 0 * largest, 0 * largest + FIRST_SLOPE_LIMITS[0]]
        high = [largest, largest, 0 * largest + FIRST_SLOPE_LIMITS[1]]
        for _ in self._numbers:
            low += [0 * largest + CHANGE_LIMITS[0], design.left, 0 * largest + sharpness[0]]
            high += [
                0 * largest + CHANGE_LIMITS[1],
                design.right + RIGHT_OF_DATA,
                0 * largest + sharpness[1],
            ]
        return np.stack(low), np.stack(high)

    def nodes(self, design: Design) -> Array:
        """Return a grid of at most 6,000 nodes; of two breaks, the first lies to the left."""
        grid = GRIDS[self.breaks]
        places = np.array(list(combinations(grid.place, self.breaks)))
        levels = [np.array(grid.first), np.arange(float(len(places)))]
        levels += [np.array(grid.change)] * self.breaks + [np.array(grid.sharpness)] * self.breaks
        first, chosen, *others = mesh(*levels)
        changes, sharpness = others[: self.breaks], others[self.breaks :]
        theta = np.empty((len(self.internal), len(first), design.x.shape[1]))
        theta[:2] = 0.5 * largest_error(design)
        theta[2] = first[:, None]
        for i in range(self.breaks):
            share = places[chosen.astype(np.intp), i][:, None]
            theta[3 + 3 * i] = changes[i][:, None]
            theta[4 + 3 * i] = design.left + share * (design.right - design.left)
            theta[5 + 3 * i] = np.log(sharpness[i])[:, None]
        return theta

    def value(self, theta: Array, placed: Placed) -> Array:
        """Return the score at rest + excess (broken power of size / smallest size)."""
        design = placed.design
        fall = theta[2] * (np.log(10.0) * (placed.x - design.left))
        for i in range(self.breaks):
            change, place, log_f = theta[3 + 3 * i : 6 + 3 * i]
            f = np.exp(log_f)
            here, first = _units(placed, place, f)
            fall += (change * f) * (softplus(here) - softplus(first))
        return error_to_score(theta[0] + theta[1] * power_of_e(-fall), design)

    def value_and_jacobian(self, theta: Array, placed: Placed) -> tuple[Array, Array]:
        """Return the score and its derivatives by every coordinate."""
        design = placed.design
        distance = np.log(10.0) * (placed.x - design.left)
        fall = theta[2] * distance
        by = [distance]  # derivatives of the fall by c0, then by c, break and ln f of each break
        for i in range(self.breaks):
            change, place, log_f = theta[3 + 3 * i : 6 + 3 * i]
            f = np.exp(log_f)
            here, first = _units(placed, place, f)
            bend = softplus(here) - softplus(first)
            slope, slope_first = expit(here), expit(first)
            fall += (change * f) * bend
            by += [
                f * bend,
                (-np.log(10.0) * change) * (slope - slope_first),
                (change * f) * (bend - (slope * here - slope_first * first)),
            ]
        share = power_of_e(-fall)
        sign = error_sign(design)
        excess = theta[1] * share
        rows = [np.full_like(share, sign), sign * share, *((-sign * excess) * one for one in by)]
        return error_to_score(theta[0] + excess, design), np.stack(rows)

    def natural(self, theta: Array, design: Design) -> dict[str, Array]:
        """Return the letters of the publication; breaks as sizes, from left to right."""
        decades = theta[2] * design.left  # log10 of b over the excess
        found = {"c0": theta[2]}
        breaks = theta[3:].reshape(self.breaks, 3, theta.shape[1])
        order = np.argsort(breaks[:, 1], axis=0, kind="stable")
        for i in range(self.breaks):
            change, place, log_f = np.take_along_axis(breaks, order[i][None, None], axis=0)[0]
            f = np.exp(log_f)
            decades = decades + change * f * softplus(
                np.log(10.0) * (design.left - place) / f
            ) / np.log(10.0)
            found |= {f"c{i + 1}": change, f"d{i + 1}": power_of_ten(place), f"f{i + 1}": f}
        return {"a": theta[0], "b": theta[1] * power_of_ten(decades), **found}


def _units(placed: Placed, place: Array, f: Array) -> tuple[Array, Array]:
    """Return how far each size (K, M) and the smallest (M,) lie beyond a break, in units of f."""
    scale = np.log(10.0) / f
    return (placed.x - place) * scale, (placed.design.left - place) * scale


CURVE = BrokenPowerLaw()
WITHOUT_BREAK = BrokenPowerLaw(0)
TWO_BREAKS = BrokenPowerLaw(2)
