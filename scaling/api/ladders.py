"""A table's ladders: for every task and metric, runs of all chosen families with their losses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from scaling.choosing import Names, nothing_chosen
from scaling.errors import DataError, OptionError, unknown_name
from scaling.forecasting.two_step.ladder import BITS, LOSS, Ladder
from scaling.grouping.group import ALL_MODELS
from scaling.series import LOSS_AXIS, SeriesKey
from scaling.table import ScoreTable

if TYPE_CHECKING:
    import pandas as pd

NAMED = 2  # families that are named; of more, only how many they are is said
# What makes two scores scores of one model under the same conditions, the metric left out.
CONDITIONS = ("model", "family", "task", "n_shots", "prompting", "tuning", "checkpoint", "seed",
              "source")  # fmt: skip


def ladders_of(
    table: ScoreTable,
    selected: Mapping[str, Names],
    via: str,
    loss_unit: str,
    checkpoint: str | None,
) -> list[Ladder]:
    """Return the ladders of the rows that are selected, one a task, metric and condition.

    ``via`` is ``loss``, the column, or a metric of the same task that falls like a loss. All
    families are pooled: a law in parameters and tokens needs both to vary. Raises DataError where
    there is no loss, or nothing but losses to forecast.
    """
    table.require("scores")
    metrics = selected.get("metric")
    chosen = table.select(**{name: names for name, names in selected.items() if name != "metric"})
    if not len(chosen):
        raise nothing_chosen(table, selected)
    frame = chosen.frame
    if via != LOSS:
        frame, loss_unit = _with_metric_as_loss(frame, table.name, via), BITS
    elif LOSS not in frame.columns or frame[LOSS].isna().all():
        raise DataError(_no_loss(frame, table.name))
    elif loss_unit == "bits":  # here, because both steps take their losses from the column
        frame, loss_unit = frame.assign(**{LOSS: frame[LOSS] * np.log(2.0)}), "nats"
    frame = _told_apart(frame)
    scores = replace(chosen, frame=frame).select(metric=metrics).frame
    scores = scores[_kinds(scores) != "loss"]
    if not len(scores):
        raise DataError(
            f"{table.name}: nothing but losses is left to forecast: expected scores that rise, "
            "such as accuracies; choose them with --metric"
        )
    found = []
    for one in replace(table, frame=_pooled(scores)).series(LOSS_AXIS, checkpoint):
        rows = frame if via == LOSS else scores[_has_key(scores, one.key)]
        found.append(Ladder(replace(table, frame=rows).runs(loss_unit, checkpoint), one, via))
    return found


def _has_key(frame: pd.DataFrame, key: SeriesKey) -> pd.Series:
    """Return which rows are of a series, whatever their family and checkpoint."""
    import pandas as pd

    has = pd.Series(data=True, index=frame.index)
    for name, value in key._asdict().items():
        if name in frame.columns and name not in ("family", "checkpoint"):
            has &= frame[name].isna() if value is None else frame[name] == value
    return has


def _with_metric_as_loss(frame: pd.DataFrame, name: str, via: str) -> pd.DataFrame:
    """Return the rows whose model has the metric ``via`` on the same task, as their loss."""
    metrics = {str(metric).lower(): str(metric) for metric in frame["metric"].dropna().unique()}
    if via.lower() not in metrics:
        raise unknown_name("metric", via, metrics.values(), "--via loss takes the column loss")
    mine = frame[frame["metric"] == metrics[via.lower()]]
    kinds = set(_kinds(mine))
    if kinds != {"loss"}:
        raise OptionError(
            f"via: expected a metric that falls as models get better, such as bits_per_byte, got "
            f"{metrics[via.lower()]}, of the kind {', '.join(sorted(map(str, kinds)))}"
        )
    by = [column for column in CONDITIONS if column in frame.columns]
    losses = mine[[*by, "score"]].drop_duplicates(by).rename(columns={"score": LOSS})
    others = frame[frame["metric"] != metrics[via.lower()]].drop(columns=LOSS, errors="ignore")
    joined = others.merge(losses, on=by, how="left")
    if joined[LOSS].isna().all():
        raise DataError(
            f"{name}: {metrics[via.lower()]} and no other metric of the same models and tasks: "
            "expected both, to lead from one to the other"
        )
    return joined[joined[LOSS].notna()].reset_index(drop=True)


def _told_apart(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with the family in the names of models that several families have.

    Families are pooled, and what bears one name there is one run.
    """
    if "family" not in frame.columns:
        return frame
    families = frame["family"].astype(object).where(frame["family"].notna(), ALL_MODELS)
    models = frame["model"].astype(object)
    pairs = frame.assign(family=families)[["model", "family"]].drop_duplicates()
    shared = set(pairs.loc[pairs["model"].duplicated(), "model"])
    if not shared:
        return frame
    return frame.assign(model=models.where(~models.isin(shared), models + " (" + families + ")"))


def _no_loss(frame: pd.DataFrame, name: str) -> str:
    """Return that there is no loss, and the metrics that could stand for one."""
    falling = sorted(set(frame.loc[_kinds(frame) == "loss", "metric"].dropna().map(str)))
    hint = f"; or --via {falling[0]}" if falling else ""
    return (
        f"{name}: no model has a loss: expected a column loss (nats per token){hint}, for the step "
        "from sizes to loss"
    )


def _kinds(frame: pd.DataFrame) -> pd.Series:
    """Return what kind of metric each row has; proportions where nothing is said."""
    if "metric_kind" not in frame.columns:
        import pandas as pd

        return pd.Series("proportion", index=frame.index)
    return frame["metric_kind"].fillna("proportion")


def _pooled(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows under one family, whose name says how many it stands for."""
    if "family" not in frame.columns:
        return frame
    names = sorted(set(frame["family"].dropna().map(str)))
    pooled = " + ".join(names) if len(names) <= NAMED else f"{len(names)} families"
    return frame.assign(family=pooled) if names else frame
