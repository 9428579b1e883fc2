"""What a law has to beat: the nearest run, and a straight line in log compute."""

from __future__ import annotations

import numpy as np

from scaling.curves.base import Array
from scaling.runs import Runs

NEAREST, LINE = "nearest", "line"


def nearest(train: Runs, test: Runs) -> Array:
    """Return the loss of the run nearest in log N and log D, for each test run (n,).

    Of runs as near the one of most compute is taken, then the one of least loss.
    """
    order = np.lexsort((train.loss, -train.flops))
    known = train.take(order)
    params = np.log(test.params)[:, None] - np.log(known.params)
    tokens = np.log(test.tokens)[:, None] - np.log(known.tokens)
    result: Array = known.loss[np.argmin(params**2 + tokens**2, axis=1)]
    return result


def line(train: Runs, test: Runs) -> Array:
    """Return the loss by least squares of log loss on log compute, for each test run (n,)."""
    x = np.log(train.flops)
    design = np.stack([np.ones(train.n), x - x.mean()], axis=1)
    level, slope = np.linalg.lstsq(design, train.log_loss, rcond=None)[0]
    result: Array = np.exp(level + slope * (np.log(test.flops) - x.mean()))
    return result


BASELINES = {NEAREST: nearest, LINE: line}
