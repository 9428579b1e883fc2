"""Runs whose loss lies far above that of the other sizes at their compute.

One of them would tilt the valley of its budget and, as errors are pooled, flatten all others.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scaling.fitting.laws.judging import LEAST_EXCESS, MOST_SIGMAS, TO_SIGMA
from scaling.forecasting.laws.isoflop.budgets import Budget
from scaling.forecasting.laws.isoflop.polynomials import powers, projector
from scaling.forecasting.laws.isoflop.profiles import LEAST_OF, PARABOLA
from scaling.runs import Remark, Runs

LEAST_FREE = 0.2  # of 1 - leverage: a run at the edge of few sizes is fitted whatever it says


def diverged_runs(runs: Runs, budgets: Sequence[Budget]) -> tuple[NDArray[np.intp], list[Remark]]:
    """Return the places of runs that look diverged, and remarks that say by how much.

    Above the parabola through the others of their budget by six robust standard deviations of
    all runs and by a fifth of the loss. The worst of a budget goes first, then the next.
    """
    able = [one.places for one in budgets if _bears(runs, one.places)]
    if not able:
        return np.empty(0, dtype=np.intp), []
    every = np.concatenate([_deleted(runs, places) for places in able])
    limit = max(MOST_SIGMAS * TO_SIGMA * float(np.median(np.abs(every))), LEAST_EXCESS)
    gone, remarks = [], []
    for places in able:
        left = places
        while _bears(runs, left):
            excess = _deleted(runs, left)
            worst = int(excess.argmax())
            if excess[worst] <= limit:
                break
            place = int(left[worst])
            gone.append(place)
            told = f"loss {runs.loss[place]:.4g}, {np.exp(excess[worst]):.2f} times that of the "
            remarks.append(Remark(runs.models[place], "diverged-left-out",
                                  f"{told}other sizes at this compute"))  # fmt: skip
            left = np.delete(left, worst)
    return np.array(gone, dtype=np.intp), remarks


def _bears(runs: Runs, places: NDArray[np.intp]) -> bool:
    return len(np.unique(runs.params[places])) >= LEAST_OF[PARABOLA]


def _deleted(runs: Runs, places: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return log loss less the parabola through the other runs, (k,)."""
    logs = np.log(runs.params[places])
    x = (logs - logs.mean()) / (np.ptp(logs) / 2)
    design, solve = powers(x, PARABOLA), projector(x, PARABOLA)
    residual = runs.log_loss[places] - design @ (solve @ runs.log_loss[places])
    free = np.maximum(1.0 - np.einsum("ij,ji->i", design, solve), LEAST_FREE)
    deleted: NDArray[np.float64] = residual / free
    return deleted
