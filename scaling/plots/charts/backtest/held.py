"""Held-out predictions of comparisons, and of forecasts by other benchmarks, as one thing."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scaling.fitting.records import NAN, SeriesFacts
from scaling.fitting.results import SeriesResult
from scaling.forecasting.backtest import AVERAGED
from scaling.forecasting.baselines import LAST
from scaling.forecasting.display import BASELINE_NAMES
from scaling.forecasting.observational.names import CAPABILITY
from scaling.forecasting.observational.results import CapabilityForecast
from scaling.forecasting.results import CompareResult
from scaling.forecasting.scores import ROUNDING

NAMES = {
    AVERAGED: "weighted average", **BASELINE_NAMES, CAPABILITY: "capability",
    "last": BASELINE_NAMES[LAST], "flops": "compute alone", "params": "parameters alone",
}  # fmt: skip
WIDE, MIDDLE = 0.9, 0.5  # levels of a comparison's held-out intervals


@dataclass(frozen=True)
class Held:
    """One held-out score and what was predicted for it.

    ``intervals``: by level the lower and upper end, those that are known. ``beyond``: decades
    beyond the fitted sizes, NaN where that has no meaning.
    """

    facts: SeriesFacts
    model: str
    observed: float
    predicted: float
    intervals: Mapping[float, tuple[float, float]]
    beyond: float = NAN

    def within(self, level: float) -> bool | None:
        """Return whether the interval of a level holds the score, None where there is none."""
        if level not in self.intervals:
            return None
        lower, upper = self.intervals[level]
        return lower - ROUNDING <= self.observed <= upper + ROUNDING

    @property
    def widest(self) -> float | None:
        """The highest level of an interval that is known."""
        return max(self.intervals, default=None)


@dataclass(frozen=True)
class Record:
    """How good one predictor was: its error on ``n`` of ``total`` scores, and those within.

    ``total``: the scores that the main predictor has.
    """

    name: str
    n: int
    total: int
    error: float
    within: Mapping[float, tuple[int, int]]
    """By level: how many scores lay within, and of how many."""
    main: bool = False
    naive: bool = False

    @property
    def partial(self) -> bool:
        """Whether some scores have no prediction: then errors cannot be compared with others."""
        return self.n < self.total

    @property
    def label(self) -> str:
        """The name, and of how many scores the errors are where not of all."""
        return f"{self.name} ({self.n:,} of {self.total:,})" if self.partial else self.name


@dataclass(frozen=True)
class Group:
    """The predictions of one unit of scores: those that are drawn, and the record of all."""

    unit: str
    proportion: bool
    n_series: int
    held: tuple[Held, ...]
    records: tuple[Record, ...]


def groups_of(results: Iterable[SeriesResult]) -> list[Group]:
    """Return predictions pooled over series: of all proportions, and of each other metric."""
    groups: dict[str, list[SeriesResult]] = defaultdict(list)
    for one in results:
        predictions = getattr(one, "predictions", ())
        if predictions and (isinstance(one, (CompareResult, CapabilityForecast))):
            proportion = one.series.metric_kind == "proportion"
            groups["" if proportion else one.series.metric].append(one)
    made = [_group(unit, members) for unit, members in groups.items()]
    return [group for group in made if group.held]


def _group(unit: str, members: Sequence[SeriesResult]) -> Group:
    compared = [one for one in members if isinstance(one, CompareResult)]
    placed = [one for one in members if isinstance(one, CapabilityForecast)]
    main, records = _of_comparisons(compared) if compared else _of_forecasts(placed)
    return Group(unit, not unit, len(compared or placed), tuple(main), tuple(records))


def _of_comparisons(results: Sequence[CompareResult]) -> tuple[list[Held], list[Record]]:
    by_name: dict[str, dict[tuple[int, int, str, float], Held]] = defaultdict(dict)
    for place, one in enumerate(results):
        for held in one.predictions:
            ends = {MIDDLE: (held.lower50, held.upper50), WIDE: (held.lower90, held.upper90)}
            by_name[held.curve][place, held.held_out, held.model, held.size] = Held(
                one.series, held.model, held.observed, held.predicted, _known(ends),
                held.decades_beyond_data,
            )  # fmt: skip
    main = by_name[AVERAGED]
    # Other scores than those of the average would make a predictor look better or worse.
    same = {
        name: [held for score, held in own.items() if score in main]
        for name, own in by_name.items()
    }
    records = [
        _record(name, held, len(main), naive=name in BASELINE_NAMES)
        for name, held in same.items()
        if held
    ]
    return list(main.values()), _ranked(records)


def _of_forecasts(results: Sequence[CapabilityForecast]) -> tuple[list[Held], list[Record]]:
    main = [
        Held(one.series, model.model, model.observed, model.predicted,
             _known({one.interval.level: (model.lower, model.upper)} if one.interval else {}),
             model.decades_beyond_data)
        for one in results
        for model in one.predictions
        if math.isfinite(model.observed)
    ]  # fmt: skip
    # Of the models that all predictors can predict: others would flatter some of them.
    rows = [row for one in results for row in one.errors if row.n]
    counts = Counter({row.predictor: 0 for row in rows})
    for row in rows:
        counts[row.predictor] += row.n
    records = []
    for name, count in counts.items():
        error = sum(row.mae * row.n for row in rows if row.predictor == name) / count
        own = name == CAPABILITY
        within = _within(main) if own else {}
        records.append(
            Record(NAMES.get(name, name), count, max(counts.values()), error, within, own, not own)
        )
    if main and not any(one.main for one in records):
        records.append(_record(CAPABILITY, main, len(main), naive=False))
    return main, _ranked(records)


def _record(name: str, held: Sequence[Held], total: int, *, naive: bool) -> Record:
    errors = [abs(one.predicted - one.observed) for one in held]
    main = name in (AVERAGED, CAPABILITY)
    error = float(np.mean(errors))
    return Record(NAMES.get(name, name), len(held), total, error, _within(held), main, naive)


def _within(held: Sequence[Held]) -> dict[float, tuple[int, int]]:
    found: dict[float, tuple[int, int]] = {}
    for level in sorted({level for one in held for level in one.intervals}):
        told = [one.within(level) for one in held if level in one.intervals]
        found[level] = sum(map(bool, told)), len(told)
    return found


def _ranked(records: Sequence[Record]) -> list[Record]:
    """Return the records by their errors, the smallest first, those of some scores last."""
    return sorted(records, key=lambda one: (one.partial, one.error, one.name))


def _known(ends: Mapping[float, tuple[float, float]]) -> dict[float, tuple[float, float]]:
    return {level: pair for level, pair in ends.items() if math.isfinite(sum(pair))}
