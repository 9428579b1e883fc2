"""The data of a chart: plain rows by name, with numbers rounded to 5 significant digits."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any

import altair as alt

from scaling.files import sha256_of

Row = dict[str, Any]
ROWS = 4500
"""The most marks of a chart: more are summarised before drawing (Altair's own limit is 5,000)."""


def round5(value: Any) -> Any:
    """Round numbers to 5 significant digits, everywhere inside lists and mappings.

    >>> round5({"a": [123456, 0.1234567, True]})
    {'a': [123460, 0.12346, True]}
    """
    if isinstance(value, dict):
        return {name: round5(entry) for name, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [round5(entry) for entry in value]
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    if not math.isfinite(value):
        return None
    rounded = float(f"{value:.5g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 1e15 else rounded


class Datasets:
    """The data of one chart, by name: layers point to it, so that Altair never copies rows."""

    def __init__(self) -> None:
        """Start without rows."""
        self.rows: dict[str, list[Row]] = {}

    def add(self, rows: Iterable[Row]) -> alt.NamedData:
        """Keep rows, rounded, and return the reference that a layer uses as its data."""
        rounded = [round5(row) for row in rows]
        text = json.dumps(rounded, sort_keys=True, ensure_ascii=False)
        name = "data-" + sha256_of(text.encode())[:16]
        self.rows[name] = rounded
        return alt.NamedData(name=name)

    def attach(self, chart: alt.VConcatChart) -> alt.VConcatChart:
        """Put all rows into the finished chart."""
        chart.datasets = self.rows  # set, not passed: passing checks every row against a schema
        return chart
