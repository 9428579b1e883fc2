"""Steps, the limit of ever narrower curves: solved in closed form, one for every gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from scaling.curves.base import Array
from scaling.detection.width.sets import DataSets


@dataclass(frozen=True, eq=False)
class Steps:
    """The best step of every data set, arrays (R,).

    ``gap`` counts the gaps between distinct sizes from the left, ``middle`` is its middle (x).
    """

    likelihood: Array
    gap: NDArray[np.intp]
    amplitude: Array
    middle: Array

    @classmethod
    def stack(cls, parts: Sequence[Steps]) -> Steps:
        """Return several of them as one."""
        return cls(
            *(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(cls))
        )

    def take(self, rows: NDArray[np.intp]) -> Steps:
        """Return those of some data sets."""
        return Steps(*(getattr(self, f.name)[rows] for f in fields(self)))


def best_step(sets: DataSets) -> Steps:
    """Return the best step of every data set.

    Above the step the best level is the weighted mean, kept between floor and top.
    """
    count = len(sets)
    found = Steps(np.empty(count), np.empty(count, dtype=np.intp), np.empty(count), np.empty(count))
    for design, rows in sets.by_design():
        x, key = design.x, design.key
        sizes = np.unique(x)
        score = sets.score[rows]
        weight = np.broadcast_to(design.weight, score.shape)
        likelihood, amplitude = [], []
        for size in sizes[:-1]:
            above = x > size
            mean = (score * weight)[:, above].sum(axis=1) / weight[:, above].sum(axis=1)
            level = np.clip(mean, key.floor, key.top)
            value = np.where(above[:, None], level, key.floor)
            likelihood.append(
                sets.objective.log_likelihood(
                    value, np.ascontiguousarray(score.T), np.ascontiguousarray(weight.T)
                )
            )
            amplitude.append(level - key.floor)
        gap = np.stack(likelihood).argmax(axis=0)
        own = np.arange(len(rows))
        found.likelihood[rows] = np.stack(likelihood)[gap, own]
        found.gap[rows] = gap
        found.amplitude[rows] = np.stack(amplitude)[gap, own]
        found.middle[rows] = ((sizes[1:] + sizes[:-1]) / 2)[gap]
    return found
