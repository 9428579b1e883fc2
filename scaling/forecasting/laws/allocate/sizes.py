"""The optimal sizes of a budget, what other sizes cost, and how they grow, with intervals."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.records import NAN, Estimate
from scaling.forecasting.laws.allocate.cost import off_optimum
from scaling.forecasting.laws.allocate.optimum import best_log_params, log_budget
from scaling.forecasting.laws.allocate.options import AllocateOptions
from scaling.forecasting.laws.allocate.records import OffSize
from scaling.forecasting.laws.isoflop.minima import interval, quantiles
from scaling.forecasting.laws.surface import Surface

FACTORS = (0.5, 2.0)
NUDGE = 0.05 * np.log(10.0)  # of ln C on either side, for the exponent


def sizes_of(
    surface: Surface, flops: float, best: Array, level: float, options: AllocateOptions
) -> dict[str, Any]:
    """Return the optimal sizes, their ratio and how they grow, each with its interval."""
    whole = log_budget(flops)
    below, above = (
        best_log_params(surface, flops * float(np.exp(shift))) for shift in (-NUDGE, NUDGE)
    )
    known = np.isfinite(best) & np.isfinite(below) & np.isfinite(above)
    rise = np.where(known, above, 0.0) - np.where(known, below, 0.0)
    growth = np.where(known, rise / (2 * NUDGE), np.inf)
    found: dict[str, Any] = {
        "params": _estimate(best, level),
        "tokens": _estimate(whole - best, level),
        "tokens_per_param": _estimate(whole - 2 * best, level),
        "exponent": _plain(growth, level),
        "tokens_exponent": _plain(1.0 - growth, level),
    }
    if options.known_tokens is not None:
        repeats = whole - best - np.log(options.known_tokens)
        found["epochs"] = _estimate(np.maximum(repeats, 0.0), level)
    return found


def _estimate(logs: Array, level: float) -> Estimate:
    """Return exp of the first column with the interval of the others, from logarithms (M,)."""
    return Estimate(float(np.exp(logs[0])), *interval(logs[1:], level))


def _plain(values: Array, level: float) -> Estimate:
    """Return the first column with the interval of the others; NaN for what is infinite."""
    ends = [end if math.isfinite(end) else NAN for end in quantiles(values[1:], level)]
    return Estimate(float(values[0]) if math.isfinite(values[0]) else NAN, *ends)


def off_sizes(surface: Surface, flops: float, best: Array, level: float) -> tuple[OffSize, ...]:
    """Return half and twice the best size, with what they cost."""
    found = []
    for factor in FACTORS:
        cost = off_optimum(surface, flops, best, factor)
        params = float(np.exp(best[0])) * factor
        increase, extra = (
            np.where(np.isnan(values), np.inf, values)
            for values in (cost.loss_increase, cost.extra_compute)
        )
        found.append(
            OffSize(factor, params, flops / (6.0 * params), _plain(increase, level),
                    _plain(extra, level))
        )  # fmt: skip
    return tuple(found)
