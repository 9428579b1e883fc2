"""AICc of fitted laws, where the objective is that of a likelihood of log losses."""

from __future__ import annotations

import numpy as np

from scaling.fitting.laws import FittedLaw
from scaling.fitting.records import NAN


def aicc(fitted: FittedLaw) -> float:
    """Return Akaike's criterion with the small-sample correction, of log losses.

    Squares are Gaussian errors, absolute values Laplace's, each with its scale at the maximum:
    -2 ln L = n (ln(2 pi RSS/n) + 1) and 2 n (ln(2 S/n) + 1). Huber's loss with a given delta is
    neither: NaN, as where n is no more than k + 1. Hurvich & Tsai 1989,
    doi:10.1093/biomet/76.2.297.
    """
    residuals = fitted.residuals
    n, k = len(residuals), len(fitted.theta) + 1  # the scale is estimated too
    squares, absolute = float((residuals**2).mean()), float(np.abs(residuals).mean())
    objective = fitted.options.objective
    if objective == "huber" or n <= k + 1 or squares == 0:
        return NAN
    if objective == "squares":
        deviance = n * (np.log(2 * np.pi * squares) + 1)
    else:
        deviance = 2 * n * (np.log(2 * absolute) + 1)
    return float(deviance + 2 * k + 2 * k * (k + 1) / (n - k - 1))
