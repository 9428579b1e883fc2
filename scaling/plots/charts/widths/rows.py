"""The rows of a chart of widths: which series, in what order, under what names."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scaling.detection.results import DetectResult
from scaling.fitting.results import SeriesResult
from scaling.notes import RISING_VERDICTS
from scaling.plots.panels.grouping import panels_of
from scaling.plots.panels.naming import in_natural_order, panel_labels
from scaling.plots.style.natural import natural

MOST, MOST_LINES = 60, 70  # series, and lines with the headings of families: about a page
CLAIMS = ("emergent_sharp", "sharp_shape_sensitive", "smooth")


@dataclass(frozen=True)
class WidthRow:
    """One series: its ``place`` counted from the top, its name, and the family it stands under."""

    place: int
    label: str
    family: str
    task: str
    result: DetectResult


@dataclass(frozen=True)
class Widths:
    """The rows, the headings (place and text) of their groups, and how many lines both take.

    ``rising``: how many series rise, drawn or not.
    """

    rows: tuple[WidthRow, ...]
    headings: tuple[tuple[int, str], ...]
    lines: int
    rising: int

    @property
    def results(self) -> tuple[DetectResult, ...]:
        """The results behind the rows."""
        return tuple(row.result for row in self.rows)


@dataclass(frozen=True)
class _Named:
    family: str
    task: str
    result: DetectResult


def widths_of(
    results: Iterable[SeriesResult], most: int | None = MOST, lines: int = MOST_LINES
) -> Widths:
    """Return the rising series with a known width, narrowest first, at most ``most`` of them.

    Where there are several tasks, and families with several rows, rows are grouped by family.
    ``lines``: how many they may take with their headings, unless ``most`` is None.
    """
    named = sorted(_named(list(results)), key=_notability)
    found = _arranged(named[:most], len(named))
    while most is not None and found.lines > lines:  # with their headings
        most -= max(1, (found.lines - lines) // 2)
        found = _arranged(named[:most], len(named))
    return found


def _arranged(chosen: Sequence[_Named], rising: int) -> Widths:
    """Return the rows of some series, narrowest first or by family."""
    families = {one.family for one in chosen}
    tasks = {one.task for one in chosen}
    grouped = len(tasks) > 1 < len(families) and 1.5 * len(families) <= len(chosen)
    groups = [list(chosen)] if not grouped else [
        [one for one in chosen if one.family == family] for family in sorted(families, key=natural)
    ]  # fmt: skip
    rows: list[WidthRow] = []
    headings: list[tuple[int, str]] = []
    place = 0
    for group in groups:
        if grouped:
            headings.append((place, group[0].family))
            place += 1
        for one in sorted(group, key=_width):
            if len(tasks) == 1:
                label = one.family
            elif grouped or len(families) == 1:
                label = one.task
            else:
                label = f"{one.family}: {one.task}"
            rows.append(WidthRow(place, label, one.family, one.task, one.result))
            place += 1
    return Widths(tuple(rows), tuple(headings), place, rising)


def _named(results: Sequence[SeriesResult]) -> list[_Named]:
    if not results:
        return []
    panels = in_natural_order(panels_of(results))
    return [
        _Named(line.name, task, line.result)
        for panel, task in zip(panels, panel_labels(panels), strict=True)
        for line in panel.lines
        if isinstance(line.result, DetectResult) and has_width(line.result)
    ]


def has_width(result: SeriesResult) -> bool:
    """Return whether a series rises, with a known width."""
    return (
        isinstance(result, DetectResult)
        and result.status == "ok"
        and result.verdict in RISING_VERDICTS
        and math.isfinite(result.width.estimate)
    )


def _notability(one: _Named) -> tuple[int, float]:
    """Order claims before what is undecided, then short intervals before long ones."""
    verdict, width = one.result.verdict, one.result.width
    rank = CLAIMS.index(verdict) if verdict in CLAIMS else len(CLAIMS)
    known = math.isfinite(width.upper) and math.isfinite(width.lower)
    return rank, width.upper - width.lower if known else math.inf


def _width(one: _Named) -> tuple[float, float]:
    lower = one.result.width.lower
    return one.result.width.estimate, lower if math.isfinite(lower) else 0.0
