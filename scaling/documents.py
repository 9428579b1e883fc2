"""Results as text that other programs read: JSON documents, and CSV safe for spreadsheets.

The JSON document and the flattened columns are contracts that scripts rely on.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
Record = Mapping[str, Any]


def plain(value: Any) -> Any:
    """Return a value as JSON has it: lists, dicts, text, finite numbers and None.

    >>> plain({"width": float("inf"), "gaps": (1, float("nan"))})
    {'width': None, 'gaps': [1, None]}
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(inner) for inner in value]
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if hasattr(value, "tolist"):  # numpy arrays and scalars, without importing numpy
        return plain(value.tolist())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if hasattr(value, "to_dict"):
        return plain(value.to_dict())
    return str(value)


def document(
    command: str,
    results: Sequence[Any],
    *,
    version: str,
    seed: int | None = None,
    dataset: Mapping[str, str] | None = None,
    options: Record | None = None,
    notes: Sequence[str] = (),
    extra: Record | None = None,
) -> dict[str, Any]:
    """Return the JSON document of a command; ``extra`` holds further keys of its contract."""
    content = {
        "schema": f"scaling.{command.replace(' ', '.')}/1",
        "version": version,
        "seed": seed,
        "dataset": dataset,
        "options": dict(options or {}),
        "results": list(results),
        "notes": list(notes),
        **(extra or {}),
    }
    whole: dict[str, Any] = plain(content)
    return whole


def json_text(content: Record) -> str:
    """Return a document as strict JSON text."""
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def flatten(record: Any, prefix: str = "") -> dict[str, Any]:
    """Return nested keys joined by dots; lists of plain values joined, lists of records left out.

    >>> flatten({"a": {"b": 1}, "notes": ["x", "y"], "points": [{"size": 1}]})
    {'a.b': 1, 'notes': 'x; y'}
    """
    flat: dict[str, Any] = {}
    for key, value in plain(record).items():
        name = f"{prefix}{key}"
        if isinstance(value, dict):
            flat.update(flatten(value, f"{name}."))
        elif not isinstance(value, list):
            flat[name] = value
        elif not any(isinstance(inner, (dict, list)) for inner in value):
            flat[name] = "; ".join("" if inner is None else str(inner) for inner in value)
    return flat


def rows_of(
    records: Sequence[Any], columns: Sequence[str] | None = None
) -> tuple[list[str], list[list[Any]]]:
    """Return the flattened columns (in order of appearance, or as given) and the rows."""
    flat = [one.to_row() if hasattr(one, "to_row") else flatten(one) for one in records]
    names = list(columns or dict.fromkeys(name for row in flat for name in row))
    return names, [[row.get(name) for name in names] for row in flat]


def csv_text(records: Sequence[Any], columns: Sequence[str] | None = None) -> str:
    """Return records as CSV; text that a spreadsheet would run as a formula gets a leading '."""
    names, rows = rows_of(records, columns)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([harmless(name) for name in names])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return stream.getvalue()


def harmless(cell: Any) -> Any:
    """Return a cell as CSV may hold it: text that would run as a formula gets a leading '."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\r\n", "\n").replace("\r", "\n")  # csv leaves a bare CR unquoted
    if not cell.startswith(FORMULA_STARTS):
        return text
    try:
        float(cell)
    except ValueError:
        return f"'{text}"
    return text
