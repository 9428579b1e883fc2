"""Whether runs say what the parameters of a law are, or only that some of many will do.

Along a flat ridge a solver stops anywhere, and draws that start there stay: their spread is the
solver's, not that of the data. So a law that is not identified has no draws at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from scaling.laws.base import Array, Sizes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scaling.fitting.laws.fitted import FittedLaw
    from scaling.fitting.laws.solver import Problem

MOST_CONDITION = 1e6  # beyond it a combination of parameters has no information to speak of
SAME_PLACE = 0.05  # of an exponent, a logarithm, or a coefficient relative to the least loss
SAME_DIGITS = 2  # of ln size: runs within a per cent tell of one point of the law
SPARE_RUNS = 4  # beyond the parameters: intervals from fewer hold the truth too rarely


def distinct_sizes(sizes: Sizes, needs: Sequence[str]) -> int:
    """Return at how many places runs stand by the sizes that are needed; seeds share one."""
    logs = np.stack([getattr(sizes, name) for name in needs])
    return int(np.unique(np.round(logs, SAME_DIGITS), axis=1).shape[1])


def near_places(problem: Problem, theta: Array, best: Array) -> NDArray[np.bool_]:
    """Return which of theta (p, M) are the place ``best`` (p,), but for rounding, (M,)."""
    scale = float(np.exp(problem.log_loss.min()))
    names = problem.law.internal
    linear = np.array([name in problem.law.linear for name in names])[:, None]
    with np.errstate(over="ignore"):
        places, place = (
            np.where(linear, np.exp(some) / scale, some) for some in (theta, best[:, None])
        )
    near: NDArray[np.bool_] = (np.abs(places - place) <= SAME_PLACE).all(axis=0)
    return near


def condition_number(fitted: FittedLaw) -> float:
    """Return the condition of the information matrix with unit diagonal; infinite if singular.

    Over the coordinates that are not at a bound, with all runs weighing alike.
    """
    inside = np.flatnonzero(~fitted.at_bound)
    problem = fitted.problem
    _, jacobian = problem.law.log_loss_and_jacobian(
        fitted.theta[:, None], problem.sizes, problem.centre
    )
    rows = jacobian[inside, :, 0]
    length = np.sqrt((rows**2).sum(axis=1))
    if not len(rows) or not (np.isfinite(length) & (length > 0)).all():
        return float("inf") if len(rows) else 1.0
    unit = rows / length[:, None]
    return float(np.linalg.cond(unit @ unit.T))


def why_unidentified(fitted: FittedLaw) -> str:
    """Return why the parameters of a fit mean nothing; empty if they do."""
    name, same = fitted.law.name, fitted.agreement
    condition = condition_number(fitted)
    if condition > MOST_CONDITION:
        return (
            f"the runs do not identify the law {name}: other parameters fit as well (condition "
            f"number {condition:.1e}); runs of other sizes, or a law of fewer parameters, would do"
        )
    if fitted.flat:
        return (
            f"the runs do not identify the law {name}: independent starts reached the same "
            "objective at other parameters; runs of other sizes, or a law of fewer parameters, "
            "would do"
        )
    if not fitted.converged and 2 * same.agreeing <= same.starts:
        return (
            f"the fit of the law {name} did not converge, and {same.agreeing} of {same.starts} "
            "independent starts agree with it; another objective may do"
        )
    return ""


def why_no_interval(fitted: FittedLaw) -> str:
    """Return why a fit has no bootstrap; empty if it may have one."""
    if fitted.unidentified:
        return fitted.unidentified
    count = distinct_sizes(fitted.problem.sizes, fitted.law.needs)
    least = len(fitted.theta) + SPARE_RUNS
    if count < least:
        return (
            f"{count} runs of different sizes for {len(fitted.theta)} parameters: expected at "
            f"least {least} for an interval"
        )
    return ""
