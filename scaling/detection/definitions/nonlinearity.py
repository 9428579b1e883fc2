"""Tests of a straight line in log size against a hinge, a step and a parabola.

The statistic is the largest share of the line's residual sum of squares that one further column
explains, over all places of a hinge (two sizes on each side), of a step (every gap), or of x^2:
sup-F tests (Andrews 1993, doi:10.2307/2951764). Under a straight line with equal normal errors
its distribution depends on the sizes alone, so the p-value is exact from one Monte-Carlo table
per design. Not emergence: any S-curve is non-linear, and smooth logistics are rejected. Errors
that differ by size (proportions near 0 and 1) make the p-values approximate.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from scaling.curves.base import Array
from scaling.detection.definitions.base import Definition
from scaling.detection.definitions.view import View

VERSION = 1
DRAWS = 20_000  # of the table
DIGITS = 9  # of sizes on [0, 1]: designs in other units are one design
PER_GAP = 4  # places of a hinge in every gap
LEAST_SIZES, LEAST_SIZES_HINGE = 4, 5
PERFECT_LINE = 1e-16  # share of the sum of squares below which residuals are rounding
TIE = 1e-12  # of a statistic
NAMES = ("nonlinearity_hinge", "nonlinearity_step", "nonlinearity_quadratic")


def statistics(x: Array, score: Array) -> Array:
    """Return the three statistics of data sets, (3, R); ``score``: (R, K), ``x``: (K,)."""
    line, _ = np.linalg.qr(np.stack([np.ones_like(x), x], axis=1))
    residual = score - (score @ line) @ line.T
    squares = (residual**2).sum(axis=1)
    straight = squares <= PERFECT_LINE * (score**2).sum(axis=1)
    explained = []
    for column in _columns(x):
        column = column - line @ (line.T @ column)
        length = np.linalg.norm(column, axis=0)
        useful = length > TIE
        explained.append(((residual @ (column[:, useful] / length[useful])) ** 2).max(axis=1))
    return np.where(straight, 0.0, np.stack(explained) / np.where(straight, 1.0, squares))


def _columns(x: Array) -> tuple[Array, Array, Array]:
    """Return the columns (K, candidates) of hinges, steps and the parabola."""
    sizes = np.unique(x)
    inner = sizes[1:-1]
    share = np.arange(PER_GAP) / PER_GAP
    hinge = np.append((inner[:-1, None] + np.diff(inner)[:, None] * share).ravel(), inner[-1])
    step = (sizes[1:] + sizes[:-1]) / 2
    place = x[:, None]
    return np.maximum(place - hinge, 0.0), (place > step).astype(np.float64), place**2


@lru_cache(maxsize=64)
def null_table(x: tuple[float, ...]) -> Array:
    """Return the sorted statistics of noise at sizes on [0, 1], (3, DRAWS), seeded by them."""
    sizes = np.array(x)
    rng = np.random.default_rng(np.random.SeedSequence(sizes.astype("<f8").view("<u4").tolist()))
    return np.sort(statistics(sizes, rng.standard_normal((DRAWS, len(sizes)))), axis=1)


def p_values(x: Array, score: Array) -> Array:
    """Return the p-values of hinge, step and parabola, (3, R); ``score``: (R, K)."""
    share = np.round((x - x[0]) / (x[-1] - x[0]), DIGITS)
    table = null_table(tuple(share.tolist()))
    observed = statistics(share, score)
    below = [np.searchsorted(row, own - TIE) for row, own in zip(table, observed, strict=True)]
    result: Array = (1 + DRAWS - np.stack(below)) / (1 + DRAWS)
    return result


def _scores(view: View) -> dict[str, float]:
    found = dict(
        zip(NAMES, p_values(view.scored.x, view.scored.y[None])[:, 0].tolist(), strict=True)
    )
    if len(view.x) < LEAST_SIZES_HINGE:
        del found["nonlinearity_hinge"]
    return found


DEFINITION = Definition(
    id="nonlinearity",
    version=VERSION,
    names=NAMES,
    summary="whether a straight line in log size is rejected, by three alternatives",
    formula="largest share of the line's RSS that a hinge, a step or x^2 explains; its p-value",
    source="sup-F tests of Andrews 1993, doi:10.2307/2951764, with an exact Monte-Carlo null",
    fails="small for any S-curve, however smooth: says curved, not sharp",
    least_sizes=LEAST_SIZES,
    compute=_scores,
)
