"""Back-tests pooled over the series of a run: which curves predict larger models at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from scaling.fitting.records import NAN
from scaling.forecasting.backtest import AVERAGED
from scaling.forecasting.baselines import LAST, LINE
from scaling.forecasting.records import Backtest, HeldOut, same_scores

if TYPE_CHECKING:
    from scaling.forecasting.results import CompareResult

FAR = 0.5  # decades: predictions at least so far beyond the data are counted apart


def summary(results: Sequence[CompareResult]) -> list[dict[str, Any]]:
    """Return one row a curve, then the average and the baselines.

    Errors are pooled over proportions whatever their metric is called; other scores have units
    of their own, so that each metric has rows of its own.
    """
    groups: dict[tuple[str, str], list[CompareResult]] = {}
    for one in results:
        if not one.predictions:
            continue
        kind = one.series.metric_kind
        metric = "" if kind == "proportion" else one.series.metric
        groups.setdefault((kind, metric), []).append(one)
    return [
        {"metric_kind": kind, "metric": metric or None, **row}
        for (kind, metric), group in groups.items()
        for row in _rows(group)
    ]


def _rows(results: Sequence[CompareResult]) -> list[dict[str, Any]]:
    names = dict.fromkeys(row.curve for one in results for row in one.curves)
    return [_row(name, results) for name in (*names, AVERAGED, LAST, LINE)]


def _row(name: str, results: Sequence[CompareResult]) -> dict[str, Any]:
    ours: list[HeldOut] = []
    last: list[HeldOut] = []
    line: list[HeldOut] = []
    n_series = 0
    for one in results:
        mine = [record for record in one.predictions if record.curve == name]
        n_series += bool(mine)
        ours += mine
        for baseline, found in ((LAST, last), (LINE, line)):
            found += same_scores(mine, [r for r in one.predictions if r.curve == baseline])
    errors = np.abs([one.error for one in ours])
    beyond = np.array([one.decades_beyond_data for one in ours])
    return {
        "curve": name,
        "n_series": n_series,
        "n_chosen": sum(one.chosen == name for one in results),
        **asdict(Backtest.of(ours, last, line)),
        "median_error": float(np.median(errors)) if len(errors) else NAN,
        "mae_near": _mean(errors[beyond < FAR]),
        "mae_far": _mean(errors[beyond >= FAR]),
    }


def _mean(values: Any) -> float:
    return float(np.mean(values)) if len(values) else NAN
