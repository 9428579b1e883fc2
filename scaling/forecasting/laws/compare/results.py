"""The result of ``compare_laws``: laws and objectives side by side, and which to use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

from scaling.documents import flatten, plain
from scaling.fitting.display import short
from scaling.fitting.laws.records import Excluded
from scaling.fitting.records import Interval, numbers
from scaling.fitting.result_set import ResultSet
from scaling.forecasting.laws.compare.records import Cutoff, HeldOutRun, LawRow, LossBacktest
from scaling.forecasting.wording import listed
from scaling.notebooks import html_table
from scaling.runs import Remark
from scaling.units import format_size

BASELINE_NAMES = {"nearest": "nearest run", "line": "line in log compute"}
CHOSEN = " *"


@dataclass(frozen=True, kw_only=True)
class CompareLawsResult:
    """Laws under objectives, back-tested by compute.

    ``laws`` has a row a law and objective; ``chosen`` is ``{"law", "objective"}`` of the one to
    use (None if there is none), ``as_good`` are those that predict as well. ``baselines`` are the
    back-tests of what a law has to beat, ``predictions`` all held-out predictions. ``excluded``
    names runs that were left out, ``doubts`` runs that were kept: one that every law calls
    diverged is fitted, but not predicted.
    """

    n_runs: int
    loss_unit: str = "nats"
    cutoffs: tuple[Cutoff, ...] = ()
    laws: tuple[LawRow, ...] = ()
    chosen: Mapping[str, str] | None = None
    as_good: tuple[Mapping[str, str], ...] = ()
    reason: str = ""
    baselines: Mapping[str, LossBacktest] = field(default_factory=dict)
    predictions: tuple[HeldOutRun, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    doubts: tuple[Remark, ...] = ()
    interval: Interval | None = None
    status: str = "ok"
    message: str = ""
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the result as JSON values: every key present, NaN as None."""
        record: dict[str, Any] = plain(self)
        return record

    def is_chosen(self, row: LawRow) -> bool:
        """Return whether a row is the one to use."""
        return self.chosen == {"law": row.law, "objective": row.objective}

    def to_rows(self) -> list[dict[str, Any]]:
        """Return one flat row a law and objective, then the baselines."""
        rows = [{"is_chosen": self.is_chosen(row), **flatten(row)} for row in self.laws]
        for name, told in self.baselines.items():
            row = LawRow(law=name, objective="", backtest=told)
            rows.append({"is_chosen": False, **flatten(row)})
        kept = [{k: cell for k, cell in row.items() if k != "by_cutoff"} for row in rows]
        return [row | {"reason": self.reason} for row in kept]

    def to_display(self) -> list[dict[str, str]]:
        """Return the cells that people read, the smallest back-test error first."""
        able = [row for row in self.laws if row.status == "ok"]
        able.sort(key=lambda row: (row.backtest.log_rmse != row.backtest.log_rmse,
                                   row.backtest.log_rmse))  # fmt: skip
        rows = [_cells(row, chosen=self.is_chosen(row)) for row in able]
        for name, told in self.baselines.items():
            blank = LawRow(law=BASELINE_NAMES[name], objective="", backtest=told)
            rows.append(_cells(blank, chosen=False))
        return rows

    def _repr_html_(self) -> str:
        return html_table(self.to_display(), f"{self.n_runs} runs", [self.message or self.reason])

    def held_out_text(self) -> str:
        """Return what was held out, in words."""
        parts = [
            f"{one.n_test} of {one.n_train + one.n_test} runs from {format_size(one.flops)} FLOPs "
            f"on ({one.decades_beyond_data:.2f} decades)"
            for one in self.cutoffs
        ]
        return listed(parts)

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Return the result that ``to_dict`` wrote."""
        known = {f.name for f in fields(cls)}
        values = {name: value for name, value in record.items() if name in known}
        values["cutoffs"] = tuple(Cutoff(**numbers(one)) for one in record["cutoffs"])
        values["laws"] = tuple(LawRow.from_dict(one) for one in record["laws"])
        values["as_good"] = tuple(record["as_good"])
        values["baselines"] = {
            name: LossBacktest.from_dict(one) for name, one in record["baselines"].items()
        }
        values["predictions"] = tuple(HeldOutRun(**numbers(one)) for one in record["predictions"])
        values["excluded"] = tuple(Excluded(**one) for one in record["excluded"])
        values["doubts"] = tuple(Remark(**one) for one in record["doubts"])
        values["interval"] = Interval(**record["interval"]) if record["interval"] else None
        values["notes"] = tuple(record["notes"])
        return cls(**values)


def _cells(row: LawRow, *, chosen: bool) -> dict[str, str]:
    told = row.backtest
    held = "" if told.n_covered is None else f"{told.n_covered}/{told.n}"
    return {
        "law": row.law + (CHOSEN if chosen else ""),
        "objective": row.objective,
        "free": "" if row.n_free is None else str(row.n_free),
        "log rmse": _fixed(told.log_rmse),
        "bias": _fixed(told.bias, sign=True),
        "mae": _fixed(told.mae),
        "held": held,
        "residual": _fixed(row.residual),
        "aicc": short(row.aicc) if abs(row.aicc) < 100 else f"{row.aicc:.0f}" * (
            row.aicc == row.aicc),
        "value": short(row.objective_value),
    }  # fmt: skip


def _fixed(value: float, *, sign: bool = False) -> str:
    if value != value:
        return ""
    return f"{value:+.4f}" if sign else f"{value:.4f}"


class CompareLawsResults(ResultSet[Any]):
    """What ``compare_laws`` returns: a set of one ``CompareLawsResult``."""

    command = "law compare"
    result_type = CompareLawsResult

    def to_rows(self) -> list[dict[str, Any]]:
        """Return one flat row a law and objective."""
        return [row for one in self.results for row in one.to_rows()]

    def to_display(self) -> list[dict[str, str]]:
        """Return the rows that people read, one a law and objective."""
        return [row for one in self.results for row in one.to_display()]

    def heading(self) -> str:
        """Return what stands above the rows: the data and how many runs."""
        (one,) = self.results
        return f"{type(self).__name__} of {self.manifest['dataset']['name']!r}: {one.n_runs} runs"

    def remarks(self) -> list[str]:
        """Return the reason for the choice."""
        return [one.reason for one in self.results]
