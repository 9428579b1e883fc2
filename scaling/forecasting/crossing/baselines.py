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
from scaling.forecasting.crossing.bracket import direction
from scaling.series import Series

CHANCE, CONDITION = "chance", "condition"  # kinds
AT_CEILING = "baseline-at-ceiling"
HUNDRED = 100.0
MOST_ERROR = 0.5  # of the scale: no score between its ends has a larger standard deviation
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


def of_chance(series: Series, margin: float) -> Baseline | str:
    """Return the score that passes guessing by the margin, without an error, or why there is none.

    A score above chance itself by no more than noise of a metric that cannot be below it, such as
    1 of 1,319 free answers, would pass.
    """
    if math.isnan(series.chance):
        return f"no chance level is known for {series.key.task} ({series.key.metric})"
    sign = "+" if direction(series) > 0 else "-"
    name = f"{CHANCE} {sign} {margin:g}" if margin else CHANCE
    return Baseline(name=name, score=series.chance + direction(series) * margin, kind=CHANCE)


def of_number(series: Series, score: float, stderr: float, *, percent: bool = False) -> Baseline:
    """Return a number as a baseline; raises OptionError where it is no score of the metric.

    ``percent``: it was written as a percentage, and is that of a metric from 0 to 100.
    """
    low, high = limits(series)
    scale = high if percent and high == HUNDRED else 1.0
    if percent and scale == 1 and high != 1:
        raise OptionError(
            f"baseline: {series.key.label()} has no scale from 0 to 1 or 100: expected a number in "
            f"the unit of its scores, got {100 * score:g}%"
        )
    score, stderr = scale * score, scale * stderr
    if fault := off_scale(series, score):
        hint = " or a percentage such as 60%" if high in (1.0, HUNDRED) else ""
        raise OptionError(f"baseline: {fault}: expected such a number{hint}, got {score:g}")
    if stderr > MOST_ERROR * (high - low):
        raise OptionError(
            f"stderr: {off_scale(series, math.inf)}: expected a standard error in that unit, such "
            f"as {0.02 * (high - low) / scale:g}, got {stderr / scale:g}"
        )
    return Baseline(name=f"{score:g}", score=score, stderr=stderr)


def limits(series: Series) -> tuple[float, float]:
    """Return the least and the largest score of the metric, infinite where it has no limit."""
    if series.binomial:
        return 0.0, 1.0
    if series.metric_kind == "loss":
        return 0.0, math.inf
    if math.isnan(series.ceiling):
        return -math.inf, math.inf
    return float(np.fmin(series.chance, 0.0)), series.ceiling


def off_scale(series: Series, score: float) -> str:
    """Return which scores the metric has, where this is none of them; else nothing."""
    low, high = limits(series)
    if series.metric_kind == "loss":
        return "" if score > 0 else f"{series.key.task} has losses, which are above 0"
    return "" if low <= score <= high else f"{series.key.task} has scores from {low:g} to {high:g}"


def most_reachable(series: Series) -> float:
    """Return the score that counts as the best one: half an item short of it.

    Curves come near the best score but do not reach it. Infinite where there are no items.
    """
    return 1 - 0.5 / float(np.median(series.n_items)) if series.binomial else math.inf


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
