"""From a table of scores to the matrix of models and benchmarks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scaling.errors import DataError
from scaling.forecasting.observational.matrix import BenchmarkMatrix
from scaling.grouping.checkpoints import choose_checkpoints
from scaling.grouping.group import ALL_MODELS
from scaling.table import ScoreTable

if TYPE_CHECKING:
    import pandas as pd

CONDITIONS = ("metric", "n_shots", "prompting")  # what tells measurements of one task apart


def benchmark_matrix(table: ScoreTable) -> BenchmarkMatrix:
    """Return the matrix of a table of scores: one row a model, one column a task.

    Of a task that was measured in several ways, the way that covers most models is used (then
    the first). Of a model in several tunings the one that most models have counts, and of several
    sources of a score the one that measured most models on the task. Seeds are averaged, of
    checkpoints the last counts, losses change sign. Raises DataError for a table without scores.
    """
    table.require("scores")
    if not len(table):
        raise DataError(f"{table.name}: no rows: expected the scores of models on benchmarks")
    rows, _ = choose_checkpoints(table.frame, None)
    rows = rows[_usual(rows)]
    rows = _commonest(rows, "tuning", per=["model"], among=[])
    rows = _commonest(rows, "source", per=["model", "task"], among=["task"])
    if "metric_kind" in rows.columns:
        loss = rows["metric_kind"].eq("loss")
        rows = rows.assign(score=rows["score"].where(~loss, -rows["score"]))
    scores = rows.pivot_table(index="model", columns="task", values="score", aggfunc="mean")
    facts = rows.groupby("model").first().reindex(scores.index)
    families = facts["family"].fillna(ALL_MODELS) if "family" in facts.columns else None
    return BenchmarkMatrix(
        models=tuple(map(str, scores.index)),
        families=tuple([ALL_MODELS] * len(scores) if families is None else map(str, families)),
        flops=_numbers(facts, "flops"),
        params=_numbers(facts, "params"),
        benchmarks=tuple(map(str, scores.columns)),
        scores=scores.to_numpy(dtype=np.float64),
        common_scale=_common_scale(rows),
    )


def _usual(rows: pd.DataFrame) -> pd.Series:
    """Return which rows are of the way of measuring their task that covers most models."""
    ways = [name for name in CONDITIONS if name in rows.columns]
    if not ways:
        return rows["task"].notna()
    way = rows.groupby(ways, dropna=False, sort=True).ngroup()
    covered = rows["model"].groupby([rows["task"], way]).nunique()
    best = covered.groupby(level=0).idxmax().map(lambda pair: pair[1])
    return way.eq(rows["task"].map(best))


def _commonest(rows: pd.DataFrame, column: str, per: list[str], among: list[str]) -> pd.DataFrame:
    """Return the rows of one value of a column for each of ``per``: the one of most models.

    Models are counted ``among`` rows that are alike in that; of as many, the first value counts.
    """
    if column not in rows.columns or rows.groupby(per)[column].nunique(dropna=False).le(1).all():
        return rows
    value = rows[column].fillna("").astype(str)
    keys = [value, *(rows[name] for name in among)]
    rank = rows.assign(_count=-rows["model"].groupby(keys).transform("nunique"), _value=value)
    first = rank.sort_values(["_count", "_value"], kind="stable").groupby(per)["_value"].first()
    chosen = rank[per].apply(tuple, axis=1).map(first) if len(per) > 1 else rank[per[0]].map(first)
    return rows[value.eq(chosen)]


def _common_scale(rows: pd.DataFrame) -> bool:
    """Return whether all scores run to a ceiling of 1, so that points are the same everywhere."""
    if "metric_kind" not in rows.columns:
        return True
    whole = rows["metric_kind"].fillna("proportion").eq("proportion")
    if "ceiling" in rows.columns:
        whole |= rows["metric_kind"].eq("bounded") & rows["ceiling"].eq(1)
    return bool(whole.all())


def _numbers(facts: pd.DataFrame, column: str) -> np.ndarray:
    if column not in facts.columns:
        return np.full(len(facts), np.nan)
    return facts[column].to_numpy(dtype=np.float64)
