"""Data sets of the width test for tests, and its curves written out once more."""

from __future__ import annotations

import numpy as np

from scaling.detection.width.designs import TestDesign
from scaling.detection.width.grid import DesignKey
from scaling.detection.width.polish import polish
from scaling.detection.width.profile import profile_width
from scaling.detection.width.sets import DataSets
from scaling.detection.width.width_test import find_winners, screening
from tests.series_makers import PYTHIA

LAPSE = 1e-3

QUANTILES = {  # (distribution function, its 10 %, 50 % and 90 % points), in the order of SHAPES
    "logistic": (lambda z: 1 / (1 + np.exp(-z)), -np.log(9), 0.0, np.log(9)),
    "gompertz": (lambda z: np.exp(-np.exp(-z)), -np.log(np.log(10)), -np.log(np.log(2)),
                 -np.log(-np.log(0.9))),
    "complementary_gompertz": (lambda z: 1 - np.exp(-np.exp(z)), np.log(-np.log(0.9)),
                               np.log(np.log(2)), np.log(np.log(10))),
    "onset": (lambda z: 1 - np.exp(-np.maximum(z, 0)), -np.log(0.9), np.log(2), np.log(10)),
    "expansion": (lambda z: np.exp(np.minimum(z, 0)), np.log(0.1), np.log(0.5), np.log(0.9)),
}  # fmt: skip


def rise(name, x, midpoint, width):
    """The share of a rise that is done at x: from 0 to 1, half at the midpoint."""
    cdf, q10, q50, q90 = QUANTILES[name]
    z = np.clip(q50 + (q90 - q10) * (x - midpoint) / width, -700, 700)
    with np.errstate(over="ignore"):
        return cdf(z)


def log_likelihood(y, value, weight):
    """The quasi-binomial log-likelihood of scores (K,) under curves (..., K)."""
    p = np.clip(value, LAPSE, 1 - LAPSE)
    return np.sum(weight * (y * np.log(p) + (1 - y) * np.log(1 - p)), axis=-1)


def design_of(
    size=PYTHIA, *, floor=0.0, top=1.0, n=500.0, sigma=None, rho=0.005, w0=1.0, unit=1.0
):  # fmt: skip
    """A design of proportions, or with ``sigma`` of other scores; numbers hold for every size."""
    x = np.log10(size) * unit
    key = DesignKey(tuple(x.tolist()), floor, top, w0 * unit, unit)
    if sigma is not None:
        return TestDesign(key, sigma=tuple(np.broadcast_to(sigma, x.shape).tolist()))
    return TestDesign(key, n_items=tuple(np.broadcast_to(n, x.shape).tolist()), rho=rho)


def sets_of(score, design):
    """Data sets of one design; ``score``: (K,) or (R, K)."""
    score = np.atleast_2d(np.asarray(score, dtype=float))
    return DataSets((design,) * len(score), score)


def screened(sets):
    """The width test with screening p-values."""
    return screening(find_winners(sets))


def profiled(sets):
    """The width profile, by way of the polished curves."""
    return profile_width(sets, polish(sets, find_winners(sets)))
