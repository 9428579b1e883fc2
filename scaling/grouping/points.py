"""The points of one series: seeds averaged, items and errors filled in.

The rules are in ``docs/data.md``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scaling.series import LOSS_AXIS

ASSUMED_ITEMS = 250.0
MOST_ITEMS = 1e12  # a standard error that says more was rounded to nothing

Array = NDArray[np.float64]


def is_unknown(value: object) -> bool:
    """Return whether a cell of an object column holds nothing."""
    return value is None or value is pd.NA or value != value


@dataclass(frozen=True)
class Points:
    """The points of one series, sorted by size, each array (K,)."""

    models: tuple[str, ...]
    size: Array
    score: Array
    n_items: Array
    stderr: Array
    params: Array | None


def points_of(
    columns: Mapping[str, NDArray[Any]], sized: NDArray[np.intp], axis: str, kind: str
) -> tuple[Points, bool]:
    """Return one point a model, and whether rows that differ in seed alone were averaged."""
    groups: dict[tuple[Any, ...], list[int]] = {}
    checkpoints = columns.get("checkpoint")
    for row in sized:
        checkpoint = None if checkpoints is None else checkpoints[row]
        model = (str(columns["model"][row]), columns[axis][row])
        groups.setdefault((*model, None if is_unknown(checkpoint) else checkpoint), []).append(row)
    sign = -1 if axis == LOSS_AXIS else 1
    ordered = sorted(groups.items(), key=lambda group: (sign * group[0][1], group[0][0]))
    averaged = len(groups) < len(sized)
    first = np.array([rows[0] for _, rows in ordered], dtype=np.intp)
    if averaged:
        means = np.array([mean_of_seeds(columns, rows, kind) for _, rows in ordered])
        score, n_items, stderr = means.T
    else:
        score, n_items, stderr = (columns[name][first] for name in ("score", "n_items", "stderr"))
    models = tuple(model for (model, _, _), _ in ordered)
    size = np.array([size for (_, size, _), _ in ordered], dtype=np.float64)
    params = columns["params"][first] if "params" in columns else None
    return Points(models, size, score, n_items, stderr, params), averaged


def mean_of_seeds(
    columns: Mapping[str, NDArray[Any]], rows: Sequence[int], kind: str
) -> tuple[float, float, float]:
    """Return (score, n_items, stderr) of the mean; from four seeds on by their spread."""
    score, items, stderr = (columns[name][rows] for name in ("score", "n_items", "stderr"))
    count = len(rows)
    known = items[~np.isnan(items)]
    n_items = float(np.median(known)) if len(known) else np.nan
    error = float(np.sqrt((stderr**2).sum()) / count)  # NaN where any is unknown
    if count >= 4:
        error = float(score.std(ddof=1) / np.sqrt(count))
        if kind == "proportion":  # the cap on n: each seed scored the items anew
            n_items *= count
    return float(score.mean()), n_items, error


def items_and_errors(points: Points, kind: str) -> tuple[Array, Array]:
    """Return (n_items, sigma), each (K,): items of proportions, standard errors of the rest."""
    unknown = np.full(len(points.score), np.nan)
    if kind != "proportion":
        return unknown, np.where(points.stderr > 0, points.stderr, np.nan)
    return items_of_proportions(points.score, points.n_items, points.stderr), unknown


def items_are_assumed(points: Points) -> bool:
    """Return whether 250 items had to be assumed behind any proportion."""
    return bool(_assumed(points.score, points.n_items, points.stderr).any())


def items_of_proportions(score: Array, items: Array, stderr: Array) -> Array:
    """Return the number of items behind each proportion, (K,).

    With a standard error, n = y(1-y)/se^2 rounded to two significant digits, at least 1 and at
    most ``items``; where y is 0 or 1 (or se is 0) the stated items, else the median of the other
    sizes, else 250. Without one, the stated items, else 250.
    """
    usable = _says_items(score, stderr)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        implied = score * (1 - score) / stderr**2
    implied = np.array([float(f"{value:.2g}") if ok else np.nan
                        for value, ok in zip(implied, usable, strict=True)])  # fmt: skip
    n = np.where(usable, np.fmin(np.maximum(implied, 1.0), items), items)
    unknown = np.isnan(n)
    others = n[~unknown]
    n[unknown] = float(np.median(others)) if len(others) else ASSUMED_ITEMS
    n[_assumed(score, items, stderr)] = ASSUMED_ITEMS
    return np.minimum(n, MOST_ITEMS)


def _says_items(score: Array, stderr: Array) -> NDArray[np.bool_]:
    """Return where a standard error says how many items there were."""
    return np.isfinite(stderr) & (stderr > 0) & (score > 0) & (score < 1)


def _assumed(score: Array, items: Array, stderr: Array) -> NDArray[np.bool_]:
    """Return where nothing says how many items there were, no other size of the series either."""
    unknown = np.isnan(items) & ~_says_items(score, stderr)
    others = not unknown.all()
    return unknown & ~(np.isfinite(stderr) & others)
