"""The table of one comparison: a row a curve, then the average and what a curve has to beat."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from scaling.fitting.records import NAN
from scaling.forecasting.display import BASELINE_NAMES, error_cell
from scaling.forecasting.results import CompareResult
from scaling.plots.charts.compare.curves import look_of
from scaling.plots.panels.paired import Paired
from scaling.plots.panels.table import Table
from scaling.plots.style.look import Look
from scaling.plots.style.rows import Datasets, Row
from scaling.plots.style.style import Style
from scaling.plots.style.text import clean, shorten, width_of

MARK, SAMPLE, NUMBER, GAP = 12.0, 26.0, 38.0, 8.0  # widths of columns, in pixels
LEAST_BAR = 12.0  # of less room there are numbers alone
AVERAGE = "weighted average"


@dataclass(frozen=True)
class Entry:
    """One row: what it is called, how it stands, and its numbers (NaN: none)."""

    name: str
    curve: str | None = None
    chosen: bool = False
    good: bool = False
    weight: float = NAN
    difference: float = NAN
    error: float = NAN


def entries_of(one: CompareResult) -> list[Entry]:
    """Return the rows of a comparison: curves by weight, those not fitted last, then the others."""
    ranked = sorted(one.curves, key=lambda row: (row.status != "ok", -_or(row.weight, -1.0)))
    entries = [
        Entry(
            name=row.curve if row.status == "ok" else f"{row.curve} (not fitted)",
            curve=row.curve if row.fitted else None,
            chosen=row.curve == one.chosen,
            good=row.curve in one.as_good,
            weight=row.weight,
            difference=row.difference,
            error=row.backtest.mae,
        )
        for row in ranked
    ]
    others = {AVERAGE: one.averaged}
    others |= {BASELINE_NAMES[name]: found for name, found in one.baselines.items()}
    entries += [Entry(name=name, error=found.mae) for name, found in others.items() if found.n]
    return entries


def table(
    one: CompareResult, look: Look, sizes: Paired, style: Style, data: Datasets
) -> alt.LayerChart:
    """Return the table of one series."""
    entries, width = entries_of(one), sizes.table
    table = Table.of(len(entries), width, style, data, sizes.start)
    px, size = style.px, style.theme.small_size
    first = sizes.start + px(MARK + SAMPLE)
    numbers = px(3 * NUMBER + 2 * GAP)
    longest = max(width_of(entry.name, size) for entry in entries) * 1.06  # some are bold
    named = min(longest, width - first - numbers)
    bar = (width - first - numbers - named - px(GAP)) / 2
    bar = min(bar, px(110)) if bar >= px(LEAST_BAR) else 0.0
    names = [shorten(clean(entry.name), named, size) for entry in entries]
    strong = [entry.chosen for entry in entries]
    weight = first + named + (px(GAP) if bar else 0.0)
    difference = weight + bar + px(2 * NUMBER)
    error = difference + px(2 * GAP)
    criterion = {"bic": "BIC"}.get(one.criterion or "", "AICc")
    layers = [
        *_signs(entries, table, look),
        *table.head("curve", first, align="left"),
        *table.words(names, first, strong=strong),
        *table.head("weight", weight, align="left"),
        *table.measured([e.weight for e in entries], weight, bar, 1.0, _share, strong),
        *table.head(f"Δ{criterion}", difference, align="right"),
        *table.words([_tenths(e.difference) for e in entries], difference, align="right",
                     strong=strong),
        *table.head("error", error, align="left"),
        *table.measured([e.error for e in entries], error, bar, _most(entries), error_cell, strong),
    ]  # fmt: skip
    return table.chart(layers)


def _signs(entries: Sequence[Entry], table: Table, look: Look) -> list[alt.Chart]:
    """Return the mark of the chosen and of those as good, and a sample of every line."""
    plane, px = table.plane, table.plane.style.px
    chosen: list[Row] = []
    good: list[Row] = []
    layers: list[alt.Chart] = []
    for place, entry in enumerate(entries, start=1):
        at: Row = {"x": table.start + px(MARK / 2), "y": float(place)}
        if entry.chosen:
            chosen.append(at | {"shape": "triangle-right"})
        elif entry.good:
            good.append(at | {"shape": "circle"})
        if entry.curve is not None:
            colour, dash = look_of(entry.curve, look)
            left = table.start + px(MARK)
            end: Row = {"x": left, "x2": left + px(SAMPLE - 6), "y": float(place)}
            layers += plane.spans(
                [end], along="x", color=colour, strokeDash=list(dash),
                strokeWidth=px(2.8 if entry.chosen else 1.6),
            )  # fmt: skip
    ink = plane.theme.ink
    return [
        *layers,
        *plane.points(chosen, size=52, color=ink),
        *plane.points(good, size=36, filled=False, color=ink),
    ]


def _most(entries: Sequence[Entry]) -> float:
    """Return the error that takes the whole width of a bar."""
    return max((entry.error for entry in entries if entry.error > 0), default=1.0)


def _share(value: float) -> str:
    if not math.isfinite(value):
        return ""
    return "<.01" if 0 <= value < 0.005 else f"{value:.2f}".removeprefix("0")


def _tenths(value: float) -> str:
    if not math.isfinite(value):
        return ""
    return f"{value:.1f}" if value < 100 else f"{value:.0f}"


def _or(value: float, otherwise: float) -> float:
    return value if math.isfinite(value) else otherwise
