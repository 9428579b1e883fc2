"""The small frozen records of a comparison of laws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np

from scaling.fitting.records import NAN, numbers
from scaling.forecasting import scores


@dataclass(frozen=True, slots=True)
class Cutoff:
    """Compute in FLOPs: ``n_train`` runs lie below and were fitted, ``n_test`` were predicted.

    ``decades_beyond_data``: how far the largest of them lies beyond the largest that was fitted.
    """

    flops: float
    n_train: int
    n_test: int
    decades_beyond_data: float


@dataclass(frozen=True, slots=True)
class HeldOutRun:
    """A run that was left out, and what was predicted for its loss from smaller compute.

    ``law`` made the prediction (or a baseline; then ``objective`` is empty). Losses have the unit
    of the runs; the interval is NaN without a bootstrap.
    """

    law: str
    objective: str
    cutoff: float
    model: str
    params: float
    tokens: float
    flops: float
    observed: float
    predicted: float
    lower: float = NAN
    upper: float = NAN


@dataclass(frozen=True)
class LossBacktest:
    """How good ``n`` predictions of losses were.

    ``log_rmse``: root mean squared error of log losses; ``bias``: mean of log(predicted / loss);
    ``mae``: mean absolute error in the unit of the losses. ``coverage``: share of the intervals
    that hold their loss, ``n_covered`` their number; NaN and None unless all have an interval.
    """

    n: int = 0
    log_rmse: float = NAN
    mae: float = NAN
    bias: float = NAN
    coverage: float = NAN
    n_covered: int | None = None

    @classmethod
    def of(cls, records: Sequence[HeldOutRun]) -> Self:
        """Score predictions."""
        if not records:
            return cls()
        predicted = [one.predicted for one in records]
        observed = [one.observed for one in records]
        logs = np.log(predicted) - np.log(observed)
        lower, upper = ([one.lower for one in records], [one.upper for one in records])
        whole = bool(np.isfinite([lower, upper]).all())
        share = scores.coverage(lower, upper, observed) if whole else NAN
        return cls(
            n=len(records),
            log_rmse=scores.rmsle(predicted, observed)[0],
            mae=scores.mae(predicted, observed),
            bias=float(logs.mean()),
            coverage=share,
            n_covered=None if share != share else round(share * len(records)),
        )

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Return the back-test that a document holds."""
        return cls(**numbers(record, keep_none=("n_covered",)))


@dataclass(frozen=True, kw_only=True)
class LawRow:
    """One law under one objective.

    ``objective_value``, ``aicc`` and ``residual`` (standard deviation of log residuals) are of
    all runs; ``aicc`` is NaN where the objective is no likelihood, as Huber's. ``spread`` is the
    root mean square of the errors of log loss behind the intervals, at the largest cutoff.
    ``backtest`` pools all cutoffs, ``by_cutoff`` has each.
    """

    law: str
    objective: str
    delta: float = NAN
    status: str = "ok"
    message: str = ""
    notes: tuple[str, ...] = ()
    n_free: int | None = None
    objective_value: float = NAN
    aicc: float = NAN
    residual: float = NAN
    spread: float = NAN
    backtest: LossBacktest = field(default_factory=LossBacktest)
    by_cutoff: tuple[LossBacktest, ...] = ()

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Return the row that a document holds."""
        values = numbers(record, keep_none=("n_free",))
        values["notes"] = tuple(record["notes"])
        values["backtest"] = LossBacktest.from_dict(record["backtest"])
        values["by_cutoff"] = tuple(LossBacktest.from_dict(one) for one in record["by_cutoff"])
        return cls(**values)
