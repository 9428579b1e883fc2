"""Baselines of series from the rows of a table: which row is a fair match, and its error.

A row matches a series on the task (case ignored) and the metric. Models fine-tuned on a task and
people have no prompt, so their shots and prompting are not compared; those of other models are,
where the row says them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from scaling.errors import UnitError, unknown_name
from scaling.fitting.records import NAN
from scaling.forecasting.crossing.baselines import CHANCE, Baseline, error_of_score, off_scale
from scaling.grouping.checkpoints import choose_checkpoints
from scaling.grouping.points import mean_of_seeds
from scaling.series import Series
from scaling.table import ScoreTable
from scaling.units import parse_size

if TYPE_CHECKING:
    import pandas as pd

HUMAN, FINETUNED = "human", "finetuned"
KEYWORDS = (CHANCE, HUMAN, FINETUNED)
NO_PROMPT = ("finetuned", "human", "prior_best")  # tunings of models that are no points of a curve
# One number under several names: of free-form answers (no chance level), an exact match is what
# accuracy counts. PaLM's tables say exact_match where GPT-3's say acc.
SAME_OF_FREE_FORM = frozenset({"acc", "accuracy", "em", "exact_match", "exact match"})
METRIC, POINT, PROMPT = "metric", "point", "prompt"  # why a row is no baseline of a series
OF_SCORES = ("seed", "score", "stderr", "n_items")  # the columns that differ between seeds


@dataclass(frozen=True, eq=False)
class BaselineRows:
    """The rows of one table that can be baselines, by task; ``own``: it is the series' table too.

    ``metric``: the metric that rows must have whatever the series' is, None for the same one.
    """

    name: str
    by_task: Mapping[str, Sequence[Mapping[str, Any]]]
    own: bool
    metric: str | None = None

    @classmethod
    def of(cls, table: ScoreTable, *, own: bool, metric: str | None = None) -> BaselineRows:
        """Take the rows of a table; raises UnknownNameError for a metric that no row has."""
        table.require("scores")
        frame = table.frame
        if metric is not None:
            known = [str(one) for one in frame.get("metric", frame["task"]).dropna().unique()]
            if metric.lower() not in [one.lower() for one in known]:
                raise unknown_name("metric", metric, known, f"the baselines are of {table.name}")
        last, _ = choose_checkpoints(frame, None)
        by_task: dict[str, list[Mapping[str, Any]]] = {}
        for row in averaged_seeds(last):
            by_task.setdefault(str(row["task"]).lower(), []).append(row)
        return cls(table.name, by_task, own, metric)

    def matching(self, series: Series, wanted: str, rho: float) -> list[Baseline]:
        """Return the baselines of a series that a model's name or a keyword means."""
        return [
            self._baseline(row, series, rho)
            for row in self.of_task(series)
            if is_meant(row, wanted) and not self.misfit(row, series)
        ]

    def of_task(self, series: Series) -> Sequence[Mapping[str, Any]]:
        """Return the rows of a series' task."""
        return self.by_task.get(series.key.task.lower(), ())

    def misfit(self, row: Mapping[str, Any], series: Series) -> str:
        """Return why a row of its task is no baseline of a series, nothing where it is one."""
        key = series.key
        if not self._same_metric(row, series):
            return METRIC
        shots, prompting = row.get("n_shots"), row.get("prompting")
        asked_alike = (shots is None or shots == key.n_shots) and prompting in (None, key.prompting)
        if row.get("tuning") not in NO_PROMPT and not asked_alike:
            return PROMPT
        if self.own and row["model"] in series.models and row.get("tuning") == key.tuning:
            return POINT
        if fault := off_scale(series, _number(row.get("score"))):
            return f"{row['model']} scores {row['score']:g}, but the series of {fault}"
        return ""

    def _same_metric(self, row: Mapping[str, Any], series: Series) -> bool:
        theirs = str(row.get("metric") or "score").lower()
        if self.metric is not None:
            return theirs == self.metric.lower()
        ours = series.key.metric.lower()
        both = {theirs, ours}
        return theirs == ours or (series.chance == 0 and both <= SAME_OF_FREE_FORM)

    def _baseline(self, row: Mapping[str, Any], series: Series, rho: float) -> Baseline:
        score, stderr, items = (_number(row.get(name)) for name in ("score", "stderr", "n_items"))
        return Baseline(
            name=str(row["model"]),
            score=score,
            stderr=error_of_score(series, score, stderr, items, rho),
            kind="model",
            size=_number(row.get(series.size_axis)),
            metric=_text(row.get("metric")),
            tuning=_text(row.get("tuning")),
            source=_text(row.get("source")),
        )


def averaged_seeds(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table, those that differ in seed alone as their mean."""
    records = frame.astype(object).where(frame.notna(), None).to_dict("records")
    rows: list[dict[str, Any]] = [{str(name): cell for name, cell in r.items()} for r in records]
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for place, row in enumerate(rows):
        one = () if row.get("seed") is not None else (place,)  # no seed: a row of its own
        rest = (cell for name, cell in row.items() if name not in OF_SCORES)
        groups.setdefault((*rest, *one), []).append(row)
    for same in groups.values():
        if len(same) == 1:
            yield same[0]
            continue
        columns = {
            name: np.array([_number(row.get(name)) for row in same]) for name in OF_SCORES[1:]
        }
        kind = _text(same[0].get("metric_kind")) or "proportion"
        score, items, error = (float(v) for v in mean_of_seeds(columns, range(len(same)), kind))
        yield same[0] | {"score": score, "n_items": items, "stderr": error}


def is_meant(row: Mapping[str, Any], wanted: str) -> bool:
    """Return whether a row is what a keyword or a model's name (case ignored) means.

    >>> is_meant({"model": "human (average rater)", "tuning": None}, "human")
    True
    """
    name, tuning = str(row["model"]).lower(), row.get("tuning")
    if wanted.lower() == HUMAN:
        return tuning == HUMAN or re.match(r"humans?($|[\s(])", name) is not None
    if wanted.lower() == FINETUNED:
        return bool(tuning == FINETUNED)
    return name == wanted.lower()


def _number(value: object) -> float:
    """Return a cell as a number, NaN where it holds none; a column of the user's own is text."""
    if value is None:
        return NAN
    if isinstance(value, (int, float, np.number)):
        return float(value)
    try:
        return parse_size(str(value))
    except UnitError:
        return NAN


def _text(value: object) -> str | None:
    return None if value is None else str(value)
