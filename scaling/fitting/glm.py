"""Generalised linear models through statsmodels: the curves that are a link function.

The batched solver's fit holds p within the lapse rate; the GLM's own maximum likelihood takes
its place wherever statsmodels reaches it within the curve's bounds (with scores that a step
separates perfectly there is none).
"""

from __future__ import annotations

import warnings

import numpy as np

from scaling.curves.base import Array
from scaling.curves.glm import GlmCurve
from scaling.fitting.model import Model
from scaling.fitting.objectives import QuasiBinomial
from scaling.fitting.solver import Solution

LINKS = {"logit": "Logit", "probit": "Probit", "cloglog": "CLogLog"}  # names in statsmodels
TOLERANCE = 1e-12  # of the relative change of the deviance


def refine(model: Model, solution: Solution) -> Solution:
    """Return the solution with GLM estimates in place of the solver's where there are any."""
    if not (isinstance(model.curve, GlmCurve) and isinstance(model.objective, QuasiBinomial)):
        return solution
    theta = solution.theta.copy()
    converged = solution.converged.copy()
    lower, upper = model.curve.bounds(model.design)
    for column in range(theta.shape[1]):
        ends = _ends(model.curve.name, *(array[:, column] for array in (model.design.x, model.score,
                                                            model.weight)))  # fmt: skip
        if ends is not None and ((ends > lower[:, column]) & (ends < upper[:, column])).all():
            theta[:, column] = ends
            converged[column] = True
    value = model.curve.value(theta, model.design.at(model.design.x))
    likelihood = model.objective.log_likelihood(value, model.score, model.weight)
    at_bound = model.free & ((theta <= lower) | (theta >= upper))
    return Solution(theta, likelihood, converged, at_bound)


def _ends(link: str, x: Array, score: Array, weight: Array) -> Array | None:
    """Return the linear predictor at the smallest and the largest size, None if there is no fit."""
    import statsmodels.api as sm
    from statsmodels.genmod import families

    share = (x - x.min()) / (x.max() - x.min())
    family = families.Binomial(link=getattr(families.links, LINKS[link])())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # perfect separation: the solver's bounded fit stays
        try:
            found = sm.GLM(score, sm.add_constant(share), family=family, var_weights=weight).fit(
                scale="X2", tol=TOLERANCE, tol_criterion="deviance"
            )
        except (ValueError, np.linalg.LinAlgError):
            return None
    ends = np.array([found.params[0], found.params.sum()])
    return ends if found.converged and np.isfinite(ends).all() else None
