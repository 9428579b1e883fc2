"""Where a best split is no more than rounding, or the compute of the runs is counted otherwise."""

from __future__ import annotations

import math

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.laws.fitted import FittedLaw
from scaling.fitting.laws.solver import Flags
from scaling.forecasting.laws.allocate.optimum import log_budget
from scaling.forecasting.laws.surface import Surface
from scaling.units import training_flops

SAME_LOSS = 1e-6  # relative: half or twice the size that costs no more is as good
OTHER_COMPUTE = 2.0  # times 6 N D: runs whose compute is counted in other sizes
NEAR_COMPUTE = 1.2  # times 6 N D: within it, a matter of embeddings and of rounding


def flat_sides(surface: Surface, flops: float, best: Array) -> tuple[Flags, Flags]:
    """Return whether the loss at half, and at twice, the size is that at ``best``, each (M,)."""
    whole = log_budget(flops)
    able = np.isfinite(best)
    middle = np.where(able, best, whole / 2)
    least = surface.each(middle, whole - middle)
    half, twice = (
        able & (surface.each(middle + shift, whole - middle - shift) - least <= SAME_LOSS)
        for shift in (-np.log(2.0), np.log(2.0))
    )
    return half, twice


def compute_ratio(fitted: FittedLaw) -> float:
    """Return the median of the runs' compute over 6 N D, 1 where it is not known."""
    runs = fitted.runs
    ratio = runs.flops / training_flops(runs.params, runs.tokens)
    known = ratio[np.isfinite(ratio)]
    return float(np.median(known)) if len(known) else 1.0


def beyond_factor(ratio: float, factor: float) -> bool:
    """Return whether a ratio is further from 1 than a factor, on either side."""
    return abs(math.log(ratio)) > math.log(factor)


def why_other_compute(ratio: float) -> str:
    """Return why runs cannot be split at 6 N D; empty if they can."""
    if not beyond_factor(ratio, OTHER_COMPUTE):
        return ""
    return (
        f"the compute of the runs is {ratio:.2g} times 6 x params x tokens (a mixture of experts?)"
        ": a split of 6 N D would be none of their compute; give active parameters as params"
    )
