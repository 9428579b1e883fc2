"""Which runs share a compute budget: windows of log compute that hold many models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scaling.curves.base import Array

LEAST_SIZES = 4  # of a budget: a parabola through three has no error left
ROUNDING = 1e-9  # decades: compute that is equal but for rounding


@dataclass(frozen=True, eq=False)
class Budget:
    """A compute budget in FLOPs and the places (n,) of its runs, in the order of their compute."""

    flops: float
    places: NDArray[np.intp]


def find_budgets(flops: Array, params: Array, tolerance: float) -> list[Budget]:
    """Return the budgets of runs (n,) from the smallest on: each run is in one at most.

    The window of ``tolerance`` decades that holds the most distinct sizes is a budget, then the
    fullest window of what is left, so that isoFLOP runs are found among others; single runs are
    none. Of equal windows the tighter one is taken, then the smaller. The budget's compute is the
    geometric mean of its runs'.
    """
    left = np.lexsort((params, flops))
    found = []
    while len(left):
        low, high = _fullest(np.log10(flops[left]), params[left], tolerance)
        places = left[low:high]
        if len(np.unique(params[places])) < 2:
            break
        found.append(Budget(float(10 ** np.log10(flops[places]).mean()), places))
        left = np.concatenate([left[:low], left[high:]])
    return sorted(found, key=lambda budget: budget.flops)


def _fullest(compute: Array, params: Array, tolerance: float) -> tuple[int, int]:
    """Return the ends of the window of sorted log compute that holds the most distinct sizes."""
    ends = np.searchsorted(compute, compute + tolerance + ROUNDING, side="right")
    counts = ends - np.arange(len(compute))
    most, tightest, found = 0, np.inf, (0, 1)
    for low in np.argsort(-counts, kind="stable"):
        if counts[low] < most:
            break
        high = ends[low]
        sizes = len(np.unique(params[low:high]))
        spread = float(compute[high - 1] - compute[low])
        tighter = sizes == most and spread < tightest - ROUNDING
        if sizes > most or tighter:
            most, tightest, found = sizes, spread, (int(low), int(high))
    return found


def asked_budgets(flops: Array, asked: Sequence[float], tolerance: float) -> list[Budget]:
    """Return the budgets that were asked for, with the runs within half the tolerance of each.

    A run within reach of two budgets belongs to the nearer one.
    """
    wanted = np.log10(np.asarray(asked, dtype=float))
    apart = np.abs(np.log10(flops)[:, None] - wanted)  # (n, budgets)
    nearest = apart.argmin(axis=1)
    within = apart.min(axis=1) <= tolerance / 2 + ROUNDING
    return [
        Budget(float(value), np.flatnonzero(within & (nearest == place)))
        for place, value in enumerate(asked)
    ]
