"""What a curve is held against: a score with its error, and where it comes from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from scaling.errors import OptionError
from scaling.fitting.objectives import effective_items
from scaling.fitting.records import NAN, numbers
from scaling.series import Series

CHANCE, CONDITION = "chance", "condition"  # kinds
TEXT = ("kind", "metric", "tuning", "source")


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """One baseline of one series; of a pair, the first of its two conditions (no score or error).

    ``score`` and ``stderr`` are in the unit of the series; ``stderr`` is 0 where the score is
    exact and NaN where its error is not known. ``kind`` is ``number``, ``chance``, ``model`` or
    ``condition``. ``size`` is the model's on the axis of the series, NaN where not published.
    """

    name: str
    score: float = NAN
    stderr: float = 0.0
    kind: str = "number"
    size: float = NAN
    metric: str | None = None
    tuning: str | None = None
    source: str | None = None

    @property
    def error(self) -> float:
        """The standard error to reckon with: an unknown one counts as none."""
        return 0.0 if math.isnan(self.stderr) else self.stderr

    @property
    def notes(self) -> tuple[str, ...]:
        """The codes of what is particular about this baseline."""
        unknown = self.kind != CONDITION and math.isnan(self.stderr)
        return ("baseline-error-unknown",) if unknown else ()

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Return the baseline that a document holds."""
        return cls(**numbers(record, keep_none=TEXT))


def of_chance(series: Series) -> Baseline | str:
    """Return the score of guessing, which has no error, or why there is none."""
    if math.isnan(series.chance):
        return f"no chance level is known for {series.key.task} ({series.key.metric})"
    return Baseline(name=CHANCE, score=series.chance, kind=CHANCE)


def of_number(series: Series, score: float, stderr: float) -> Baseline:
    """Return a number as a baseline; raises OptionError where it is no score of the metric."""
    if series.binomial and not 0 <= score <= 1:
        raise OptionError(
            f"baseline: {series.key.task} has scores from 0 to 1: expected such a number or a "
            f"percentage such as 60%, got {score:g}"
        )
    return Baseline(name=f"{score:g}", score=score, stderr=stderr)


def error_of_score(
    series: Series, score: float, stderr: float, n_items: float, rho: float
) -> float:
    """Return the standard error of a published score, NaN where nothing is known.

    The stated one, else that of a proportion of ``n_items`` over-dispersed items, as of every
    score. ``stderr`` and ``n_items`` are NaN where they are not stated.
    """
    if not math.isnan(stderr):
        return stderr
    if not series.binomial or math.isnan(n_items):
        return NAN
    share = (score * n_items + 1) / (n_items + 2)  # of 0 or n of n the error is not 0
    return math.sqrt(share * (1 - share) / float(effective_items(np.array([n_items]), rho)[0]))
