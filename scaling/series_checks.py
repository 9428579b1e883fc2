"""What the numbers of a series must be: the checks of tables, for series that are made by hand."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
LEAST, MOST = math.ulp(0.0), float(np.finfo(np.float64).max)  # numbers above zero, below infinity
LEAST_SIGMA = 1e-18  # of a span of up to 1: span^2/sigma^2 is a number in single precision too


def fault_of_lengths(n_models: int, lengths: Mapping[str, int]) -> str:
    """Say which array has not as many values as there are models; none: empty."""
    for name, length in lengths.items():
        if length != n_models:
            return f"expected as many of {name} as models ({n_models}), found {length}"
    return ""


def fault_of_points(
    models: Sequence[str], size: Array, score: Array, n_items: Array, proportions: bool
) -> str:
    """Say what is wrong with sizes, scores or numbers of items, each (K,); nothing: empty."""
    fault = _outside("size", models, size, LEAST, MOST, "a number above zero")
    if proportions:
        return (
            fault
            or _outside("score", models, score, 0.0, 1.0, "a proportion from 0 to 1")
            or _outside("n_items", models, n_items, 1.0, MOST, "a number of at least 1")
        )
    return fault or _outside("score", models, score, -MOST, MOST, "a finite number")


def fault_of_sigma(models: Sequence[str], sigma: Array, chance: float, ceiling: float) -> str:
    """Say which standard error of scores, (K,), is none; NaN is an unknown one."""
    unknown = np.isnan(sigma)
    if unknown.all():
        return ""
    least = LEAST_SIGMA * max(1.0, abs(ceiling - chance))  # 1.0 where the span is NaN
    expected = f"a standard error of at least {least:.2g}, or nan where unknown"
    return _outside("sigma", models, np.where(unknown, least, sigma), least, MOST, expected)


def fault_of_bounds(chance: float, ceiling: float, *, loss: bool) -> str:
    """Say whether chance and ceiling (the best score) are the wrong way round; NaN is none."""
    for name, value in (("chance", chance), ("ceiling", ceiling)):
        if math.isinf(value):
            return f"{name}: expected a finite number, or nan where there is none, found {value:g}"
    if loss and chance <= ceiling:
        return f"chance: expected a loss above the ceiling {ceiling:g}, found {chance:g}"
    if not loss and chance >= ceiling:
        return f"chance: expected a score below the ceiling {ceiling:g}, found {chance:g}"
    return ""


def _outside(
    name: str, models: Sequence[str], values: Array, low: float, high: float, expected: str
) -> str:
    """Say which of the values, (K,), is not from ``low`` to ``high``; NaN never is."""
    if not len(values) or (np.minimum.reduce(values) >= low and np.maximum.reduce(values) <= high):
        return ""
    place = int(np.argmin((values >= low) & (values <= high)))
    return f"{name} of {models[place]}: expected {expected}, found {values[place]:g}"
