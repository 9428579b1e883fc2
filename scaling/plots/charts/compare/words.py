"""Comparisons in words, and which of many are told and drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from scaling.errors import DataError
from scaling.forecasting.results import CompareResult
from scaling.plots.style.text import clean
from scaling.plots.words import several, subjects

MOST = 4
"""Series of one chart."""


def drawn(results: Sequence[CompareResult]) -> list[CompareResult]:
    """Return the series that are drawn: those with a curve first, four at most.

    Raises DataError if there is none.
    """
    if not results:
        raise DataError(
            "nothing to draw: expected at least one comparison, found none; choose other tasks or "
            "families"
        )
    able = [one for one in results if one.status == "ok"]
    return (able or list(results))[:MOST]


def describe(results: Iterable[CompareResult]) -> str:
    """Return what the chart shows, in plain words; raises DataError if there is no result."""
    found = list(results)
    shown = drawn(found)
    named = zip(shown, subjects(shown), strict=True)
    text = " ".join(f"{name}: {clean(one.reason)}" for one, name in named)
    if len(found) > len(shown):
        counts = Counter(one.chosen or "none" for one in found)
        chosen = ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items()))
        text += f" Of {several(len(found), 'series', 'series')} in all, the curve to use: {chosen}."
    return text
