"""Results of series: what every result holds, and the result of ``fit``.

A result keeps its points and its curve, so that figures are drawn from it without refitting.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

from scaling.documents import flatten, plain
from scaling.fitting.display import estimate_text, identity, short
from scaling.fitting.records import (
    EMPTY_BAND,
    Band,
    BandPoint,
    Estimate,
    Interval,
    Point,
    SeriesFacts,
    number,
    numbers,
)
from scaling.fitting.result_set import ResultSet
from scaling.notebooks import html_facts
from scaling.series import Reference

NUMBERS = (
    "delta", "rho", "dispersion", "log_likelihood", "aicc", "bic", "gradient_norm",
    "condition_number",
)  # fmt: skip
SIZES = ("midpoint", "break", "break_low", "break_high", "d1", "d2")  # parameters that are sizes
FACT_TEXT = ("n_shots", "prompting", "tuning", "checkpoint", "source", "hardness")


@dataclass(frozen=True, kw_only=True)
class SeriesResult:
    """What every result of a series holds.

    ``size`` is the name of the size axis; ``status`` is ``ok`` or ``failed`` (then ``message``
    says why and the numbers are NaN); ``notes`` and ``qualifiers`` are codes of
    ``scaling.notes``.
    """

    series: SeriesFacts
    size: str
    n_sizes: int
    status: str = "ok"
    message: str = ""
    notes: tuple[str, ...] = ()
    qualifiers: tuple[str, ...] = ()
    interval: Interval | None = None
    points: tuple[Point, ...] = ()
    references: tuple[Reference, ...] = ()
    band: Band = EMPTY_BAND

    def to_dict(self) -> dict[str, Any]:
        """Return the result as JSON values: every key present, NaN as None."""
        record: dict[str, Any] = plain(self)
        return record

    def to_display(self) -> dict[str, str]:
        """Return the cells that people read."""
        return {**identity(self.series), "sizes": str(self.n_sizes), "status": self.status}

    def to_row(self) -> dict[str, Any]:
        """Return the result as one flat row with dotted names, without points and band."""
        return flatten(self)

    def _repr_html_(self) -> str:
        told = self.message or getattr(self, "reason", "")  # fits have no reason
        return html_facts(self.to_display(), type(self).__name__, [told] if told else [])

    @classmethod
    def _arguments(cls, record: Mapping[str, Any]) -> dict[str, Any]:
        """Turn the parts that all results share back from JSON values."""
        known = {f.name for f in fields(cls)}
        values = {name: value for name, value in record.items() if name in known}
        values["series"] = SeriesFacts(**numbers(record["series"], keep_none=FACT_TEXT))
        values["notes"] = tuple(record["notes"])
        values["qualifiers"] = tuple(record["qualifiers"])
        values["interval"] = Interval(**record["interval"]) if record["interval"] else None
        values["points"] = tuple(
            Point(**numbers(entry, keep_none=("n_items",))) for entry in record["points"]
        )
        values["references"] = tuple(Reference(**entry) for entry in record["references"])
        values["band"] = Band.of(BandPoint(**numbers(entry)) for entry in record["band"])
        return values


@dataclass(frozen=True, kw_only=True)
class FitResult(SeriesResult):
    """One fitted curve.

    ``parameters`` are in natural units (sizes as counts, width in decades); those named in
    ``fixed`` were not estimated. ``rho`` is the assumed over-dispersion, NaN where scores are
    not fitted as k of n, ``delta`` that of Huber's loss on log residuals (a sum, not a mean),
    NaN elsewhere. ``log_likelihood`` leaves out terms that no parameter touches. ``n_free``
    counts the estimated numbers, the size of the errors included where it is one.
    ``dispersion``, ``gradient_norm`` and ``condition_number`` are explained in
    ``scaling.fitting.diagnostics``.
    """

    curve: str
    objective: str
    delta: float = float("nan")
    rho: float = float("nan")
    dispersion: float = float("nan")
    parameters: Mapping[str, Estimate] = field(default_factory=dict)
    fixed: tuple[str, ...] = ()
    n_free: int = 0
    log_likelihood: float = float("nan")
    aicc: float = float("nan")
    bic: float = float("nan")
    converged: bool = False
    gradient_norm: float = float("nan")
    condition_number: float = float("nan")

    def to_display(self) -> dict[str, str]:
        """Return the cells that people read."""
        shown = [
            f"{name} {estimate_text(value, size=name in SIZES)}"
            for name, value in self.parameters.items()
            if name not in self.fixed
        ]
        return {
            **identity(self.series),
            "sizes": str(self.n_sizes),
            "curve": self.curve,
            "parameters": "; ".join(shown) if self.status == "ok" else self.message,
            "aicc": short(self.aicc),
            "notes": " ".join((*self.notes, *self.qualifiers)),
        }

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Return the result that ``to_dict`` wrote."""
        values = cls._arguments(record)
        values["parameters"] = {
            name: Estimate(**numbers(entry)) for name, entry in record["parameters"].items()
        }
        values["fixed"] = tuple(record["fixed"])
        for name in NUMBERS:
            values[name] = number(record[name])
        return cls(**values)


class FitResults(ResultSet[FitResult]):
    """What ``fit`` returns."""

    command = "fit"
    result_type = FitResult
