"""The small frozen records of an isoFLOP analysis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from scaling.fitting.records import NAN, Estimate, numbers

UNKNOWN = Estimate()


@dataclass(frozen=True, slots=True)
class RunPoint:
    """One run: its sizes, its compute in FLOPs and its loss."""

    model: str
    params: float
    tokens: float
    flops: float
    loss: float


@dataclass(frozen=True, slots=True)
class ValleyPoint:
    """The chosen polynomial of a budget at one size: the loss, on the scale of the losses."""

    params: float
    loss: float


@dataclass(frozen=True, slots=True)
class OptimumPoint:
    """The power law at one budget: the optimal sizes, each with the ends of its interval."""

    flops: float
    params: float
    params_lower: float = NAN
    params_upper: float = NAN
    tokens: float = NAN
    tokens_lower: float = NAN
    tokens_upper: float = NAN


@dataclass(frozen=True, kw_only=True)
class MinimumFit:
    """The minimum of one polynomial at one budget.

    ``off_center``: where it lies among the sizes in log N, from -1 (smallest) over 0 (halfway)
    to 1 (largest). ``loss``: of the polynomial there. ``residual``: root mean squared residual
    with its degrees of freedom, on the scale of the response. ``used``: in the power law;
    ``reason`` says why not.
    """

    degree: int
    params: Estimate = UNKNOWN
    tokens: Estimate = UNKNOWN
    loss: float = NAN
    off_center: float = NAN
    residual: float = NAN
    used: bool = False
    reason: str = ""

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Return the minimum that a document holds."""
        return cls(**with_estimates(record, "params", "tokens"))


@dataclass(frozen=True, kw_only=True)
class BudgetRow:
    """One compute budget; ``params`` (with ``lower`` and ``upper``) and ``tokens`` are optimal.

    They are those of the chosen degree, NaN where there is no minimum to report. ``fits`` has
    those of the parabola and of the cubic; ``cubic_over_parabola`` is the ratio of their optimal
    sizes. ``valley`` is the chosen polynomial over the range of the sizes.
    """

    flops: float
    n_runs: int
    n_sizes: int
    params: float = NAN
    lower: float = NAN
    upper: float = NAN
    tokens: float = NAN
    tokens_lower: float = NAN
    tokens_upper: float = NAN
    tokens_per_param: float = NAN
    loss: float = NAN
    off_center: float = NAN
    used: bool = False
    reason: str = ""
    notes: tuple[str, ...] = ()
    cubic_over_parabola: Estimate = UNKNOWN
    fits: tuple[MinimumFit, ...] = ()
    points: tuple[RunPoint, ...] = ()
    valley: tuple[ValleyPoint, ...] = ()

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Return the budget that a document holds."""
        values = with_estimates(record, "cubic_over_parabola")
        values["notes"] = tuple(record["notes"])
        values["fits"] = tuple(MinimumFit.from_dict(one) for one in record["fits"])
        values["points"] = tuple(RunPoint(**numbers(one)) for one in record["points"])
        values["valley"] = tuple(ValleyPoint(**numbers(one)) for one in record["valley"])
        return cls(**values)


@dataclass(frozen=True, kw_only=True)
class ExponentFit:
    """N_opt = coefficient C^exponent and D_opt alike, through the minima of one degree.

    ``scatter``: standard deviation of the minima about the power law beyond their own errors,
    in decades of size; ``scatter_p`` tests that it is none.
    """

    degree: int
    n_budgets: int = 0
    exponent: Estimate = UNKNOWN
    coefficient: Estimate = UNKNOWN
    tokens_exponent: Estimate = UNKNOWN
    tokens_coefficient: Estimate = UNKNOWN
    scatter: float = NAN
    scatter_p: float = NAN
    band: tuple[OptimumPoint, ...] = field(default=(), repr=False)

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Return the power law that a document holds."""
        values = with_estimates(
            record, "exponent", "coefficient", "tokens_exponent", "tokens_coefficient"
        )
        values["band"] = tuple(OptimumPoint(**numbers(one)) for one in record["band"])
        return cls(**values)


def with_estimates(record: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return a JSON record with these keys as estimates and its nulls as NaN."""
    values = numbers(record)
    return values | {name: Estimate(**numbers(record[name])) for name in names}
