"""The result of a law's fit; it keeps its runs, so that figures are drawn without refitting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

import numpy as np

from scaling.documents import plain
from scaling.fitting.laws.display import display_rows, flat_row, heading, law_page
from scaling.fitting.laws.drawn import correlation_of, parameters_of, points_of
from scaling.fitting.laws.exclusions import exclude
from scaling.fitting.laws.fit import NotIdentified
from scaling.fitting.laws.fitted import FittedLaw
from scaling.fitting.laws.identification import condition_number
from scaling.fitting.laws.objectives import objective_of
from scaling.fitting.laws.options import LawOptions
from scaling.fitting.laws.records import (
    Agreement,
    Correlation,
    Excluded,
    ParameterEstimate,
    RunPoint,
)
from scaling.fitting.records import NAN, Interval, number, numbers
from scaling.fitting.result_set import ResultSet
from scaling.laws.base import Array, Centre, Sizes
from scaling.laws.registry import get_law
from scaling.notebooks import html_table
from scaling.runs import Remark, Runs

NUMBERS = ("delta", "objective_value", "log_rmse", "condition_number")


@dataclass(frozen=True, kw_only=True)
class LawResult:
    """One law fitted to runs.

    ``asked`` is the law that was asked for, ``law`` the one that was fitted, by ``formula``.
    ``objective_value`` is a sum over runs (``reduction``) of a loss of log residuals, Huber's
    with ``delta``. ``internal`` are the solver's coordinates about the ``centre`` of the data
    (mean natural logarithms of the sizes): with them ``at`` gives the law's loss without a fit.
    ``loss_unit``: nats per token or bits per byte. ``log_rmse``: root mean square of the log
    residuals. ``excluded`` and ``doubts`` name runs with the reason; ``agreement`` says how many
    independent starts came to the same optimum. ``message`` says why nothing was fitted, or why a
    fit has no intervals.
    """

    law: str
    asked: str
    formula: str
    objective: str
    delta: float = NAN
    reduction: str = "sum"
    objective_value: float = NAN
    parameters: Mapping[str, ParameterEstimate] = field(default_factory=dict)
    internal: Mapping[str, float] = field(default_factory=dict)
    centre: Mapping[str, float] = field(default_factory=dict)
    correlation: Correlation = field(default_factory=Correlation)
    condition_number: float = NAN
    log_rmse: float = NAN
    n_runs: int = 0
    families: tuple[str, ...] = ()
    loss_unit: str = "nats"
    excluded: tuple[Excluded, ...] = ()
    doubts: tuple[Remark, ...] = ()
    agreement: Agreement | None = None
    interval: Interval | None = None
    points: tuple[RunPoint, ...] = ()
    status: str = "ok"
    message: str = ""
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, fitted: FittedLaw) -> Self:
        """Return the result of a fit."""
        options, runs = fitted.options, fitted.runs
        drawn = fitted.draws.shape[1]
        return cls(
            law=fitted.law.name,
            asked=fitted.asked,
            formula=fitted.law.formula,
            objective=fitted.problem.objective.name,
            delta=fitted.problem.objective.stated_delta,
            objective_value=fitted.value,
            parameters=parameters_of(fitted),
            internal=dict(zip(fitted.law.internal, fitted.theta.tolist(), strict=True)),
            centre=fitted.problem.centre._asdict(),
            correlation=correlation_of(fitted),
            condition_number=condition_number(fitted),
            log_rmse=float(np.sqrt((fitted.residuals**2).mean())),
            n_runs=runs.n,
            families=tuple(dict.fromkeys(sorted(runs.families))),
            loss_unit=runs.loss_unit,
            excluded=fitted.excluded,
            doubts=runs.doubts,
            agreement=fitted.agreement,
            interval=Interval(f"{options.bootstrap}-bootstrap", options.level, drawn)
            if drawn
            else None,
            points=points_of(fitted),
            message=fitted.unidentified or fitted.refused,
            notes=fitted.notes,
        )

    @classmethod
    def failed(cls, options: LawOptions, error: NotIdentified, runs: Runs) -> Self:
        """Return the result of runs that the law cannot be fitted to."""
        family = options.family
        left, excluded = exclude(runs, options.exclude, options.rules)
        robust = objective_of(options.objective, options.delta)
        return cls(
            law=family.name,
            asked=family.name,
            formula=family.formula,
            objective=options.objective,
            delta=robust.stated_delta,
            n_runs=left.n,
            families=tuple(dict.fromkeys(sorted(left.families))),
            loss_unit=left.loss_unit,
            excluded=excluded,
            doubts=left.doubts,
            status="failed",
            message=str(error),
            notes=(*left.notes, error.code),
        )

    def at(
        self, params: Array, tokens: Array, flops: Array, unique_tokens: Array | None = None
    ) -> Array:
        """Return the law's loss at sizes, (X,) counts, for drawing it; NaN where unknown.

        Raises UnknownNameError if the law is one of your own that has no entry point.
        """
        sizes = Sizes.of(params, tokens, flops, unique_tokens)
        theta = np.array(list(self.internal.values()))[:, None]
        loss: Array = np.exp(get_law(self.law).log_loss(theta, sizes, Centre(**self.centre)))
        return loss[:, 0]

    def to_dict(self) -> dict[str, Any]:
        """Return the result as JSON values: every key present, NaN as None."""
        record: dict[str, Any] = plain(self)
        return record

    def to_row(self) -> dict[str, Any]:
        """Return the result as one flat row with dotted names, without its runs."""
        return flat_row(self, ("points", "correlation.matrix"))

    def to_display(self) -> list[dict[str, str]]:
        """Return the cells that people read, one row a parameter."""
        return display_rows(self)

    def page(self) -> list[str]:
        """Return the lines that people read below the parameters."""
        return law_page(self)

    def _repr_html_(self) -> str:
        return html_table(self.to_display(), heading(self), self.page())

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Return the result that ``to_dict`` wrote."""
        values = {f.name: record[f.name] for f in fields(cls)}
        for name in NUMBERS:
            values[name] = number(record[name])
        values["parameters"] = {
            name: ParameterEstimate(**numbers(one)) for name, one in record["parameters"].items()
        }
        told = record["correlation"]
        matrix = tuple(tuple(number(cell) for cell in row) for row in told["matrix"])
        values["correlation"] = Correlation(tuple(told["names"]), matrix)
        values["families"] = tuple(record["families"])
        values["excluded"] = tuple(Excluded(**one) for one in record["excluded"])
        values["doubts"] = tuple(Remark(**one) for one in record["doubts"])
        values["agreement"] = Agreement(**record["agreement"]) if record["agreement"] else None
        values["interval"] = Interval(**record["interval"]) if record["interval"] else None
        values["points"] = tuple(RunPoint(**numbers(one)) for one in record["points"])
        values["notes"] = tuple(record["notes"])
        return cls(**values)


class LawResults(ResultSet[Any]):
    """What ``fit_law`` returns: a set of one ``LawResult``."""

    command = "law fit"
    result_type = LawResult

    def to_display(self) -> list[dict[str, str]]:
        """Return the rows that people read, one a parameter."""
        return [row for one in self.results for row in one.to_display()]

    def heading(self) -> str:
        """Return what stands above the rows: the data."""
        return f"{type(self).__name__} of {self.manifest['dataset']['name']!r}"

    def remarks(self) -> list[str]:
        """Return what the numbers rest on, or why there are none."""
        return [line for one in self.results for line in one.page()]
