"""The files that come with a report: its tables as CSV, and its sources as BibTeX."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scaling.detection.result_set import DetectResults
from scaling.documents import csv_text, flatten
from scaling.reports.content.model import Download, Source
from scaling.reports.data_note import DataNote
from scaling.series import SeriesKey


def downloads(
    results: DetectResults, sources: Sequence[Source], data: DataNote
) -> tuple[Download, ...]:
    """Return verdicts, scores, pairs and pooled tasks as CSV, and every source as BibTeX."""
    tables = [
        ("verdicts.csv", "Verdicts with every number behind them", _csv(results.to_rows())),
        ("scores.csv", "Scores with their intervals", _csv(points(results))),
    ]
    if results.pairs:
        tables.append(("pairs.csv", "Metric pairs", _csv(map(flatten, results.pairs))))
    if results.pooled:
        tables.append(("pooled.csv", "Pooled tasks", _csv(map(flatten, results.pooled))))
    made = [Download(name, title, "text/csv", text) for name, title, text in tables]
    entries = "\n".join([*filter(None, [data.bibtex]), *(source.bibtex for source in sources)])
    bibtex = Download("sources.bib", "Sources of data and methods", "application/x-bibtex", entries)
    return (*made, bibtex) if entries else tuple(made)


def _csv(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return rows as CSV without columns that are empty in all; numbers have six digits."""
    short = [{name: _six(value) for name, value in row.items()} for row in rows]
    names = dict.fromkeys(name for row in short for name in row)
    used = [name for name in names if any(row.get(name) not in (None, "") for row in short)]
    return csv_text(short, used)


def _six(value: Any) -> Any:
    return float(f"{value:.6g}") if isinstance(value, float) and math.isfinite(value) else value


def points(results: DetectResults) -> list[dict[str, Any]]:
    """Return a record for every score: its series, model, size and interval."""
    records: list[dict[str, Any]] = []
    for one in results:
        facts = one.series
        series = {name: getattr(facts, name) for name in SeriesKey._fields}
        records += [
            {
                **series,
                "model": point.model,
                "size_axis": one.size,
                "size": point.size,
                "score": point.score,
                "lower": point.lower,
                "upper": point.upper,
                "n_items": point.n_items,
            }
            for point in one.points
        ]
    return records
