"""What a fitted law says of itself: conditioning, bounds, runs that look diverged."""

from __future__ import annotations

import numpy as np

from scaling.fitting.laws.fitted import FittedLaw
from scaling.fitting.laws.identification import (
    MOST_CONDITION,
    condition_number,
    distinct_sizes,
)
from scaling.fitting.laws.objectives import objective_of
from scaling.fitting.laws.solver import minimise
from scaling.fitting.options import DEFAULT_DELTA
from scaling.laws.base import Array
from scaling.runs import Remark

MOST_SIGMAS = 6.0  # of the residuals' spread, above which a run's loss is no noise
LEAST_EXCESS = 0.2  # of a log residual, for a run to be called diverged: a fifth of the loss
LEFT_OUT = ("runs-without-loss", "runs-without-size")
TO_SIGMA = 1.4826  # median absolute deviation of a normal error to its standard deviation
ENOUGH_RUNS = 20  # for a bootstrap over them: of fewer it may drop all that tell of a parameter
MOST_AT_BOUND = 0.025  # share of draws at a bound from which on a parameter has no interval


def doubts_of(fitted: FittedLaw) -> tuple[Remark, ...]:
    """Return a remark on each run whose loss is far above the law: it may have diverged.

    The law is that of Huber's loss, whatever the objective: squares follow a bad run.
    """
    residual = fitted.residuals
    if fitted.problem.objective.name == "squares":
        robust = fitted.problem.with_objective(objective_of("huber", DEFAULT_DELTA))
        found = minimise(robust, fitted.theta[:, None], np.ones((fitted.runs.n, 1)))
        residual = -robust.residual(found.theta)[:, 0]
    spread = TO_SIGMA * float(np.median(np.abs(residual - np.median(residual))))
    far = residual > max(MOST_SIGMAS * spread, LEAST_EXCESS)
    return tuple(
        Remark(
            fitted.runs.models[place],
            "diverged-run",
            f"loss {fitted.runs.loss[place]:.4g}, {np.exp(residual[place]):.2f} times the law's",
        )
        for place in np.flatnonzero(far)
    )


def draws_at_bound(fitted: FittedLaw) -> Array:
    """Return the share of draws in which each coordinate stopped at a bound, (p,)."""
    lower, upper = (bound[:, None] for bound in fitted.law.bounds(fitted.problem.log_loss))
    if not fitted.draws.shape[1]:
        return np.zeros(len(fitted.theta))
    share: Array = ((fitted.draws <= lower) | (fitted.draws >= upper)).mean(axis=1)
    return share


def notes_of(fitted: FittedLaw) -> tuple[str, ...]:
    """Return the codes of what limits a fit."""
    runs = fitted.runs
    count = distinct_sizes(fitted.problem.sizes, fitted.law.needs)
    vague = bool(fitted.unidentified) or bool((draws_at_bound(fitted) > MOST_AT_BOUND).any())
    rules = (
        ("at-bound", bool(fitted.at_bound.any())),
        ("diverged-run", any(one.code == "diverged-run" for one in runs.doubts)),
        ("few-runs", runs.n < ENOUGH_RUNS and bool(fitted.draws.size)),
        ("families-pooled", len(set(runs.families)) > 1),
        ("ill-conditioned", condition_number(fitted) > MOST_CONDITION),
        ("interval-refused", bool(fitted.refused)),
        ("no-degrees-left", count == len(fitted.theta)),
        ("not-converged", not fitted.converged),
        ("reduced-law", fitted.law.name != fitted.asked),
        *((code, any(one.code == code for one in runs.left_out)) for code in LEFT_OUT),
        ("starts-disagree", 2 * fitted.agreement.agreeing <= fitted.agreement.starts),
        ("weakly-identified", vague),
    )
    return (*runs.notes, *(code for code, holds in rules if holds))
