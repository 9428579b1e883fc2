"""A power law through minima that have errors of their own and scatter beside them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.records import NAN

LEAST_ERROR = 1e-9  # of log size: minima of losses without noise have none


@dataclass(frozen=True, eq=False)
class DrawnLaw:
    """The line y = level + exponent x in natural logarithms, and its draws (B,).

    ``scatter`` is the standard deviation of the minima about the line beyond their own errors,
    ``scatter_p`` the chi-squared test that it is none (NaN for two minima).
    """

    exponent: float
    level: float
    scatter: float
    scatter_p: float
    exponents: Array
    levels: Array

    def at(self, x: Array) -> Array:
        """Return the line at places x, (X,)."""
        result: Array = self.level + self.exponent * x
        return result

    def drawn_at(self, x: Array) -> Array:
        """Return the drawn lines at places x, (X, B)."""
        result: Array = self.levels + x[:, None] * self.exponents
        return result


def power_law(
    x: Array, y: Array, drawn: Array, generator: np.random.Generator, sign: float = 1.0
) -> DrawnLaw:
    """Return the line through k >= 2 minima: x, y (k,) natural logarithms, drawn (k, B).

    Weighted least squares; the weights are 1 / (error^2 + scatter^2), with the scatter by the
    method of moments of random-effects meta-regression (DerSimonian & Laird 1986,
    doi:10.1016/0197-2456(86)90046-2; with a covariate: Thompson & Sharp 1999, Statistics in
    Medicine 18). Draws add the scatter, itself drawn with its k - 2 degrees of freedom, with a
    ``sign``: what scatters in params is missing in tokens.
    """
    k, count = len(x), drawn.shape[1]
    design = np.stack([np.ones(k), x - x.mean()], axis=1)  # (k, 2)
    error = np.maximum(_spread(drawn), LEAST_ERROR)
    scatter, p = _scatter(design, y, error) if k > 2 else (0.0, NAN)
    weight = 1.0 / (error**2 + scatter**2)
    solve = np.linalg.solve(design.T @ (design * weight[:, None]), (design * weight[:, None]).T)
    level, exponent = solve @ y
    beside = generator.standard_normal((k, count))
    if scatter > 0:
        size = scatter * np.sqrt((k - 2) / generator.chisquare(k - 2, size=count))
        drawn = drawn + sign * size * beside
    levels, exponents = solve @ drawn  # (B,) each
    centre = float(x.mean())
    return DrawnLaw(
        exponent=float(exponent),
        level=float(level - exponent * centre),
        scatter=scatter,
        scatter_p=p,
        exponents=exponents,
        levels=levels - exponents * centre,
    )


def _spread(drawn: Array) -> Array:
    """Return a standard deviation (k,) that far draws of a flat valley do not decide."""
    if not drawn.shape[1]:
        return np.zeros(len(drawn))
    low, high = np.quantile(drawn, [0.25, 0.75], axis=1)
    result: Array = (high - low) / 1.349  # of a normal distribution
    return result


def _scatter(design: Array, y: Array, error: Array) -> tuple[float, float]:
    """Return the standard deviation beyond the errors, 0 if there is none, and its test."""
    from scipy.special import chdtrc

    weight = 1.0 / error**2
    weighted = design * weight[:, None]
    inverse = np.linalg.inv(design.T @ weighted)
    residual = y - design @ (inverse @ (weighted.T @ y))
    deviance, free = float(weight @ residual**2), len(y) - design.shape[1]
    total = float(weight.sum() - np.trace(inverse @ (weighted.T @ weighted)))
    return float(np.sqrt(max(0.0, (deviance - free) / total))), float(chdtrc(free, deviance))
