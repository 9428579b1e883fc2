"""The loss that a law predicts for new runs, with the interval of the law and that of a run.

The errors of the draws say how well the law is known; a new run differs from it by more. Within
the fitted compute that is the spread of the residuals. Beyond it a law is wrong in ways that
its residuals do not show, so the spread is that of the law's own back-tests: it is fitted to the
runs below some quantiles of the compute and tested on those above (rolling origin; Williams &
Goodman 1971, JASA 66, for intervals from such errors).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scaling.errors import OptionError
from scaling.fitting.laws.fitted import FittedLaw, refit
from scaling.laws.base import Array, Sizes

CUTS = (0.5, 0.6, 0.7, 0.8, 0.9)  # quantiles of the compute that back-tests train below
SPARE_RUNS = 3  # that a back-test trains on beyond the number of parameters
LEAST_TESTED = 5  # back-tested losses, fewer of which say nothing of a spread
ROUNDING = 1e-12  # of logarithms of sizes
MEASURED = 99  # quantiles that stand for a distribution of errors
WIDENED = 2.0  # by which residuals stand in for back-tests that cannot be made


@dataclass(frozen=True, eq=False)
class Predictions:
    """Losses at places, each (X,); ``beyond``: whether the place lies beyond all fitted runs.

    ``lower`` to ``upper`` is the interval of the law, ``predict_lower`` to ``predict_upper``
    that of a new run's loss; NaN without draws.
    """

    estimate: Array
    lower: Array
    upper: Array
    predict_lower: Array
    predict_upper: Array
    beyond: NDArray[np.bool_]

    def to_rows(self) -> list[dict[str, Any]]:
        """Return one record a place."""
        columns = {f.name: getattr(self, f.name).tolist() for f in fields(self)}
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def predict(
    fitted: FittedLaw,
    params: Array | None = None,
    tokens: Array | None = None,
    flops: Array | None = None,
    unique_tokens: Array | None = None,
    *,
    level: float | None = None,
) -> Predictions:
    """Return the predicted losses at sizes, (X,) counts as those of ``FittedLaw.at``."""
    chosen = fitted.options.level if level is None else level
    if not 0 < chosen < 1:
        raise OptionError(f"level: expected a number between 0 and 1, got {chosen:g}")
    places = fitted.sizes(params, tokens, flops, unique_tokens)
    centre = fitted.problem.centre
    estimate = np.exp(fitted.law.log_loss(fitted.theta[:, None], places, centre))[:, 0]
    axis = _axis(fitted, places)
    largest = getattr(fitted.problem.sizes, axis).max()
    beyond = getattr(places, axis) > largest * (1 + ROUNDING)
    blank = np.full(places.n, np.nan)
    count = fitted.draws.shape[1]
    if not count:
        return Predictions(estimate, blank, blank, blank, blank, beyond)
    logs = fitted.law.log_loss(fitted.draws, places, centre)
    ends = [0.5 - chosen / 2, 0.5 + chosen / 2]
    shares = (np.arange(MEASURED) + 0.5) / MEASURED
    inside = np.quantile(run_errors(fitted), shares)
    outside = np.quantile(backtest_errors(fitted), shares) if beyond.any() else inside
    of_runs = np.empty((2, places.n))
    for place in range(places.n):  # every draw with every error: (B, R) numbers a place
        errors = outside if beyond[place] else inside
        of_runs[:, place] = np.quantile(np.add.outer(logs[place], errors), ends)
    lower, upper = np.exp(np.quantile(logs, ends, axis=1))
    predict_lower, predict_upper = np.exp(of_runs)
    return Predictions(estimate, lower, upper, predict_lower, predict_upper, beyond)


def run_errors(fitted: FittedLaw) -> Array:
    """Return the residuals of the fitted runs, (n,), widened by the degrees of freedom used."""
    n, p = fitted.runs.n, len(fitted.theta)
    widened: Array = fitted.residuals * np.sqrt(n / max(n - p, 1))
    return widened


def backtest_errors(fitted: FittedLaw) -> Array:
    """Return ln(loss) - ln(law) of runs beyond each cut, for laws fitted below it, (T,).

    Residuals, widened to twice their size, where fewer than five can be had.
    """
    weights, tested = [], []
    sizes = fitted.problem.sizes
    scale = getattr(sizes, _axis(fitted, sizes))
    for share in CUTS:
        held = scale > np.quantile(scale, share)
        if held.any() and int((~held).sum()) >= len(fitted.theta) + SPARE_RUNS:
            weights.append((~held).astype(np.float64))
            tested.append(held)
    if sum(int(held.sum()) for held in tested) < LEAST_TESTED:
        return WIDENED * run_errors(fitted)
    theta = refit(fitted, np.stack(weights))
    gaps = -fitted.problem.residual(theta)
    return np.concatenate([gaps[held, column] for column, held in enumerate(tested)])


def _axis(fitted: FittedLaw, sizes: Sizes) -> str:
    """Return the field of ``Sizes`` that runs are ordered by: compute, else the law's own size."""
    both = (sizes, fitted.problem.sizes)
    known = all(np.isfinite(one.flops).all() for one in both)
    return "flops" if known else fitted.law.needs[0]
