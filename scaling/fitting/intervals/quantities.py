"""What intervals are for: natural parameters and values of the curve, as functions of theta.

A natural parameter is worked with on the log scale where it is a positive number by its nature,
so that ends of intervals stay positive and a size counts in decades.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from scaling.curves.base import Array, Curve, Design, mesh
from scaling.fitting.fitted import Fitted

TINY = 1e-300  # below it there is no logarithm
WIDE = 1e6  # a parameter of no sign that runs over more than this is logarithmic
INWARD = 0.0137  # of the range of a coordinate, away from a bound that may lie on a size
DIFFERENCE = 1e-6  # of the range of a coordinate: the step of a central difference


@dataclass(frozen=True, eq=False, kw_only=True)
class Aimed(Design):
    """A design that also says, column by column, which quantity is meant; ``asked``: (M,)."""

    asked: Array

    def take(self, columns: Array | NDArray[np.intp]) -> Aimed:
        """Return the chosen columns."""
        index = np.asarray(columns, dtype=np.intp)
        return aimed(super().take(index), self.asked[index])


def aimed(design: Design, asked: Array) -> Aimed:
    """Return a design of M columns with what is asked of each, (M,)."""
    known = {field.name: getattr(design, field.name) for field in fields(Design)}
    return Aimed(**known, asked=np.asarray(asked, dtype=np.float64))


class Quantity(Protocol):
    """A number that depends on the parameters of a curve."""

    def value(self, theta: Array, design: Aimed) -> Array:
        """Return the quantity asked of each column, (M,), for theta (p, M)."""
        ...

    def slopes(self, theta: Array, design: Aimed) -> Array:
        """Return its derivatives by theta, (p, M)."""
        ...


@dataclass(frozen=True)
class CurveValue:
    """The curve at a place; what is asked is the place on the axis, in decades."""

    curve: Curve

    def value(self, theta: Array, design: Aimed) -> Array:
        """Return the curve at the place of each column, (M,)."""
        result: Array = self.curve.value(theta, design.at(design.asked[None]))[0]
        return result

    def slopes(self, theta: Array, design: Aimed) -> Array:
        """Return the analytic derivatives, (p, M)."""
        _, jacobian = self.curve.value_and_jacobian(theta, design.at(design.asked[None]))
        result: Array = jacobian[:, 0]
        return result


@dataclass(frozen=True, eq=False)
class Naturals:
    """The natural parameters on their working scales; what is asked is the number of the name.

    ``span``: (p,) ranges of the internal coordinates. ``logarithmic`` are the names on the log
    scale, ``fixed`` those that no free coordinate changes, ``discrete`` those that change in
    jumps alone (the two sizes around a step).
    """

    curve: Curve
    names: tuple[str, ...]
    logarithmic: frozenset[str]
    span: Array
    fixed: frozenset[str] = frozenset()
    discrete: frozenset[str] = frozenset()

    def value(self, theta: Array, design: Aimed) -> Array:
        """Return the parameter asked of each column on its working scale, (M,)."""
        found = self.curve.natural(theta, design)
        rows = np.stack([self._scaled(name, found[name]) for name in self.names])
        result: Array = rows[design.asked.astype(np.intp), np.arange(theta.shape[1])]
        return result

    def slopes(self, theta: Array, design: Aimed) -> Array:
        """Return derivatives by central differences, one-sided at a bound, (p, M)."""
        lower, upper = self.curve.bounds(design)
        slopes = np.empty_like(theta)
        for place in range(len(theta)):
            step = DIFFERENCE * self.span[place]
            below, above = theta.copy(), theta.copy()
            below[place] = np.maximum(theta[place] - step, np.minimum(lower[place], theta[place]))
            above[place] = np.minimum(theta[place] + step, np.maximum(upper[place], theta[place]))
            change = self.value(above, design) - self.value(below, design)
            slopes[place] = change / np.maximum(above[place] - below[place], TINY)
        return slopes

    def natural(self, name: str, value: float) -> float:
        """Return a number of the working scale in natural units."""
        with np.errstate(over="ignore"):
            return float(np.exp(value)) if name in self.logarithmic else value

    def _scaled(self, name: str, value: Array) -> Array:
        if name not in self.logarithmic:
            return value
        result: Array = np.log(np.maximum(value, TINY))
        return result


def naturals(fitted: Fitted) -> Naturals:
    """Return the natural parameters of a fit, each of its kind: the range of theta shows which."""
    curve, estimate = fitted.model.curve, fitted.natural()
    lower, upper = (bound[:, 0] for bound in curve.bounds(fitted.design))
    corners = _corners(fitted, lower, upper)
    margin = INWARD * (upper - lower)
    inner = _corners(fitted, lower + margin, upper - margin)
    found = curve.natural(corners, fitted.design.column(0, corners.shape[1]))
    logarithmic = frozenset(
        name for name in curve.parameters if estimate[name] > 0 and _is_positive(found[name])
    )
    plain = Naturals(curve, curve.parameters, logarithmic, upper - lower)
    still = [name for at, name in enumerate(plain.names) if _is_still(plain, fitted, inner, at)]
    fixed = frozenset(name for name in still if (found[name] == estimate[name]).all())
    return replace(plain, fixed=fixed, discrete=frozenset(still) - fixed)


def _corners(fitted: Fitted, lower: Array, upper: Array) -> Array:
    """Return the corners and the middle of the range of theta, (p, G); what is held stays."""
    free, held = fitted.model.free[:, 0], fitted.theta[:, 0]
    levels = [
        np.array([low, high]) if moves else np.array([value])
        for low, high, moves, value in zip(lower, upper, free, held, strict=True)
    ]
    middle = np.where(free, 0.5 * (lower + upper), held)
    return np.concatenate([middle[:, None], np.stack(mesh(*levels))], axis=1)


def _is_still(quantity: Naturals, fitted: Fitted, points: Array, which: int) -> bool:
    """Return whether no small change of a free coordinate changes a parameter, at any point."""
    design = fitted.design.column(0, points.shape[1])
    slopes = quantity.slopes(points, aimed(design, np.full(points.shape[1], which)))
    return bool((slopes[fitted.model.free[:, 0]] == 0).all())


def _is_positive(values: Array) -> bool:
    """Return whether values are positive by nature: all of them, or over many powers of ten.

    A coefficient of a power law that is 0 in some corner is still a number of many scales.
    """
    known = values[~np.isnan(values)]
    if not len(known) or (known < 0).any():
        return False
    above = known[(known > 0) & np.isfinite(known)]
    if not len(above):
        return False
    return bool((known > 0).all()) or bool(above.max() > WIDE * above.min())
