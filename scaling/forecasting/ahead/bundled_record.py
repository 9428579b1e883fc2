"""The record of a method on the bundled datasets: ``bundled_record.csv``, looked up by class.

``make bench`` writes the file (``benchmarks/forecasting.py``): sums over the predictions of
held-out scores by method, kind of metric, number of sizes and distance in params. A bundled dataset
is itself among them. Errors of scores that are not proportions have units of their own, so that
only their coverage is told.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

from scaling.fitting.records import NAN, SeriesFacts
from scaling.forecasting.ahead.record_classes import (
    DISTANCES,
    FREE,
    GUESSED,
    KINDS,
    SIZES,
    distance_of,
    kind_of,
    sizes_of,
)
from scaling.forecasting.ahead.records import TrackRecord
from scaling.forecasting.wording import error_text
from scaling.series import Series

FILE = Path(__file__).with_name("bundled_record.csv")
CLASSES = ("method", "kind", "sizes", "distance")
SUMS = ("n", "error", "error_last", "error_linear", "crps", "inside50", "inside90")
LEAST = 30  # predictions: fewer say next to nothing of a coverage near .9
AXES = {"params": "", "flops": " in params"}  # what to add of distances, which are in params

Row = Mapping[str, str]


@cache
def _rows() -> tuple[Row, ...]:
    with FILE.open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


def bundled_record(method: str, series: Series, decades: float) -> TrackRecord:
    """Return how ``method`` did on bundled series of the same kind, as many sizes and as far ahead.

    Where fewer than 30 predictions were made so, those of all distances are taken, then of all
    numbers of sizes; the text says what was.
    """
    if series.size_axis not in AXES:
        return TrackRecord(text=f"no record on the axis {series.size_axis}")
    if decades <= 0:
        return TrackRecord(text="no record: hold-outs lie beyond the data, and this size does not")
    kind = kind_of(SeriesFacts.of(series))
    sizes, distance = sizes_of(series.n_sizes), distance_of(decades)
    mine = [row for row in _rows() if row["method"] == method and row["kind"] == kind]
    tries: list[tuple[Callable[[Row], bool], list[str]]] = [
        (
            lambda row: row["sizes"] == sizes and row["distance"] == distance,
            [SIZES[sizes], DISTANCES[distance] + AXES[series.size_axis]],
        ),
        (lambda row: row["sizes"] == sizes, [SIZES[sizes], "any distance"]),
        (lambda row: True, ["any number of sizes", "any distance"]),
    ]
    for belongs, words in tries:
        rows = [row for row in mine if belongs(row)]
        if sum(int(row["n"]) for row in rows) >= LEAST:
            return _record(rows, kind, words)
    return TrackRecord(text=f"no record of {method} on {KINDS[kind]} in the bundled datasets")


def _record(rows: Sequence[Row], kind: str, words: Sequence[str]) -> TrackRecord:
    total = {name: sum(float(row[name]) for row in rows) for name in SUMS}
    n = int(total["n"])
    comparable = kind in (GUESSED, FREE)
    error, last, linear, crps = (
        total[name] / n if comparable else NAN
        for name in ("error", "error_last", "error_linear", "crps")
    )
    inside = total["inside90"] / n
    text = (
        f"in {n:,} hold-out predictions on the bundled datasets "
        f"({', '.join([KINDS[kind], *words])}) the 90 % interval covered {100 * inside:.0f} %"
    )
    if comparable:
        text += (
            f"; mean error {error_text(error)} (last value {error_text(last)}, line in log size "
            f"{error_text(linear)})"
        )
    return TrackRecord(n, error, last, linear, crps, total["inside50"] / n, inside, text)
