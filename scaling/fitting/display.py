"""Results as people read them: short cells for terminals, notebooks and tables."""

from __future__ import annotations

import math

from scaling.fitting.records import Estimate, SeriesFacts
from scaling.units import format_size

SHOWN_CELL = 60  # characters of a printed cell


def condition(series: SeriesFacts) -> str:
    """Return the conditions of a series on one line, such as ``5-shot, cot``."""
    shots = None if series.n_shots is None else f"{series.n_shots}-shot"
    parts = (shots, series.prompting, series.tuning, series.checkpoint)
    return ", ".join(part for part in parts if part)


def short(value: float, *, size: bool = False) -> str:
    """Return a number with three digits, sizes as 1.3B, nothing for NaN.

    >>> short(0.12345), short(1.3e9, size=True), short(float("nan"))
    ('0.123', '1.3B', '')
    """
    if not math.isfinite(value):
        return ""
    if size and value > 0:
        return format_size(value)
    return f"{value:.3g}"


def p_short(p: float) -> str:
    """Return a p-value with three digits, or that it is below .001."""
    return "<0.001" if p < 0.001 else short(p)


def signed(value: float) -> str:
    """Return decades with their sign, nothing for NaN.

    >>> signed(0.5), signed(-0.25)
    ('+0.50', '-0.25')
    """
    return "" if value != value else f"{value:+.2f}"


def estimate_text(value: Estimate, *, size: bool = False) -> str:
    """Return an estimate with its interval, such as ``1.3B [1.1B, 1.6B]``."""
    if not math.isfinite(value.estimate):
        return ""
    text = short(value.estimate, size=size)
    if math.isfinite(value.lower) or math.isfinite(value.upper):
        upper = short(value.upper, size=size) or "…"
        text += f" [{short(value.lower, size=size)}, {upper}]"
    return text


def identity(series: SeriesFacts) -> dict[str, str]:
    """Return the cells that say which series a row is about."""
    return {
        "family": series.family,
        "task": series.task,
        "metric": series.metric,
        "condition": condition(series),
        "source": series.source or "",
    }


def shown_only(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return rows without the columns that are empty in all."""
    used = {name for row in rows for name, cell in row.items() if cell != ""}
    return [{name: cell for name, cell in row.items() if name in used} for row in rows]


def tidy(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return the rows without columns that are empty in all, or that tell nothing apart.

    The source is left out unless two rows are about the same series but for it; several rows
    about one series do not need it.
    """
    names = ("family", "task", "metric", "condition")
    known = {tuple(row[name] for name in names) for row in rows}
    if len(known) == len({tuple(row[name] for name in (*names, "source")) for row in rows}):
        rows = [{name: cell for name, cell in row.items() if name != "source"} for row in rows]
    return shown_only(rows)


def aligned(rows: list[dict[str, str]]) -> list[str]:
    """Return rows as lines of aligned columns with a header; long cells are cut."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    table = [names, *([row.get(name, "") for name in names] for row in rows)]
    cells = [
        [cell if len(cell) <= SHOWN_CELL else cell[: SHOWN_CELL - 1] + "…" for cell in line]
        for line in table
    ]
    widths = [max(len(cell) for cell in column) for column in zip(*cells, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    ]
