"""Functions that neither overflow nor lose digits where a curve runs to its ends."""

from __future__ import annotations

import numpy as np

from scaling.curves.base import Array

LARGEST_POWER = 600.0  # of e: beyond any score, and its square still is a float


def softplus(z: Array) -> Array:
    """Return log(1 + exp(z)), in the same shape."""
    result: Array = np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))
    return result


def power_of_e(z: Array) -> Array:
    """Return exp(z), held at e^600 so that nothing overflows."""
    result: Array = np.exp(np.minimum(z, LARGEST_POWER))
    return result


def power_of_ten(x: Array) -> Array:
    """Return 10^x, infinite where no float can hold it: a size far outside the data is real."""
    with np.errstate(over="ignore"):
        result: Array = np.power(10.0, x)
    return result
