"""A link fitted to losses and scores, and refitted to many weightings of the same points.

The solver is that of curves: the link is one, on the axis x = -loss. Shapes: K points, B draws.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scaling.curves.base import Array, Curve
from scaling.fitting.fitted import Fitted, pearson
from scaling.fitting.intervals.base import clipped
from scaling.fitting.intervals.sampled import Draws, refit
from scaling.fitting.model import Model, set_model
from scaling.fitting.objectives import LAPSE
from scaling.fitting.options import FitOptions
from scaling.fitting.solve import Refused
from scaling.series import Series, SeriesBatch

FLOOR_IS_FREE_FROM = (
    6  # points: below, chance is the floor (METHODS 7: two parameters up to 4 or 5)
)
LEAST_POINTS = 4


def fit_link(series: Series, link: Curve, options: FitOptions, floor: str) -> Fitted | Refused:
    """Fit a link to the scores of a series, or return why it cannot be.

    ``series`` has losses as sizes, or compute for a single step. ``floor`` is ``free``, ``fixed``
    at chance or ``auto``: free from six different sizes on. The ceiling is that of ``options``.
    """
    batch = SeriesBatch.stack([series], [0])
    model = _with_floor(set_model(batch, link, options), floor)
    why = _why_not(series, link, model)
    if why:
        return Refused(0, link, why)
    return Fitted(model, model.solve(), options)


def refit_link(fitted: Fitted, weights: Array) -> Draws:
    """Return the refits under weights (K, B), which multiply those of the points."""
    scores = np.repeat(fitted.model.score, weights.shape[1], axis=1)
    return refit(fitted, scores, fitted.model.weight * weights)


def values_of(fitted: Fitted, draws: Draws, x: Array) -> Array:
    """Return every draw's link at its own places x (X, B), within the range of the metric."""
    return clipped(fitted, fitted.model.curve.value(draws.theta, draws.design.at(x)))


def noise_of(fitted: Fitted, values: Array) -> Array:
    """Return the s.d. of a new model's score about link values, of their shape.

    Estimated from the residuals; that of proportions is largest half-way, as their sampling
    error is.
    """
    if not fitted.binomial:
        return np.full_like(values, float(np.median(fitted.sigma)))
    excess = pearson(fitted) / max(fitted.degrees, 1)
    items = float(np.median(fitted.model.weight))
    p = np.clip(values, LAPSE, 1 - LAPSE)
    return np.asarray(np.sqrt(excess * p * (1 - p) / items))


def _with_floor(model: Model, floor: str) -> Model:
    """Return the model with its floor estimated, or held at chance."""
    place = model.curve.internal.index("floor")
    sizes = model.batch.series[0].n_sizes
    is_free = floor == "free" or (floor == "auto" and sizes >= FLOOR_IS_FREE_FROM)
    free, fixed = model.free.copy(), model.fixed.copy()
    free[place], fixed[place] = is_free, model.design.floor
    return replace(model, free=free, fixed=fixed)


def _why_not(series: Series, link: Curve, model: Model) -> str:
    if series.n_sizes < LEAST_POINTS:
        return f"a link needs at least {LEAST_POINTS} different losses, found {series.n_sizes}"
    n_free = int(model.free.sum())
    if series.n_sizes <= n_free:
        return (
            f"{series.n_sizes} different losses for the {n_free} free parameters of the link leave "
            "nothing to judge its error by: hold its floor or its ceiling"
        )
    return link.why_not(model.design) or model.objective.why_not(model.score)
