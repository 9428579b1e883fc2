"""Which of several curves: criteria that can be compared, Akaike weights, leave-one-size-out.

Burnham & Anderson 2002, Model Selection and Multimodel Inference, chapters 2.9 and 4.2.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.criteria import aicc, bic
from scaling.fitting.fitted import Fitted
from scaling.fitting.intervals.base import clipped
from scaling.fitting.options import FitOptions
from scaling.fitting.records import NAN
from scaling.fitting.solve import Refused, solve_series
from scaling.series import Series

AICC, BIC = "aicc", "bic"
LIMITS = ((5, 2), (7, 3), (8, 4))  # sizes up to, free parameters that back-tests bear out


@dataclass(frozen=True)
class Criteria:
    """What one fit is judged by; ``n_free`` are the curve's own, without the errors' size."""

    n_free: int
    aicc: float
    bic: float

    @classmethod
    def of(cls, fitted: Fitted) -> Criteria:
        """Take the criteria of a fit."""
        likelihood = fitted.likelihood()
        counted, points = float(fitted.model.n_free[0]), fitted.series.n_points
        own = int(fitted.model.free[:, 0].sum())
        return cls(own, aicc(likelihood, counted, points), bic(likelihood, counted, points))


@dataclass(frozen=True)
class Comparison:
    """The curves of one series against each other, by place.

    ``criterion`` is ``aicc`` or ``bic``. ``difference`` is from the best curve and ``weight``
    the Akaike weight; both are NaN for curves that are not compared. ``limit`` is the most free
    parameters of a curve that is, None if there is no such limit.
    """

    criterion: str
    difference: tuple[float, ...]
    weight: tuple[float, ...]
    limit: int | None = None

    @property
    def compared(self) -> tuple[int, ...]:
        """The places of the curves that are compared."""
        return tuple(place for place, weight in enumerate(self.weight) if not math.isnan(weight))


def compare_criteria(criteria: Sequence[Criteria | None], n_sizes: int) -> Comparison:
    """Compare the curves of a series by AICc; None stands for a curve without a fit.

    Where AICc is undefined for a curve (too many parameters for the points), its correction is
    out of all proportion for the others, too: then only curves of at most ``parameter_limit``
    free parameters are compared, by BIC. If no curve has so few, all are, by BIC.
    """
    known = [place for place, one in enumerate(criteria) if one is not None]
    criterion, limit = AICC, None
    if any(math.isnan(_value(criteria, place, AICC)) for place in known):
        criterion, most = BIC, parameter_limit(n_sizes)
        few = [place for place in known if (one := criteria[place]) and one.n_free <= most]
        known, limit = (few, most) if few else (known, None)
    values = [
        _value(criteria, place, criterion) if place in known else NAN
        for place in range(len(criteria))
    ]
    best = min((value for value in values if not math.isnan(value)), default=NAN)
    return Comparison(
        criterion, tuple(value - best for value in values), tuple(akaike_weights(values)), limit
    )


def parameter_limit(n_sizes: int) -> int:
    """Return how many free parameters so many sizes bear where AICc cannot say.

    In back-tests nothing beats two parameters up to five sizes; three do well from six on, a
    fourth from eight on.

    >>> [parameter_limit(sizes) for sizes in (3, 5, 6, 8, 20)]
    [2, 2, 3, 4, 4]
    """
    return next((limit for sizes, limit in LIMITS if n_sizes <= sizes), LIMITS[-1][1])


def akaike_weights(values: Sequence[float]) -> list[float]:
    """Return exp(-difference / 2) over its sum; NaN stays NaN and gets no weight.

    >>> [round(weight, 4) for weight in akaike_weights([10.0, 12.0, float("nan")])]
    [0.7311, 0.2689, nan]
    """
    known = [value for value in values if not math.isnan(value)]
    if not known:
        return [NAN] * len(values)
    best = min(known)
    scale = sum(math.exp(-0.5 * (value - best)) for value in known)
    return [NAN if math.isnan(v) else math.exp(-0.5 * (v - best)) / scale for v in values]


def averaged(values: Array, weights: Sequence[float]) -> Array:
    """Return the mean (X,) of curves ``values`` (C, X) with Akaike weights (C,); NaN is left out.

    Burnham & Anderson 2002, equation 4.1.
    """
    weight = np.nan_to_num(np.asarray(weights, dtype=np.float64))[:, None]
    result: Array = np.where(weight > 0, values * weight, 0.0).sum(axis=0) / weight.sum()
    return result


def leave_one_size_out(series: Sequence[Series], options: FitOptions) -> list[float]:
    """Return the root mean squared error of every series' left-out scores, in their units.

    The points of one size are left out together, and the rest is fitted as if they had never
    been there. NaN where one of those fits is refused, as with three sizes.
    """
    parts: list[tuple[int, list[int]]] = [
        (place, [int(at) for at in np.flatnonzero(one.x == x)])
        for place, one in enumerate(series)
        for x in np.unique(one.x)
    ]
    fits = solve_series([series[place].without(gone) for place, gone in parts], options)
    squares: list[list[float]] = [[] for _ in series]
    for (place, gone), fit in zip(parts, fits, strict=True):
        if isinstance(fit, Refused):
            squares[place].append(NAN)
            continue
        error = series[place].score[gone] - clipped(fit, fit.at(series[place].x[gone]))
        squares[place] += [float(value) for value in error**2]
    return [math.sqrt(math.fsum(one) / len(one)) if one else NAN for one in squares]


def _value(criteria: Sequence[Criteria | None], place: int, name: str) -> float:
    one = criteria[place]
    return NAN if one is None else float(getattr(one, name))
