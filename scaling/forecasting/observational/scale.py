"""Scores on the scale of the link: 0 at the floor of the metric, 1 at its ceiling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from scaling.curves.base import Array
from scaling.errors import DataError
from scaling.series import Series


@dataclass(frozen=True)
class Scale:
    """``floor`` (chance) and ``ceiling`` of a metric, and the range ``low`` to ``high`` it has."""

    floor: float
    ceiling: float
    low: float
    high: float

    @classmethod
    def of(cls, series: Series) -> Self:
        """Return the scale of a series. Raises DataError for a metric without both ends."""
        floor, ceiling = series.chance, series.ceiling
        if series.metric_kind not in ("proportion", "bounded") or not floor < ceiling:
            raise DataError(
                f"{series.key.task}: expected scores between a floor and a ceiling, found "
                f"{series.metric_kind} scores from {floor:g} to {ceiling:g}: the sigmoid of the "
                "observational axis has both"
            )
        low, high = (0.0, 1.0) if series.binomial else (floor, ceiling)
        return cls(floor, ceiling, low, high)

    @property
    def span(self) -> float:
        """Ceiling less floor."""
        return self.ceiling - self.floor

    def scaled(self, score: Array) -> Array:
        """Return scores on the scale of the link."""
        result: Array = (score - self.floor) / self.span
        return result

    def back(self, scaled: Array) -> Array:
        """Return scores in the units of the metric, within what it can be."""
        result: Array = np.clip(self.floor + self.span * scaled, self.low, self.high)
        return result
