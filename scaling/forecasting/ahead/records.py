"""The small frozen records of a forecast: a curve's share in it, and how such forecasts did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from scaling.fitting.records import NAN, numbers


@dataclass(frozen=True, slots=True)
class WeightRow:
    """One member of an average: its weight, and what it alone says, in units of the score."""

    curve: str
    weight: float = NAN
    estimate: float = NAN


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """How ``n`` predictions by the same method of held-out scores did; ``text`` is the sentence.

    Errors and CRPS are in units of the score; ``mae_last`` and ``mae_linear`` are those of the
    naive forecasts of the same scores. NaN where nothing was predicted (``n`` is 0).
    """

    n: int = 0
    mae: float = NAN
    mae_last: float = NAN
    mae_linear: float = NAN
    crps: float = NAN
    coverage50: float = NAN
    coverage90: float = NAN
    text: str = ""

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Return the record that a document holds."""
        return cls(**numbers(record))
