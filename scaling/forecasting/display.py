"""Comparisons as people read them: one row a curve, the hold-outs in words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from scaling.forecasting.baselines import LAST, LINE
from scaling.forecasting.wording import listed
from scaling.units import format_size

if TYPE_CHECKING:
    from scaling.forecasting.records import Backtest, CurveRow, HeldOut
    from scaling.forecasting.results import CompareResult

BASELINE_NAMES = {LAST: "last value", LINE: "linear in log size"}
CHOSEN = " *"


def curve_rows(one: CompareResult) -> list[dict[str, str]]:
    """Return the fitted curves, heaviest first, then the average and the baselines."""
    fitted = [row for row in one.curves if row.status == "ok"]
    weight = {row.curve: -1.0 if math.isnan(row.weight) else row.weight for row in fitted}
    rows = [
        _curve_cells(row, chosen=row.curve == one.chosen)
        for row in sorted(fitted, key=lambda row: -weight[row.curve])
    ]
    others = {"averaged": one.averaged}
    others |= {BASELINE_NAMES[name]: found for name, found in one.baselines.items()}
    blank = dict.fromkeys(("free", "weight", "aicc", "bic", "loo"), "")
    rows += [
        {"curve": name, **blank, **backtest_cells(found)}
        for name, found in others.items()
        if found.n
    ]
    return rows


def _curve_cells(row: CurveRow, *, chosen: bool) -> dict[str, str]:
    return {
        "curve": row.curve + (CHOSEN if chosen else ""),
        "free": str(row.n_free),
        "weight": _fixed(row.weight, 2),
        "aicc": _fixed(row.aicc, 1),
        "bic": _fixed(row.bic, 1),
        "loo": error_cell(row.loo),
        **backtest_cells(row.backtest),
    }


def backtest_cells(found: Backtest) -> dict[str, str]:
    """Return the cells of a back-test."""
    return {
        "mae": error_cell(found.mae),
        "rmsle": error_cell(found.rmsle),
        "crps": error_cell(found.crps),
        "in50": _fixed(found.coverage50, 2),
        "in90": _fixed(found.coverage90, 2),
        "vs last": _skill(found.skill_last),
        "vs line": _skill(found.skill_linear),
    }


def summary_cells(row: Mapping[str, Any], found: Backtest) -> dict[str, str]:
    """Return the cells of a row of the pooled back-tests."""
    name = row["curve"]
    return {
        "curve": BASELINE_NAMES.get(name, name),
        "series": str(row["n_series"]),
        "scores": str(found.n),
        "median": error_cell(row["median_error"]),
        "bias": _skill(found.bias, 3),
        **backtest_cells(found),
        "near": error_cell(row["mae_near"]),
        "far": error_cell(row["mae_far"]),
    }


def held_out_text(predictions: Sequence[HeldOut]) -> str:
    """Return what was held out and how far it lies beyond the data, in words."""
    parts = []
    for count in sorted({one.held_out for one in predictions}):
        mine = [one for one in predictions if one.held_out == count and one.curve == LAST]
        sizes = list(dict.fromkeys((one.size, one.decades_beyond_data) for one in mine))
        names = listed([_size(size) for size, _ in sizes])
        known = [f"{beyond:.2f}" for _, beyond in sizes if beyond == beyond]
        away = f" ({listed(known)} decades beyond the rest)" if known else ""
        parts.append(names + away)
    return "; then ".join(parts)


def error_cell(value: float) -> str:
    """Return an error with three digits after the point, three in all from 10 on.

    >>> error_cell(0.01234), error_cell(12.345), error_cell(float("nan"))
    ('0.012', '12.3', '')
    """
    if not math.isfinite(value):
        return ""
    return f"{value:.3f}" if abs(value) < 10 else f"{value:.3g}"


def _size(size: float) -> str:
    return format_size(size) if size >= 1 else f"{size:g}"


def _fixed(value: float, digits: int) -> str:
    return "" if not math.isfinite(value) else f"{value:.{digits}f}"


def _skill(value: float, digits: int = 2) -> str:
    if not math.isfinite(value):
        return ""
    text = f"{value:+.{digits}f}" if abs(value) < 100 else f"{value:+.3g}"
    return text if float(text) else text[1:]  # no sign of nothing
