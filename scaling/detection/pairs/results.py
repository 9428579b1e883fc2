"""The result of a metric pair: what becomes of a jump when a softer metric is used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from scaling.documents import plain
from scaling.fitting.records import NAN, Estimate, Interval, SeriesFacts, number, numbers
from scaling.fitting.results import FACT_TEXT


@dataclass(frozen=True)
class LeftOut:
    """A model that only one of the two series could use, and why."""

    model: str
    reason: str


@dataclass(frozen=True)
class LengthFit:
    """A straight line in log size through the per-token scores of answers of ``length`` tokens.

    ``p`` is its goodness of fit, ``rejected`` whether that is at most alpha.
    """

    length: int
    p: float
    rejected: bool


@dataclass(frozen=True, kw_only=True)
class PairResult:
    """A hard and a soft metric of the same models.

    ``series`` are the facts of the hard series (of the soft one where there is no other),
    ``hard`` and ``soft`` the names of the metrics. ``verdict`` is ``metric_artifact``,
    ``robust_to_metric``, ``metric_artifact_untested``, or None where the hard metric shows no
    jump; ``reason`` is the sentence to quote. ``status`` is ``failed`` where no pair could be
    made (then ``message`` says why).

    ``n_sizes`` are the distinct sizes of both, ``left_out`` the models of only one. Widths are in
    decades; ``log_ratio`` is ln(soft width / hard width), both within .03 to 12 decades.
    ``hard_limit`` is the least score that the hard metric can tell from chance (the largest over
    sizes), ``n_below_limit`` how many sizes lie below theirs, and ``soft_below_limit`` the soft
    scores at the first and last of the leading ones, NaN with fewer than two. ``lengths`` are
    straight lines through per-token scores, empty where the hard metric has no such scale;
    ``length`` is the shortest answer whose line is not rejected.
    """

    series: SeriesFacts
    hard: str
    soft: str
    size: str
    n_sizes: int
    status: str = "ok"
    message: str = ""
    notes: tuple[str, ...] = ()
    interval: Interval | None = None
    left_out: tuple[LeftOut, ...] = ()
    verdict: str | None = None
    reason: str = ""
    alpha: float = NAN
    hard_verdict: str | None = None
    soft_verdict: str | None = None
    hard_p_sharp: float = NAN
    soft_p_sharp: float = NAN
    soft_p_smooth: float = NAN
    hard_width: Estimate = field(default_factory=Estimate)
    soft_width: Estimate = field(default_factory=Estimate)
    log_ratio: Estimate = field(default_factory=Estimate)
    hard_limit: float = NAN
    n_below_limit: int = 0
    soft_below_limit: tuple[float, float] = (NAN, NAN)
    lengths: tuple[LengthFit, ...] = ()
    length: int | None = None

    def label(self) -> str:
        """Return a short name such as ``OPT / ipa / exact_match:bleu, 2-shot``."""
        metric = f"{self.hard}:{self.soft}"
        return self.series.key._replace(metric=metric).label()

    def to_dict(self) -> dict[str, Any]:
        """Return the result as JSON values: every key present, NaN as None."""
        record: dict[str, Any] = plain(self)
        return record

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Return the result that ``to_dict`` wrote."""
        values = dict(record)
        values["series"] = SeriesFacts(**numbers(record["series"], keep_none=FACT_TEXT))
        values["notes"] = tuple(record["notes"])
        values["interval"] = Interval(**record["interval"]) if record["interval"] else None
        values["left_out"] = tuple(LeftOut(**entry) for entry in record["left_out"])
        values["lengths"] = tuple(LengthFit(**numbers(entry)) for entry in record["lengths"])
        for name in ("hard_width", "soft_width", "log_ratio"):
            values[name] = Estimate(**numbers(record[name]))
        values["soft_below_limit"] = tuple(map(number, record["soft_below_limit"]))
        for name in NUMBERS:
            values[name] = number(record[name])
        return cls(**values)


NUMBERS = ("alpha", "hard_p_sharp", "soft_p_sharp", "soft_p_smooth", "hard_limit")
