"""How good predictions were: MAE, RMSLE, CRPS, coverage, skill. NaN where there is nothing to say.

Shapes: P predictions, B draws of each.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from scaling.curves.base import Array
from scaling.fitting.records import NAN

ROUNDING = 1e-12  # of scores as they are published, far below their last digit


def mae(predicted: ArrayLike, observed: ArrayLike) -> float:
    """Return the mean absolute error of predictions (P,), in the units of the scores.

    >>> round(mae([0.5, 0.7], [0.4, 0.9]), 9)
    0.15
    """
    errors = _errors(predicted, observed)
    return float(np.abs(errors).mean()) if len(errors) else NAN


def bias(predicted: ArrayLike, observed: ArrayLike) -> float:
    """Return the mean of prediction less score, (P,) each.

    >>> round(bias([0.5, 0.7], [0.4, 0.9]), 9)
    -0.05
    """
    errors = _errors(predicted, observed)
    return float(errors.mean()) if len(errors) else NAN


def rmsle(predicted: ArrayLike, observed: ArrayLike) -> tuple[float, int]:
    """Return sqrt(mean (ln predicted - ln observed)^2) and of how many predictions.

    A pair with a number that is not above zero has no logarithm and is left out. Caballero et
    al. 2023, arXiv:2210.14891.

    >>> value, used = rmsle([0.5, 0.2, 0.1], [0.25, 0.2, 0.0])
    >>> round(value, 4), used
    (0.4901, 2)
    """
    ours, theirs = np.asarray(predicted, dtype=float), np.asarray(observed, dtype=float)
    able = (ours > 0) & (theirs > 0)
    if not able.any():
        return NAN, 0
    squares = (np.log(ours[able]) - np.log(theirs[able])) ** 2
    return float(np.sqrt(squares.mean())), int(able.sum())


def crps(draws: Array, observed: float) -> float:
    """Return the continuous ranked probability score of drawn predictions (B,), in score units.

    The sample form E|X - y| - E|X - X'| / 2, over all pairs of draws; a single draw gives the
    absolute error. Gneiting & Raftery 2007, doi:10.1198/016214506000001437, equation 21.

    >>> crps(np.array([0.0, 1.0]), 0.0)
    0.25
    """
    count = len(draws)
    if not count:
        return NAN
    ordered = np.sort(draws)
    rank = 2 * np.arange(1, count + 1) - count - 1
    spread = 2 * float((rank * ordered).sum()) / count**2  # E|X - X'|, from the sorted draws
    return float(np.abs(ordered - observed).mean()) - 0.5 * spread


def coverage(lower: Sequence[float], upper: Sequence[float], observed: Sequence[float]) -> float:
    """Return the share of intervals (P,) that hold their score; NaN without intervals.

    >>> coverage([0.0, 0.5], [0.2, 0.9], [0.1, 0.4])
    0.5
    """
    low, high, seen = (np.asarray(values, dtype=float) for values in (lower, upper, observed))
    known = np.isfinite(low) & np.isfinite(high)
    if not known.any():
        return NAN
    return float(((seen >= low) & (seen <= high))[known].mean())


def skill(error: float, baseline: float) -> float:
    """Return 1 - error / baseline: 1 is perfect, 0 no better, below 0 worse.

    NaN where the baseline's error is 0, or no more than rounding.

    >>> skill(0.02, 0.08), skill(0.02, 0.0)
    (0.75, nan)
    """
    return 1.0 - error / baseline if baseline > ROUNDING else NAN


def _errors(predicted: ArrayLike, observed: ArrayLike) -> Array:
    result: Array = np.asarray(predicted, dtype=float) - np.asarray(observed, dtype=float)
    return result
