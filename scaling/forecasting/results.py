"""The result of ``compare``: curves side by side, what they predicted, and which to use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

from scaling.documents import flatten, plain
from scaling.fitting.display import identity, short, tidy
from scaling.fitting.records import NAN, number, numbers
from scaling.fitting.result_set import ResultSet
from scaling.fitting.results import SeriesResult
from scaling.forecasting.display import (
    backtest_cells,
    curve_rows,
    held_out_text,
    summary_cells,
)
from scaling.forecasting.records import Backtest, CurveRow, HeldOut
from scaling.forecasting.summary import summary


@dataclass(frozen=True, kw_only=True)
class CompareResult(SeriesResult):
    """The curves of one series.

    ``curves`` stand in the order in which they were asked for; ``chosen`` is the name of the one
    to use (None if there is none) and ``reason`` the sentence; ``as_good`` are those that the
    data cannot tell from the best. ``criterion`` is what they were compared by (``aicc`` or
    ``bic``), ``parameter_limit`` the most free parameters that were, None without a limit.
    ``averaged`` and ``baselines`` are the back-tests of the weighted average and of what a curve
    has to beat; ``predictions`` are all held-out predictions. ``band`` is the weighted average
    of the curves, without intervals.
    """

    objective: str = ""
    delta: float = NAN
    rho: float = NAN
    criterion: str | None = None
    parameter_limit: int | None = None
    curves: tuple[CurveRow, ...] = ()
    chosen: str | None = None
    as_good: tuple[str, ...] = ()
    reason: str = ""
    averaged: Backtest = field(default_factory=Backtest)
    baselines: Mapping[str, Backtest] = field(default_factory=dict)
    predictions: tuple[HeldOut, ...] = ()

    @property
    def chosen_row(self) -> CurveRow | None:
        """The row of the chosen curve."""
        return next((row for row in self.curves if row.curve == self.chosen), None)

    def to_display(self) -> dict[str, str]:
        """Return the cells that people read of a series among many."""
        return {
            **identity(self.series),
            "sizes": str(self.n_sizes),
            **self.display_cells(),
            "message": self.message,
        }

    def display_cells(self) -> dict[str, str]:
        """Return the cells of the chosen curve."""
        row = self.chosen_row or CurveRow(curve="–")
        told = backtest_cells(row.backtest)
        return {
            "use": row.curve,
            "weight": short(row.weight),
            "as good": str(len(self.as_good) or ""),
            **{name: told[name] for name in ("mae", "vs last", "vs line")},
        }

    def display_rows(self) -> list[dict[str, str]]:
        """Return the cells that people read, one row a curve; the chosen one has a star."""
        return curve_rows(self)

    def held_out_text(self) -> str:
        """Return which sizes were held out, and how far they lie beyond the rest."""
        return held_out_text(self.predictions)

    def to_rows(self) -> list[dict[str, Any]]:
        """Return one flat row a curve with dotted names."""
        shared = flatten({"series": plain(self.series), "size": self.size, "n_sizes": self.n_sizes})
        return [
            {**shared, "is_chosen": row.curve == self.chosen, **row.cells(), "reason": self.reason}
            for row in self.curves
        ]

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Return the result that ``to_dict`` wrote."""
        values = cls._arguments(record)
        values["rho"], values["delta"] = number(record["rho"]), number(record["delta"])
        values["curves"] = tuple(CurveRow.from_dict(row) for row in record["curves"])
        values["as_good"] = tuple(record["as_good"])
        values["averaged"] = Backtest.from_dict(record["averaged"])
        values["baselines"] = {
            name: Backtest.from_dict(entry) for name, entry in record["baselines"].items()
        }
        values["predictions"] = tuple(HeldOut(**numbers(one)) for one in record["predictions"])
        return cls(**values)


class CompareResults(ResultSet[CompareResult]):
    """What ``compare`` returns."""

    command = "compare"
    result_type = CompareResult

    def summary(self) -> list[dict[str, Any]]:
        """Return the back-tests pooled over all series, one row a curve."""
        return summary(self.results)

    def display_summary(self) -> dict[str, list[dict[str, str]]]:
        """Return the cells of ``summary`` that people read, by what is pooled."""
        found: dict[str, list[dict[str, str]]] = {}
        for row in self.summary():
            pooled = row["metric"] or "proportions"
            told = Backtest(**{f.name: row[f.name] for f in fields(Backtest)})
            found.setdefault(pooled, []).append(summary_cells(row, told))
        return found

    def extra(self) -> dict[str, Any]:
        """Return ``summary``."""
        return {"summary": self.summary()}

    def to_rows(self) -> list[dict[str, Any]]:
        """Return one flat row a series and curve."""
        return [row for one in self.results for row in one.to_rows()]

    def to_display_rows(self) -> list[dict[str, str]]:
        """Return the cells that people read, one row a series and curve."""
        about = tidy([{**identity(one.series), "sizes": str(one.n_sizes)} for one in self.results])
        return [
            {**cells, **row}
            for cells, one in zip(about, self.results, strict=True)
            for row in one.display_rows()
        ]
