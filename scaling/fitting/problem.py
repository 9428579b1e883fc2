"""What is to be solved: one curve and objective against the scores of many columns."""

from __future__ import annotations

from dataclasses import dataclass

from scaling.curves.base import Array, Curve, Design, Flags
from scaling.fitting.objectives import Objective


@dataclass(frozen=True, eq=False)
class Problem:
    """Columns that one curve is fitted to: series, or draws of one.

    ``score``, ``weight``: (K, M). ``free``: (p, M), False where a coordinate is held at
    ``fixed``, (p, M).
    """

    curve: Curve
    objective: Objective
    design: Design
    score: Array
    weight: Array
    free: Flags
    fixed: Array

    @property
    def linear(self) -> list[int]:
        """The places of the coordinates that the curve is linear in."""
        curve = self.curve
        return [place for place, name in enumerate(curve.internal) if name in curve.linear]
