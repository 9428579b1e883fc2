"""The small frozen records that every result is made of."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, overload

import numpy as np

from scaling.curves.base import Array
from scaling.series import Series, SeriesKey

NAN = float("nan")


@dataclass(frozen=True, slots=True)
class Point:
    """One observed score with its interval; ``n_items`` is None where it is not a proportion."""

    model: str
    size: float
    score: float
    lower: float
    upper: float
    n_items: float | None


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its interval, in natural units; NaN where it is not known."""

    estimate: float = NAN
    lower: float = NAN
    upper: float = NAN


@dataclass(frozen=True, slots=True)
class Interval:
    """What the intervals of a result are: kind, level, bootstrap draws behind them."""

    kind: str
    level: float
    draws: int


@dataclass(frozen=True, slots=True)
class BandPoint:
    """The curve at one size: mean interval and interval for a new model's score."""

    size: float
    estimate: float
    lower: float = NAN
    upper: float = NAN
    predict_lower: float = NAN
    predict_upper: float = NAN


class Band(Sequence[BandPoint]):
    """The points of a band; arrays behind, so that many results take little memory.

    ``columns``: (6, X) in the order of ``BandPoint``, or (2, X) without any interval.
    """

    def __init__(self, columns: Array) -> None:
        self.columns = np.array(columns, dtype=np.float64)
        self.columns.flags.writeable = False

    @classmethod
    def of(cls, points: Iterable[BandPoint]) -> Band:
        """Return the band of some points."""
        rows = [[getattr(point, f.name) for f in fields(BandPoint)] for point in points]
        return cls(np.array(rows, dtype=np.float64).reshape(-1, len(fields(BandPoint))).T.copy())

    def __len__(self) -> int:
        return int(self.columns.shape[1])

    @overload
    def __getitem__(self, place: int) -> BandPoint: ...
    @overload
    def __getitem__(self, place: slice) -> Band: ...
    def __getitem__(self, place: int | slice) -> BandPoint | Band:
        if isinstance(place, slice):
            return Band(self.columns[:, place].copy())
        return BandPoint(*self.columns[:, place].tolist())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Band) and self.tolist() == other.tolist()

    def __hash__(self) -> int:
        return hash(tuple(self.columns[0].tolist()))

    def __repr__(self) -> str:
        return f"Band of {len(self)} points"

    def tolist(self) -> list[dict[str, float | None]]:
        """Return the points as JSON records, NaN as None."""
        names = [f.name for f in fields(BandPoint)]
        blank = [None] * (len(names) - len(self.columns))
        return [
            dict(zip(names, [x if math.isfinite(x) else None for x in row] + blank, strict=True))
            for row in self.columns.T.tolist()
        ]


EMPTY_BAND = Band.of([])


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """Which series a result is about, and what is known of its metric."""

    family: str
    task: str
    metric: str
    n_shots: int | None
    prompting: str | None
    tuning: str | None
    checkpoint: str | None
    source: str | None
    metric_kind: str
    hardness: str | None
    chance: float
    ceiling: float

    @classmethod
    def of(cls, series: Series) -> SeriesFacts:
        """Take the facts from a series."""
        return cls(
            **series.key._asdict(),
            metric_kind=series.metric_kind,
            hardness=series.hardness,
            chance=series.chance,
            ceiling=series.ceiling,
        )

    @property
    def key(self) -> SeriesKey:
        """The key of the series."""
        return SeriesKey(*(getattr(self, name) for name in SeriesKey._fields))


def number(value: float | None) -> float:
    """Return a JSON number as a float: null is NaN."""
    return NAN if value is None else float(value)


def numbers(record: Mapping[str, Any], *, keep_none: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return a JSON record with its nulls as NaN, except where None is a value of its own."""
    return {
        name: NAN if value is None and name not in keep_none else value
        for name, value in record.items()
    }
