"""The wild bootstrap: every residual stays at its size and is multiplied by a random weight.

For scores with errors of any size, alike or not, about the curve (Wu 1986, Annals of Statistics
14). The weights are Webb's six points, +-sqrt(1.5), +-1 and +-sqrt(.5), which with few points give
many more data sets than two signs do (Webb 2023, Canadian Journal of Economics 56, section 4).
Residuals are divided by 1 - h, h the leverage (HC3, MacKinnon & White 1985, Journal of Econometrics
29): percentiles of plain residuals cover too little with few sizes. On objectives of logarithms
residuals are relative and so are the errors drawn.
"""

from __future__ import annotations

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.diagnostics import inside
from scaling.fitting.fitted import Fitted
from scaling.fitting.intervals.sampled import Sample

WEBB = np.array([-np.sqrt(1.5), -1.0, -np.sqrt(0.5), np.sqrt(0.5), 1.0, np.sqrt(1.5)])
LEAST_SIZES = 8
MOST_LEVERAGE = 0.9  # beyond it a residual is all rounding, and dividing by 1 - h makes it an error


def why_not(fitted: Fitted) -> str:
    """Return why the wild bootstrap is not valid for a fit; empty if it is."""
    found = fitted.series.n_sizes
    if fitted.binomial:
        return (
            "the wild bootstrap needs residuals with a size of their own, "
            f"{fitted.model.objective.name} takes it from the items: use the interval parametric "
            "or profile, or the objective gaussian"
        )
    if not fitted.model.objective.smooth:
        return (
            "the wild bootstrap needs the leverages of least squares, "
            f"{fitted.model.objective.name} has others: use the interval parametric or profile, or "
            "the objective log-gaussian"
        )
    if found < LEAST_SIZES:
        return (
            f"the wild bootstrap needs {LEAST_SIZES} different sizes, found {found}: "
            "use the interval parametric or profile"
        )
    return ""


def draw(fitted: Fitted, rng: np.random.Generator) -> Sample:
    """Return a sample of ``options.draws`` data sets."""
    draws = fitted.options.draws
    value = fitted.value[:, None]  # (K, 1)
    inflated = fitted.residual / (1 - np.minimum(leverage(fitted), MOST_LEVERAGE))
    errors = inflated[:, None] * webb(rng, (draws, len(inflated))).T  # (K, B)
    score = value * np.exp(errors) if fitted.logarithmic else value + errors
    weight = np.repeat(fitted.model.weight, draws, axis=1)
    return Sample(np.ascontiguousarray(score), weight, rng.standard_normal(draws))


def webb(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """Return Webb's weights, each of the six as likely: mean 0, variance 1."""
    return WEBB[rng.integers(0, len(WEBB), shape)]


def leverage(fitted: Fitted) -> Array:
    """Return the diagonal of the weighted hat matrix at the estimate, (K,), each in [0, 1].

    Of least squares on the scale of the residuals, over the parameters inside their bounds.
    """
    model = fitted.model
    _, jacobian = model.curve.value_and_jacobian(fitted.theta, model.design.at(model.design.x))
    basis = jacobian[inside(fitted), :, 0].T  # (K, q)
    if fitted.logarithmic:
        basis = basis / np.maximum(fitted.value, 1e-300)[:, None]
    return hat_diagonal(basis * np.sqrt(model.weight))


def hat_diagonal(basis: Array) -> Array:
    """Return the diagonal of the projection onto the columns of a basis (K, q), each in [0, 1]."""
    left, size, _ = np.linalg.svd(basis, full_matrices=False)
    kept = size > 1e-9 * size.max(initial=0.0)  # directions that the scores say something of
    return np.asarray((left[:, kept] ** 2).sum(axis=1))
