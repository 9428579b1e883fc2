"""Baselines of series from the rows of a table: which row is a fair match, and its error.

A row matches a series on the task (case ignored) and the metric. Models fine-tuned on a task and
people have no prompt, so their shots and prompting are not compared; those of other models are,
where the row says them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from scaling.errors import DataError, unknown_name
from scaling.fitting.records import NAN
from scaling.forecasting.crossing.baselines import CHANCE, Baseline, error_of_score
from scaling.series import Series
from scaling.table import ScoreTable

HUMAN, FINETUNED = "human", "finetuned"
KEYWORDS = (CHANCE, HUMAN, FINETUNED)
NO_PROMPT = ("finetuned", "human", "prior_best")  # tunings of models that are no points of a curve
# One number under several names: of free-form answers (no chance level), an exact match is what
# accuracy counts. PaLM's tables say exact_match where GPT-3's say acc.
SAME_OF_FREE_FORM = frozenset({"acc", "accuracy", "em", "exact_match", "exact match"})
MOST_LISTED = 8  # tasks of an error message
TEXT = ("model", "task", "metric", "tuning", "source", "prompting")


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
        by_task: dict[str, list[Mapping[str, Any]]] = {}
        for record in frame.astype(object).where(frame.notna(), None).to_dict("records"):
            row = {str(name): value for name, value in record.items()}
            by_task.setdefault(str(row["task"]).lower(), []).append(row)
        return cls(table.name, by_task, own, metric)

    def matching(self, series: Series, wanted: str, rho: float) -> list[Baseline]:
        """Return the baselines of a series that a model's name or a keyword means."""
        rows = self.by_task.get(series.key.task.lower(), ())
        return [
            self._baseline(row, series, rho)
            for row in rows
            if is_meant(row, wanted) and self._fits(row, series)
        ]

    def refuse(self, wanted: str, series: Sequence[Series]) -> None:
        """Raise the error of a baseline that no series has: unknown, or of other tasks."""
        rows = [row for part in self.by_task.values() for row in part]
        meant = [row for row in rows if is_meant(row, wanted)]
        if not meant:
            names = [*KEYWORDS, *dict.fromkeys(str(row["model"]) for row in rows)]
            raise unknown_name(
                "baseline", wanted, names, f"'scaling data show {self.name}' lists models"
            )
        theirs = listed(f"{row['task']} ({row.get('metric') or 'score'})" for row in meant)
        ours = listed(f"{one.key.task} ({one.key.metric})" for one in series)
        raise DataError(
            f"baseline {wanted!r} of {self.name} has no score for any of the series: it has "
            f"{theirs}; the series have {ours}; --baseline-metric names another metric"
        )

    def _fits(self, row: Mapping[str, Any], series: Series) -> bool:
        key = series.key
        if not self._same_metric(row, series):
            return False
        if self.own and row["model"] in series.models and row.get("tuning") == key.tuning:
            return False  # a model of the curve is no baseline of it
        if row.get("tuning") in NO_PROMPT:
            return True
        shots, prompting = row.get("n_shots"), row.get("prompting")
        return (shots is None or shots == key.n_shots) and prompting in (None, key.prompting)

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


def listed(names: Any) -> str:
    """Return names, each once, as a short list."""
    found = list(dict.fromkeys(names))
    more = len(found) - MOST_LISTED
    return ", ".join(found[:MOST_LISTED]) + (f" and {more} more" if more > 0 else "")


def _number(value: object) -> float:
    """Return a cell as a number, NaN where it holds none; a column of the user's own is text."""
    from scaling.errors import UnitError
    from scaling.units import parse_size

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
