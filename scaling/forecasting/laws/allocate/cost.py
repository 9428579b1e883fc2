"""What it costs to train a model of another size than the optimum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array
from scaling.forecasting.laws.allocate.optimum import log_budget
from scaling.forecasting.laws.surface import Surface

MOST_EXTRA = np.log(1e6)  # of tokens: a size that needs more cannot reach the loss
HALVINGS = 40


@dataclass(frozen=True, eq=False)
class OffOptimum:
    """A size ``factor`` times the optimum, one a column (M,).

    ``loss_increase``: at the same compute, in nats. ``extra_compute``: by which share the compute
    has to grow until this size reaches the optimum's loss; infinite where it cannot.
    """

    factor: float
    loss_increase: Array
    extra_compute: Array


def off_optimum(surface: Surface, flops: float, best: Array, factor: float) -> OffOptimum:
    """Return the cost of ``factor`` times the optimal sizes ``best``, ln N (M,)."""
    whole = log_budget(flops)
    able = np.isfinite(best)
    optimum = np.where(able, best, whole / 2)
    size = optimum + np.log(factor)
    target = surface.each(optimum, whole - optimum)
    reached = surface.each(size, whole - size)
    increase = np.exp(reached) - np.exp(target)
    low = whole - size
    high = low + MOST_EXTRA
    within = surface.each(size, high) <= target
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        enough = surface.each(size, middle) <= target
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    extra = np.where(within, np.expm1(size + high - whole), np.inf)
    unknown = np.where(able, 0.0, np.nan)
    return OffOptimum(factor, increase + unknown, extra + unknown)
