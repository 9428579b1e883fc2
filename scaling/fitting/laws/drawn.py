"""What the draws of a fitted law say of its parameters and of its runs."""

from __future__ import annotations

import numpy as np

from scaling.fitting.laws.fitted import FittedLaw
from scaling.fitting.laws.records import Correlation, ParameterEstimate, RunPoint


def parameters_of(fitted: FittedLaw) -> dict[str, ParameterEstimate]:
    """Return estimates with percentile intervals and standard deviations of the draws."""
    ends = [0.5 - fitted.options.level / 2, 0.5 + fitted.options.level / 2]
    drawn = fitted.natural(fitted.draws)
    found = {}
    for name, estimate in fitted.natural().items():
        row = drawn[name]
        if not len(row):
            found[name] = ParameterEstimate(float(estimate))
            continue
        lower, upper = np.quantile(row, ends).tolist()
        with np.errstate(over="ignore", invalid="ignore"):
            spread = float(row.std(ddof=1))
        found[name] = ParameterEstimate(float(estimate), lower, upper, spread)
    return found


def correlation_of(fitted: FittedLaw) -> Correlation:
    """Return the correlations of the draws; NaN where a parameter does not vary."""
    if fitted.draws.shape[1] < 3:
        return Correlation()
    rows = fitted.natural(fitted.draws)
    with np.errstate(all="ignore"):
        matrix = np.atleast_2d(np.corrcoef(np.stack(list(rows.values()))))
    return Correlation(tuple(rows), tuple(tuple(row) for row in matrix.tolist()))


def points_of(fitted: FittedLaw) -> tuple[RunPoint, ...]:
    """Return the fitted runs with the law's loss and its interval there."""
    runs, ends = fitted.runs, [0.5 - fitted.options.level / 2, 0.5 + fitted.options.level / 2]
    problem = fitted.problem
    logs = fitted.law.log_loss(fitted.draws, problem.sizes, problem.centre)
    blank = np.full((2, runs.n), np.nan)
    lower, upper = np.exp(np.quantile(logs, ends, axis=1)) if logs.shape[1] else blank
    value = runs.loss * np.exp(-fitted.residuals)
    columns = (
        runs.models, runs.families, runs.params.tolist(), runs.tokens.tolist(),
        runs.flops.tolist(), runs.unique_tokens.tolist(), runs.loss.tolist(), value.tolist(),
        lower.tolist(), upper.tolist(), fitted.residuals.tolist(),
    )  # fmt: skip
    return tuple(RunPoint(*row) for row in zip(*columns, strict=True))
