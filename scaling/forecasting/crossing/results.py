"""The result of ``crossing``: where one series passes a baseline, or one condition another."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

from scaling.documents import flatten
from scaling.fitting.display import estimate_text, identity, short, tidy
from scaling.fitting.records import (
    EMPTY_BAND,
    NAN,
    Band,
    BandPoint,
    Estimate,
    Interval,
    Point,
    number,
    numbers,
)
from scaling.fitting.result_set import ResultSet
from scaling.fitting.results import SeriesResult
from scaling.forecasting.crossing.baselines import Baseline
from scaling.forecasting.crossing.search import Shares
from scaling.series import SeriesKey

LISTS = ("points", "references", "band", "differences", "curves", "baseline_points",
         "baseline_band")  # fmt: skip
NUMBERS = ("estimate", "lower", "upper", "reach", "delta", "rho", "alpha", "margin")


@dataclass(frozen=True, slots=True)
class Difference:
    """Score less baseline at one size, with the one-sided bounds that decide; better is above."""

    size: float
    estimate: float
    lower: float = NAN
    upper: float = NAN


@dataclass(frozen=True)
class PairFacts:
    """The two conditions of a pair: a column of the key and its two values."""

    column: str
    baseline: str
    augmented: str


@dataclass(frozen=True)
class CurveShare:
    """One family of the averaged curve with its weight."""

    curve: str
    weight: float


@dataclass(frozen=True, kw_only=True)
class CrossingResult(SeriesResult):
    """Where a series passes a baseline.

    ``verdict`` is a code of ``scaling.notes.CROSSINGS``, ``reason`` the sentence to quote.
    ``bracket`` are the last size that is surely below and the first that is surely above (NaN where
    there is none), by the scores alone; ``differences`` holds those bounds. ``estimate``, ``lower``
    and ``upper`` are sizes at which the averaged curve (``band``, its families in ``curves``)
    first reaches the baseline, NaN where an end lies below the sizes or beyond the ``reach``
    (decades beyond the largest size); ``shares`` says how many bootstrap curves cross where.
    ``ratio`` is the estimate in units of the baseline's own size, ``gap`` curve less baseline at
    that size.

    Of a pair, the series is the second condition, ``baseline_points`` and ``baseline_band`` are
    those of the first, and ``margin`` is by how much the second has to be better, in the unit of
    the score; the curve's places are those of the last rise to it among the sizes.
    """

    baseline: Baseline
    pair: PairFacts | None = None
    verdict: str | None = None
    reason: str = ""
    bracket: tuple[float, float] = (NAN, NAN)
    estimate: float = NAN
    lower: float = NAN
    upper: float = NAN
    reach: float = NAN
    shares: Shares = field(default_factory=Shares)
    differences: tuple[Difference, ...] = ()
    ratio: Estimate = field(default_factory=Estimate)
    gap: Estimate = field(default_factory=Estimate)
    curves: tuple[CurveShare, ...] = ()
    objective: str = ""
    delta: float = NAN
    rho: float = NAN
    alpha: float = NAN
    margin: float = NAN
    baseline_points: tuple[Point, ...] = ()
    baseline_band: Band = EMPTY_BAND

    def label(self) -> str:
        """Return the series' name, of a pair with both values in place of its condition."""
        if self.pair is None:
            return self.series.key.label()
        values = f"{self.pair.baseline} to {self.pair.augmented}"
        if self.pair.column == "n_shots":
            return f"{self.series.key._replace(n_shots=None).label()}, {values} shots"
        parts = self.series.key._asdict() | {self.pair.column: values}
        return SeriesKey(**parts).label()

    def to_display(self) -> dict[str, str]:
        """Return the cells that people read."""
        is_size = self.size != "loss"
        low, high = (short(end, size=is_size) for end in self.bracket)
        found = Estimate(self.estimate, self.lower, self.upper)
        score = short(self.baseline.score)
        error = short(self.baseline.stderr) if self.baseline.stderr else ""
        named = self.baseline.name if self.baseline.kind != "number" else ""
        return {
            **identity(self.series),
            "sizes": str(self.n_sizes),
            "baseline": " ".join(part for part in (named, score) if part)
            + (f" ± {error}" if error else ""),
            "baseline source": self.baseline.source or "",
            "verdict": self.verdict or "",
            "bracket": f"{low or '…'} to {high or '…'}" if low or high else "",
            f"passed at ({self.size})": _with_open_ends(estimate_text(found, size=is_size)),
            "ratio": _with_open_ends(_times(self.ratio)),
            "message": self.message,
        }

    def to_row(self) -> dict[str, Any]:
        """Return the result as one flat row, the same columns of every one.

        The bracket is two columns, and lists of records are left out.
        """
        row = flatten(self)
        for name in (*LISTS, "bracket", "interval", "pair"):
            row.pop(name, None)
        for name, kind in (("interval", Interval), ("pair", PairFacts)):
            parts = [f"{name}.{part.name}" for part in fields(kind)]
            row |= {part: row.pop(part, None) for part in parts}
        low, high = (None if end != end else end for end in self.bracket)
        return row | {"bracket_low": low, "bracket_high": high}

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Return the result that ``to_dict`` wrote."""
        values = cls._arguments(record)
        values |= {name: number(record[name]) for name in NUMBERS}
        values["baseline"] = Baseline.from_dict(record["baseline"])
        values["pair"] = PairFacts(**record["pair"]) if record["pair"] else None
        low, high = record["bracket"]
        values["bracket"] = (number(low), number(high))
        values["shares"] = Shares(**numbers(record["shares"]))
        values["ratio"] = Estimate(**numbers(record["ratio"]))
        values["gap"] = Estimate(**numbers(record["gap"]))
        values["curves"] = tuple(CurveShare(**entry) for entry in record["curves"])
        values["differences"] = tuple(
            Difference(**numbers(entry)) for entry in record["differences"]
        )
        values["baseline_points"] = tuple(
            Point(**numbers(entry, keep_none=("n_items",))) for entry in record["baseline_points"]
        )
        values["baseline_band"] = Band.of(
            BandPoint(**numbers(entry)) for entry in record["baseline_band"]
        )
        return cls(**values)


def _times(ratio: Estimate) -> str:
    """Return a ratio with its interval, thousands apart, such as ``2,370 [136, ]``."""
    if not math.isfinite(ratio.estimate):
        return ""
    best, low, high = (
        f"{float(f'{value:.3g}'):,.0f}" if value >= 1000 else short(value)
        for value in (ratio.estimate, ratio.lower, ratio.upper)
    )
    return f"{best} [{low}, {high or '…'}]" if low or high else best


def _with_open_ends(text: str) -> str:
    """Return the text of an estimate with a sign for a lower end that lies before the sizes."""
    return text.replace("[,", "[…,")


class CrossingResults(ResultSet[CrossingResult]):
    """What ``crossing`` returns."""

    command = "crossing"
    result_type = CrossingResult

    def to_display(self) -> list[dict[str, str]]:
        """Return the rows that people read; baselines of one name are told apart by source."""
        named = Counter((one.label(), one.baseline.name) for one in self.results)
        rows = [one.to_display() for one in self.results]
        for one, row in zip(self.results, rows, strict=True):
            if named[one.label(), one.baseline.name] == 1:
                row["baseline source"] = ""
        return tidy(rows)
