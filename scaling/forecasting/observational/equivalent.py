"""Abilities in units of compute: the FLOPs that one reference family would need.

Within a family an ability rises along a line in log compute, S = theta_f log C + nu_f (Ruan et
al. 2024, arXiv:2405.10938, equation 4); inverting the line of a reference family gives
f-equivalent FLOPs (equations 7 and 8). Only compute and benchmark scores enter, no score of the
target. Shapes: B weightings, n models.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array
from scaling.errors import DataError, unknown_name
from scaling.forecasting.observational.matrix import BenchmarkMatrix
from scaling.forecasting.observational.spread import differ

LEAST_MODELS = 3  # of a family, with known and different compute, for a line
USUAL_REFERENCE = "Llama-2"  # of the paper, "the most representative and widely used open model"
MOST_DECADES = 99.0  # beyond which an equivalent compute is a limit, not a number


@dataclass(frozen=True)
class FamilyLine:
    """The line S = slope log10(C) + intercept of one family; ``r_squared`` says how straight."""

    family: str
    n_models: int
    slope: float
    intercept: float
    r_squared: float


@dataclass(frozen=True, eq=False)
class ReferenceLines:
    """The reference family's lines under B weightings: ``slope`` and ``intercept``, (B,)."""

    family: str
    slope: Array
    intercept: Array

    def log_flops(self, capability: Array) -> Array:
        """Return log10 of the equivalent FLOPs at capabilities (B, n) of the first weighting."""
        found = (capability[0] - self.intercept[0]) / self.slope[0]
        result: Array = np.clip(found, -MOST_DECADES, MOST_DECADES)
        return result

    def capability(self, log_flops: Array) -> Array:
        """Return the capability (B, X) at log10 equivalent FLOPs (X,)."""
        result: Array = self.slope[:, None] * log_flops + self.intercept[:, None]
        return result


def family_lines(matrix: BenchmarkMatrix, ability: Array) -> list[FamilyLine]:
    """Return the line of every family with at least three models of known compute.

    ``ability``: (M,). Families in the order of their names.
    """
    lines = []
    for family in sorted(set(matrix.families)):
        places = _sized(matrix, family)
        if _enough(matrix, places):
            slope, intercept = _lines(np.log10(matrix.flops[places]), ability[None, places])
            fitted = slope[0] * np.log10(matrix.flops[places]) + intercept[0]
            rest = ability[places] - fitted
            spread = float(np.var(ability[places]))
            explained = 1 - float(np.mean(rest**2)) / spread if differ(ability[places]) else 0.0
            lines.append(
                FamilyLine(family, len(places), float(slope[0]), float(intercept[0]), explained)
            )
    return lines


def reference_lines(
    matrix: BenchmarkMatrix, capability: Array, wanted: str | None
) -> ReferenceLines:
    """Return the lines of the reference family through capabilities (B, M) of the matrix' models.

    It is the first of ``reference_families`` whose capability rises with compute. Raises as that
    does, and DataError where none rises.
    """
    families = reference_families(matrix, wanted)
    slopes = []
    for family in families:
        places = _sized(matrix, family)
        slope, intercept = _lines(np.log10(matrix.flops[places]), capability[:, places])
        if slope[0] > 0:
            return ReferenceLines(family, slope, intercept)
        slopes.append(f"{family} {slope[0]:.3g}")
    raise DataError(
        "reference family: expected a capability that rises with compute, found these slopes a "
        f"decade: {', '.join(slopes)}"
        + ("; choose another family with --reference-family" if wanted is not None else "")
    )


def reference_families(matrix: BenchmarkMatrix, wanted: str | None) -> list[str]:
    """Return the families whose compute may be the unit, in the order of preference.

    ``wanted`` alone if asked for; by default that of the paper, then those with most models of
    known compute (then the widest range, then the first name). Raises UnknownNameError for a
    family that is not there, DataError where no family, or not this one, has three models.
    """
    able = {
        family: places
        for family in sorted(set(matrix.families))
        if _enough(matrix, places := _sized(matrix, family))
    }
    if wanted is not None:
        by_lower = {family.lower(): family for family in sorted(set(matrix.families))}
        if wanted.lower() not in by_lower:
            raise unknown_name("reference family", wanted, by_lower.values())
        family = by_lower[wanted.lower()]
        if family not in able:
            raise DataError(
                f"reference family {family}: expected at least {LEAST_MODELS} models of known, "
                f"different compute, found {len(_sized(matrix, family))}; such families: "
                f"{', '.join(able) or 'none'}"
            )
        return [family]
    if not able:
        raise DataError(
            f"benchmarks: expected a family with at least {LEAST_MODELS} models of known compute "
            "(flops, or params and tokens), found none: nothing gives the axis its unit"
        )
    return sorted(
        able,
        key=lambda one: (
            one != USUAL_REFERENCE,
            -len(able[one]),
            -np.ptp(np.log10(matrix.flops[able[one]])),
        ),
    )


def _sized(matrix: BenchmarkMatrix, family: str) -> list[int]:
    """Return the places of a family's models that have compute and can be placed."""
    known = np.isfinite(matrix.flops) & matrix.placeable
    return [at for at, name in enumerate(matrix.families) if name == family and known[at]]


def _enough(matrix: BenchmarkMatrix, places: list[int]) -> bool:
    return len(places) >= LEAST_MODELS and differ(np.log10(matrix.flops[places]))


def _lines(log_flops: Array, ability: Array) -> tuple[Array, Array]:
    """Return slopes and intercepts (B,) of least-squares lines of abilities (B, n)."""
    offset = log_flops - log_flops.mean()
    slope = ability @ offset / (offset @ offset)
    return slope, ability.mean(axis=1) - slope * log_flops.mean()
