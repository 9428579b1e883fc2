"""The capability axis: the first principal component of benchmarks, in equivalent FLOPs.

It knows no target but the one that it leaves out, so any analysis can use it as size.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array
from scaling.forecasting.observational.equivalent import (
    FamilyLine,
    family_lines,
    reference_lines,
)
from scaling.forecasting.observational.matrix import BenchmarkMatrix
from scaling.forecasting.observational.space import fit_space
from scaling.forecasting.observational.usable import usable


@dataclass(frozen=True, eq=False)
class CapabilityAxis:
    """Where models stand: ``flops`` (M,), equivalent FLOPs, NaN with too few scores.

    ``explained`` is the share of the benchmarks' variance along the axis, ``lines`` the families
    whose compute it rises with, ``reference`` the family that gives the unit.
    """

    models: tuple[str, ...]
    flops: Array
    explained: float
    loadings: dict[str, float]
    reference: str
    lines: tuple[FamilyLine, ...]


def capability_axis(
    matrix: BenchmarkMatrix, reference: str | None = None, *, standardise: bool | None = None
) -> CapabilityAxis:
    """Return the axis of all models of a matrix.

    Raises DataError for fewer than three benchmarks that differ between models, or where no
    family gives the unit; UnknownNameError for a reference family that is not there.
    """
    placed = np.flatnonzero(matrix.placeable)
    some = matrix.take(placed)
    kept = some.keeping(usable(some, "capability axis")[0])
    chosen = not matrix.common_scale if standardise is None else standardise
    weights = np.ones((1, len(placed)))
    space = fit_space(kept.scores, weights, 1, standardise=chosen, limits=kept.limits)
    ability = space.place(kept.scores)[:, :, 0]
    line = reference_lines(kept, ability, reference)
    flops = np.full(len(matrix.models), np.nan)
    flops[placed] = 10.0 ** line.log_flops(ability)
    loadings = space.loadings[0, :, 0].tolist()
    return CapabilityAxis(
        models=matrix.models,
        flops=flops,
        explained=float(space.explained[0, 0]),
        loadings=dict(zip(kept.benchmarks, loadings, strict=True)),
        reference=line.family,
        lines=tuple(family_lines(kept, ability[0])),
    )
