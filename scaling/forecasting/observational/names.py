"""The names of the axis and of what its forecasts are compared with."""

from __future__ import annotations

CAPABILITY = "capability"  # the size axis, and the forecast from other benchmarks
LAST = "last"  # the score of the ablest model that was fitted
ALONE = {"flops": "training compute", "params": "parameters"}  # forecasts from one size alone
PREDICTORS = (CAPABILITY, LAST, *ALONE)
