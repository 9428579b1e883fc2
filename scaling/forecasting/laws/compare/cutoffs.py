"""Where runs are cut into those that are fitted and the larger ones that are predicted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scaling.errors import OptionError
from scaling.forecasting.laws.compare.records import Cutoff
from scaling.runs import Runs
from scaling.units import format_size

LEAST_TRAIN = 10  # twice the parameters of the Chinchilla law
LEAST_TEST = 3
SHARES = (0.5, 0.75, 0.9)  # of the runs, by compute


def cutoffs_of(runs: Runs, asked: Sequence[float] | None) -> tuple[Cutoff, ...]:
    """Return the cutoffs from the smallest on; none where the runs are too few to hold any out.

    Raises OptionError for one that was asked for and leaves too few runs on a side.
    """
    if asked is not None:
        found = [_cutoff(runs, flops) for flops in asked]
        for one in found:
            _check(one, runs)
        return tuple(found)
    distinct = np.unique(runs.flops)
    places = {
        float(distinct[np.searchsorted(distinct, np.quantile(runs.flops, share))])
        for share in SHARES
    }
    tried = (_cutoff(runs, flops) for flops in sorted(places))
    return tuple(one for one in tried if one.n_train >= LEAST_TRAIN and one.n_test >= LEAST_TEST)


def _cutoff(runs: Runs, flops: float) -> Cutoff:
    below = runs.flops < flops
    beyond = np.nan
    if below.any() and not below.all():
        beyond = float(np.log10(runs.flops.max() / runs.flops[below].max()))
    return Cutoff(flops, int(below.sum()), int((~below).sum()), beyond)


def _check(cutoff: Cutoff, runs: Runs) -> None:
    low, high = (format_size(float(end)) for end in (runs.flops.min(), runs.flops.max()))
    for count, least, what in (
        (cutoff.n_train, LEAST_TRAIN, "below it to fit"),
        (cutoff.n_test, LEAST_TEST, "from it on to predict"),
    ):
        if count < least:
            raise OptionError(
                f"cutoff {format_size(cutoff.flops)}: expected at least {least} runs {what}, "
                f"found {count}; the compute of the runs goes from {low} to {high} FLOPs"
            )
