"""What a fit says of itself: gradient, conditioning, parameters at a bound, lack of fit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from scaling.curves.base import Array
from scaling.curves.glm import GlmCurve
from scaling.fitting.fitted import Fitted, pearson
from scaling.fitting.objectives import deviance
from scaling.fitting.records import NAN, Estimate
from scaling.fitting.solver import PERFECT_FIT

MOST_CONDITION = 1e6  # beyond it a combination of parameters has no information to speak of
LACK_OF_FIT = 0.05  # p of the deviance


@dataclass(frozen=True)
class Diagnostics:
    """Of one fit.

    ``gradient_norm``: length of the projected gradient, each parameter in its own standard
    errors. ``condition_number``: of the information matrix with unit diagonal, over the free
    parameters inside their bounds; infinite if singular. ``dispersion``: Pearson's statistic
    over its degrees of freedom, NaN where errors are estimated or no degrees are left.
    """

    gradient_norm: float
    condition_number: float
    dispersion: float

    @classmethod
    def of(cls, fitted: Fitted) -> Diagnostics:
        """Compute the diagnostics of a fit."""
        gradient, information = scores_and_information(fitted)
        root = np.sqrt(np.diag(information))
        known = root > 0
        norm = float(np.linalg.norm(gradient[known] / root[known]))
        degrees = fitted.degrees
        spread = pearson(fitted) / degrees if degrees > 0 else NAN
        return cls(norm, _condition(information, root), spread)


def inside(fitted: Fitted) -> NDArray[np.intp]:
    """Return the places of the free parameters that are not at a bound, nor discrete."""
    curve = fitted.model.curve
    discrete = np.isin(curve.internal, getattr(curve, "discrete", ()))
    return np.flatnonzero(fitted.model.free[:, 0] & ~fitted.solution.at_bound[:, 0] & ~discrete)


def scores_and_information(fitted: Fitted) -> tuple[Array, Array]:
    """Return gradient (q,) and information (q, q) of the parameters inside, in unit scale."""
    model = fitted.model
    value, jacobian = model.curve.value_and_jacobian(fitted.theta, model.design.at(model.design.x))
    by_curve, weight = model.objective.gradient(value, model.score, model.weight)
    basis = jacobian[inside(fitted), :, 0]  # (q, K)
    scale = error_scale(fitted)
    return basis @ by_curve[:, 0] / scale, (basis * weight[:, 0]) @ basis.T / scale


def error_scale(fitted: Fitted) -> float:
    """Return by how much the objective has to be divided to be a log-likelihood; 1 if it is."""
    if not fitted.model.objective.scale_free:
        return 1.0
    model = fitted.model
    loss = -2 * float(fitted.solution.log_likelihood[0])
    rounding = PERFECT_FIT * float(model.objective.whole(model.score, model.weight)[0])
    return max(loss, rounding, 1e-300) / max(fitted.degrees, 1)


def _condition(information: Array, root: Array) -> float:
    if not len(root) or (root == 0).any() or not np.isfinite(information).all():
        return float("inf") if len(root) else 1.0
    return float(np.linalg.cond(information / np.outer(root, root)))


def notes_of(
    fitted: Fitted, found: Diagnostics, parameters: dict[str, Estimate], fixed: tuple[str, ...]
) -> list[str]:
    """Return the codes of what limits a fit."""
    one, model, solution = fitted.series, fitted.model, fitted.solution
    notes = []
    if "ceiling" in fixed:
        notes.append("ceiling-fixed")
    if model.objective.scale_free:
        notes.append("estimated-sigma")
    if not solution.converged[0]:
        notes.append("not-converged")
    if solution.at_bound[:, 0].any():
        notes.append("at-bound")
    if found.condition_number > MOST_CONDITION:
        notes.append("ill-conditioned")
    if int(model.n_free[0]) >= one.n_sizes:
        notes.append("no-degrees-left")
    if not np.isfinite([one.estimate for one in parameters.values()]).all():
        notes.append("no-value")
    if _lacks_fit(fitted):
        notes.append("lack-of-fit")
    if "midpoint" in parameters and fitted.design.log_axis:
        midpoint = parameters["midpoint"]
        span = float(one.x[-1] - one.x[0])
        wide = midpoint.lower > 0 and np.log10(midpoint.upper / midpoint.lower) > span
        if wide or _separated(fitted):
            notes.append("weakly-identified")
    return notes


def _separated(fitted: Fitted) -> bool:
    """Return whether a step separates the scores, so that a regression has no finite slope."""
    ends = np.isin(fitted.series.score, (0.0, 1.0)).all()
    return isinstance(fitted.model.curve, GlmCurve) and bool(ends)


def _lacks_fit(fitted: Fitted) -> bool:
    """Return whether the deviance rejects a fit with known errors."""
    model = fitted.model
    if fitted.degrees <= 0 or model.objective.scale_free:
        return False
    misfit = deviance(model.objective, fitted.solution.log_likelihood, model.score, model.weight)
    return bool(chdtrc(fitted.degrees, misfit[0]) <= LACK_OF_FIT)


def fixed_names(fitted: Fitted) -> tuple[str, ...]:
    """Return the natural parameters that were not estimated."""
    curve, free = fitted.model.curve, fitted.model.free[:, 0]
    names = []
    if "floor" in curve.parameters and "floor" not in curve.internal:
        names.append("floor")
    if (
        curve.ceiling_parameter is not None
        and not free[curve.internal.index(curve.ceiling_parameter)]
    ):
        names.append("ceiling")
    return tuple(names)
