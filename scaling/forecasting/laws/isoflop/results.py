"""The result of ``isoflop``: minima of equal compute, and the power laws through them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from scaling.documents import flatten, plain
from scaling.fitting.display import estimate_text, short
from scaling.fitting.laws.records import Excluded
from scaling.fitting.records import NAN, Estimate, Interval, number, numbers
from scaling.fitting.result_set import ResultSet
from scaling.forecasting.laws.isoflop.bias import NO_TEST, CubicTest
from scaling.forecasting.laws.isoflop.budgets import LEAST_SIZES
from scaling.forecasting.laws.isoflop.records import (
    UNKNOWN,
    BudgetRow,
    ExponentFit,
    OptimumPoint,
    with_estimates,
)
from scaling.notebooks import html_table
from scaling.runs import Remark
from scaling.units import format_size


@dataclass(frozen=True, kw_only=True)
class IsoflopResult:
    """Optimal sizes at several compute budgets, and how they grow with compute C in FLOPs.

    ``exponent``, ``coefficient``: N_opt = coefficient C^exponent, ``tokens_exponent``,
    ``tokens_coefficient``: D_opt alike, through the minima of ``degree`` (NaN and None where
    there is no power law; ``reason`` says why). ``by_degree`` has those of the parabola and of
    the cubic, ``exponent_difference`` is cubic less parabola. ``band`` is the power law over
    the range of the budgets. ``sigma``: error of the response, pooled over budgets.
    ``loss_unit`` is that of the losses, None where it is not known. ``n_outside`` counts the
    runs that are in no budget, ``excluded`` names those that were left out before, and
    ``doubts`` those that were kept but have to be looked at.
    """

    n_runs: int
    response: str
    tolerance: float
    degree: int | None = None
    budgets: tuple[BudgetRow, ...] = ()
    exponent: Estimate = UNKNOWN
    coefficient: Estimate = UNKNOWN
    tokens_exponent: Estimate = UNKNOWN
    tokens_coefficient: Estimate = UNKNOWN
    scatter: float = NAN
    by_degree: tuple[ExponentFit, ...] = ()
    exponent_difference: Estimate = UNKNOWN
    cubic_test: CubicTest = NO_TEST
    sigma: float = NAN
    loss_unit: str | None = None
    n_outside: int = 0
    band: tuple[OptimumPoint, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    doubts: tuple[Remark, ...] = ()
    interval: Interval | None = None
    reason: str = ""
    status: str = "ok"
    message: str = ""
    notes: tuple[str, ...] = ()

    @property
    def used(self) -> tuple[BudgetRow, ...]:
        """The budgets behind the power law."""
        return tuple(row for row in self.budgets if row.used)

    def to_dict(self) -> dict[str, Any]:
        """Return the result as JSON values: every key present, NaN as None."""
        record: dict[str, Any] = plain(self)
        return record

    def to_rows(self) -> list[dict[str, Any]]:
        """Return one flat row a budget with dotted names."""
        shared = {
            "degree": self.degree,
            **{f"exponent.{name}": value for name, value in plain(self.exponent).items()},
        }
        rows = [flatten(row) | shared for row in self.budgets]
        return [{k: cell for k, cell in row.items() if k != "valley"} for row in rows]

    def to_display(self) -> list[dict[str, str]]:
        """Return the cells that people read, one row a budget."""
        return [_cells(row) for row in self.budgets]

    def _repr_html_(self) -> str:
        head = f"{len(self.budgets)} compute budgets"
        return html_table(self.to_display(), head, [self.message or self.reason])

    def display_budgets(self) -> list[dict[str, str]]:
        """Return the cells that people read of the budgets that could have a minimum."""
        return [_cells(row) for row in self.budgets if row.n_sizes >= LEAST_SIZES]

    def display_laws(self) -> list[dict[str, str]]:
        """Return the cells that people read, one row a power law."""
        return [
            {
                "minima of": f"{_name(fit.degree)}{' *' if fit.degree == self.degree else ''}",
                "budgets": str(fit.n_budgets),
                "params grow as C to the": estimate_text(fit.exponent),
                "tokens as C to the": estimate_text(fit.tokens_exponent),
                "scatter": short(fit.scatter),
            }
            for fit in self.by_degree
            if fit.n_budgets > 1
        ]

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Return the result that ``to_dict`` wrote."""
        known = {f.name for f in fields(cls)}
        estimates = (
            "exponent", "coefficient", "tokens_exponent", "tokens_coefficient",
            "exponent_difference",
        )  # fmt: skip
        values = with_estimates({k: v for k, v in record.items() if k in known}, *estimates)
        values["degree"] = record["degree"]
        values["scatter"], values["sigma"] = number(record["scatter"]), number(record["sigma"])
        values["budgets"] = tuple(BudgetRow.from_dict(row) for row in record["budgets"])
        values["by_degree"] = tuple(ExponentFit.from_dict(one) for one in record["by_degree"])
        values["cubic_test"] = CubicTest(**numbers(record["cubic_test"]))
        values["band"] = tuple(OptimumPoint(**numbers(one)) for one in record["band"])
        values["excluded"] = tuple(Excluded(**one) for one in record["excluded"])
        values["doubts"] = tuple(Remark(**one) for one in record["doubts"])
        values["interval"] = Interval(**record["interval"]) if record["interval"] else None
        values["notes"] = tuple(record["notes"])
        return cls(**values)


def _name(degree: int) -> str:
    return "cubic" if degree == 3 else "parabola"


def _cells(row: BudgetRow) -> dict[str, str]:
    """Return the cells of one budget; what cannot be used is told in place of numbers."""
    by_degree = {fit.degree: fit for fit in row.fits}
    parabola, cubic = (
        format_size(by_degree[degree].params.estimate)
        if degree in by_degree and by_degree[degree].params.estimate > 0
        else ""
        for degree in (2, 3)
    )
    return {
        "flops": format_size(row.flops),
        "sizes": str(row.n_sizes),
        "params": estimate_text(Estimate(row.params, row.lower, row.upper), size=True),
        "tokens": short(row.tokens, size=True),
        "tokens per param": short(row.tokens_per_param),
        "loss": short(row.loss),
        "off center": short(row.off_center),
        "parabola": parabola,
        "cubic": cubic,
        "left out": row.reason,
    }


class IsoflopResults(ResultSet[Any]):
    """What ``isoflop`` returns: a set of one ``IsoflopResult``."""

    command = "law isoflop"
    result_type = IsoflopResult

    def to_rows(self) -> list[dict[str, Any]]:
        """Return one flat row a budget."""
        return [row for one in self.results for row in one.to_rows()]

    def to_display(self) -> list[dict[str, str]]:
        """Return the rows that people read, one a budget."""
        return [row for one in self.results for row in one.to_display()]

    def heading(self) -> str:
        """Return what stands above the rows: the data and how many compute budgets."""
        (one,) = self.results
        dataset = self.manifest["dataset"]["name"]
        return f"{type(self).__name__} of {dataset!r}: {len(one.budgets)} compute budgets"

    def remarks(self) -> list[str]:
        """Return the reason for the power law, or why there is none."""
        return [one.reason for one in self.results]
