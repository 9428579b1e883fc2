"""Objectives by name, and the weights that each takes from a batch."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.objectives.base import Objective
from scaling.fitting.objectives.beta_binomial import LEAST_RHO, BetaBinomial
from scaling.fitting.objectives.gaussian import Gaussian
from scaling.fitting.objectives.huber import Huber, LeastAbsolute
from scaling.fitting.objectives.logs import LogGaussian
from scaling.fitting.objectives.quasi_binomial import QUASI_BINOMIAL, effective_items
from scaling.fitting.options import FitOptions
from scaling.series import SeriesBatch

BINOMIAL = ("quasi-binomial", "beta-binomial")  # of k of n; rho is their over-dispersion

OBJECTIVES: dict[str, Callable[[FitOptions, bool], Objective]] = {
    "quasi-binomial": lambda options, known: QUASI_BINOMIAL,
    "beta-binomial": lambda options, known: (
        BetaBinomial(options.known_rho) if options.known_rho > LEAST_RHO else QUASI_BINOMIAL
    ),
    "gaussian": lambda options, known: Gaussian(scale_free=not known),
    "log-gaussian": lambda options, known: LogGaussian(),
    "huber": lambda options, known: Huber(delta=options.delta),
    "lad": lambda options, known: LeastAbsolute(),
}


def objective_name(batch: SeriesBatch, wanted: str) -> str:
    """Return what ``auto`` means: quasi-binomial for proportions, Gaussian for the rest."""
    if wanted != "auto":
        return wanted
    return "quasi-binomial" if batch.series[0].binomial else "gaussian"


def objective_and_weight(batch: SeriesBatch, options: FitOptions) -> tuple[Objective, Array]:
    """Return the objective of a batch and its weights, (K, S).

    k of n is weighed by its items. The others: ``stderr`` by 1/sigma^2 (known errors),
    ``n_items`` in proportion to the effective items, ``equal`` alike; ``auto`` is ``stderr``
    where standard errors are stated of scores that are not proportions, else ``equal``.
    """
    name = objective_name(batch, options.objective)
    if name in BINOMIAL:
        objective = OBJECTIVES[name](options, True)
        rho = 0.0 if isinstance(objective, BetaBinomial) else options.known_rho
        return objective, np.ascontiguousarray(effective_items(batch.n_items, rho).T)
    rule = weight_rule(batch, options.weights)
    known = rule == "stderr" and name == "gaussian"
    if rule == "stderr":
        weight = 1.0 / _sigma(batch, options.known_rho) ** 2
        if not known:  # of log residuals: relative errors
            weight = weight * batch.score**2
    elif rule == "n_items":
        weight = effective_items(batch.n_items, options.known_rho)
    else:
        weight = np.ones_like(batch.score)
    if not known:  # relative weights: their mean is one
        weight = weight / weight.mean(axis=1, keepdims=True)
    return OBJECTIVES[name](options, known), np.ascontiguousarray(weight.T)


def weight_rule(batch: SeriesBatch, wanted: str) -> str:
    """Return what ``auto`` weights mean for a batch that is not fitted as k of n."""
    if wanted != "auto":
        return wanted
    stated = not batch.series[0].binomial and bool(np.isfinite(batch.sigma).all())
    return "stderr" if stated else "equal"


def why_no_weights(batch: SeriesBatch, options: FitOptions) -> str:
    """Return why the chosen objective or weights do not suit a batch; empty if they do."""
    name = objective_name(batch, options.objective)
    kind = batch.series[0].metric_kind
    binomial = batch.series[0].binomial
    if name in BINOMIAL and not binomial:
        return f"{name} needs proportions, this metric is {kind}"
    if name in BINOMIAL and options.weights != "auto":
        return (
            f"{name} weighs scores by their items; choose the objective gaussian or one on "
            "logarithms for other weights"
        )
    if name in BINOMIAL:
        return ""
    if options.weights == "n_items" and not binomial:
        return f"weights n_items need proportions, this metric is {kind}: use equal or stderr"
    if options.weights == "stderr" and not binomial and not np.isfinite(batch.sigma).all():
        return "weights stderr need a standard error of every score: add the column stderr"
    return ""


def _sigma(batch: SeriesBatch, rho: float) -> Array:
    """Return the standard errors of scores, (S, K); of proportions from their items."""
    if not batch.series[0].binomial:
        return batch.sigma
    p = (batch.score * batch.n_items + 0.5) / (batch.n_items + 1.0)
    result: Array = np.sqrt(p * (1 - p) / effective_items(batch.n_items, rho))
    return result
