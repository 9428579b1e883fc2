"""The result of ``forecast``: what a larger model will score, how sure that is, and on what record.

All methods give the same result: curves of the score, loss and then score, or a capability axis.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from scaling.fitting.display import estimate_text, identity, short, signed
from scaling.fitting.records import NAN, Estimate, number, numbers
from scaling.fitting.result_set import ResultSet
from scaling.fitting.results import SeriesResult
from scaling.forecasting.ahead.records import TrackRecord, WeightRow

NUMBERS = (
    "rho", "at", "tokens", "estimate", "lower", "upper", "mean_lower", "mean_upper",
    "decades_beyond_data",
)  # fmt: skip
NAIVE = ("last", "linear")
METHODS = ("curves", "two-step", "single-step", "observational")
NO_NAIVE = dict.fromkeys(NAIVE, NAN)


@dataclass(frozen=True, kw_only=True)
class ForecastResult(SeriesResult):
    """The forecast of one score.

    ``method`` is how it was made (one of ``METHODS``), ``curve`` the curve that made it or
    ``averaged``. ``at`` is the size in the axis' unit, ``tokens`` those of the new model where the
    method takes them, and ``decades_beyond_data`` how far ``at`` lies beyond the largest size
    (below zero inside the data). ``lower`` and ``upper`` are the interval of a new model's score
    at the level of ``interval``, ``mean_lower`` and ``mean_upper`` that of the curve alone.
    ``naive`` are the forecasts to beat: the last value and the line in log size. ``weights`` are
    the members of an average; ``loss`` is the loss that was predicted on the way, where one was.
    ``record`` is how the same method did on the same kind of series, ``own_record`` how it did on
    this one when its largest sizes were held out. ``band`` reaches as far as ``at``.
    """

    method: str = "curves"
    curve: str | None = None
    rho: float = NAN
    at: float = NAN
    tokens: float = NAN
    estimate: float = NAN
    lower: float = NAN
    upper: float = NAN
    mean_lower: float = NAN
    mean_upper: float = NAN
    decades_beyond_data: float = NAN
    naive: Mapping[str, float] = field(default_factory=lambda: dict(NO_NAIVE))
    loss: Estimate = field(default_factory=Estimate)
    weights: tuple[WeightRow, ...] = ()
    record: TrackRecord = field(default_factory=TrackRecord)
    own_record: TrackRecord = field(default_factory=TrackRecord)
    reason: str = ""

    def to_display(self) -> dict[str, str]:
        """Return the cells that people read."""
        found = Estimate(self.estimate, self.lower, self.upper)
        return {
            **identity(self.series),
            "sizes": str(self.n_sizes),
            "at": short(self.at, size=True),
            "tokens": short(self.tokens, size=True),
            "forecast": estimate_text(found) if self.status == "ok" else "–",
            "beyond": signed(self.decades_beyond_data),
            "last": short(self.naive["last"]),
            "line": short(self.naive["linear"]),
            "by": self.curve or "",
            "message": self.message,
        }

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Return the result that ``to_dict`` wrote."""
        values = cls._arguments(record)
        for name in NUMBERS:
            values[name] = number(record[name])
        values["naive"] = numbers(record["naive"])
        values["loss"] = Estimate(**numbers(record["loss"]))
        values["weights"] = tuple(WeightRow(**numbers(row)) for row in record["weights"])
        values["record"] = TrackRecord.from_dict(record["record"])
        values["own_record"] = TrackRecord.from_dict(record["own_record"])
        return cls(**values)


class ForecastResults(ResultSet[ForecastResult]):
    """What ``forecast`` returns."""

    command = "forecast"
    result_type = ForecastResult
