"""Whether numbers differ by more than rounding, and what to divide them by."""

from __future__ import annotations

import numpy as np

from scaling.curves.base import Array

LEAST_SPREAD = 1e-12
OF_SIZE = 1e-9  # of the numbers' size: a mean of equal numbers is off by less


def unit_of(spread: Array, size: Array) -> Array:
    """Return the spread of numbers about so large, to divide them by; 1 where it is rounding.

    >>> unit_of(np.array([0.2, 5e-17]), np.array([0.5, 0.5])).tolist()
    [0.2, 1.0]
    """
    return np.where(spread > LEAST_SPREAD + OF_SIZE * np.abs(size), spread, 1.0)


def differ(values: Array) -> bool:
    """Return whether not all of the numbers (n,) are the same but for rounding.

    >>> differ(np.array([0.3, 0.1 + 0.2])), differ(np.array([0.3, 0.31]))
    (False, True)
    """
    return bool(np.ptp(values) > LEAST_SPREAD + OF_SIZE * np.abs(values).max())
