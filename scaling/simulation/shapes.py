"""Shapes of smooth rises beyond the five that the width test knows.

A test that is calibrated for its own shapes alone proves little; these are what else a smooth
ability may look like. Each has its median at the midpoint and its 10-90 % width as a parameter.
"""

from __future__ import annotations

import numpy as np
from scipy.special import expit, ndtr, ndtri

from scaling.curves.base import Array
from scaling.curves.sigmoid import Shape
from scaling.curves.stable import softplus

LEVELS = (0.1, 0.5, 0.9)
TOKENS = (2, 4, 8, 16)  # of an answer
BENDS = (0.3, 3.0)  # exponents q of the broken power law
DENSITY_AT_ZERO = 1 / float(np.sqrt(2 * np.pi))


def per_token(length: int) -> Shape:
    """Return the exact match of an answer whose tokens each have logistic accuracy, F^L.

    Source: Schaeffer et al. 2023, arXiv:2304.15004, section 2.
    """

    def cdf(z: Array) -> Array:
        result: Array = expit(z) ** length
        return result

    def density(z: Array) -> Array:
        result: Array = length * expit(z) ** length * expit(-z)
        return result

    low, middle, high = (
        float(np.log(p) - np.log1p(-p)) for p in np.power(LEVELS, 1 / length).tolist()
    )
    return Shape(f"per_token_{length}", cdf, density, (low, middle, high))


def broken_power_law(name: str, q: float) -> Shape:
    """Return 1 - (1 + e^z)^-q: errors that bend once from flat to a power law of size.

    Source: Caballero et al. 2023, arXiv:2210.14891, equation 1 with one break.
    """

    def cdf(z: Array) -> Array:
        result: Array = -np.expm1(-q * softplus(z))
        return result

    def density(z: Array) -> Array:
        result: Array = q * expit(z) * np.exp(-q * softplus(z))
        return result

    low, middle, high = (float(np.log(np.expm1(-np.log1p(-p) / q))) for p in LEVELS)
    return Shape(name, cdf, density, (low, middle, high))


def _normal_cdf(z: Array) -> Array:
    result: Array = ndtr(z)
    return result


def _normal_density(z: Array) -> Array:
    result: Array = DENSITY_AT_ZERO * np.exp(-0.5 * z**2)
    return result


def _ramp_cdf(z: Array) -> Array:
    return np.clip(z, 0.0, 1.0)


def _ramp_density(z: Array) -> Array:
    return np.where((z > 0) & (z < 1), 1.0, 0.0)


_NINE_TENTHS = float(ndtri(0.9))
PROBIT = Shape("probit", _normal_cdf, _normal_density, (-_NINE_TENTHS, 0.0, _NINE_TENTHS))
RAMP = Shape("ramp", _ramp_cdf, _ramp_density, LEVELS)
PER_TOKEN = tuple(per_token(length) for length in TOKENS)
BROKEN = (broken_power_law("bnsl_03", BENDS[0]), broken_power_law("bnsl_3", BENDS[1]))
