"""The small frozen records of an allocation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from scaling.fitting.records import NAN, Estimate
from scaling.forecasting.laws.isoflop.records import UNKNOWN, with_estimates


@dataclass(frozen=True)
class LossForecast:
    """The loss of the best split: ``lower`` to ``upper`` of the law, ``predict_…`` of a run."""

    estimate: float = NAN
    lower: float = NAN
    upper: float = NAN
    predict_lower: float = NAN
    predict_upper: float = NAN


NO_FORECAST = LossForecast()


@dataclass(frozen=True)
class OffSize:
    """A model ``factor`` times the best size.

    ``params``, ``tokens``: at the same compute. ``loss_increase``: there, in the unit of the loss.
    ``extra_compute``: by which share compute has to grow until it reaches the loss of the best
    split; NaN where it cannot.
    """

    factor: float
    params: float
    tokens: float
    loss_increase: Estimate = UNKNOWN
    extra_compute: Estimate = UNKNOWN

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Return the record that a document holds."""
        return cls(**with_estimates(record, "loss_increase", "extra_compute"))


@dataclass(frozen=True)
class SplitPoint:
    """One split of the budget: the law's loss, with the interval of the law."""

    params: float
    tokens: float
    loss: float
    lower: float = NAN
    upper: float = NAN
