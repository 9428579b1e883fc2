"""Which residuals are drawn where there are more than a chart can hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from scaling.fitting.records import Point
from scaling.plots.charts.residuals.panel import BANDED, NODES
from scaling.plots.panels.grouping import Panel, line_names
from scaling.plots.panels.summary import evenly
from scaling.plots.style.rows import ROWS


def thinned(panels: Sequence[Panel]) -> list[Panel]:
    """Return panels of as many points as can be drawn.

    A point has a symbol and an interval. Of a panel with more points than its share an even
    choice by size is kept; lines without any are left out of it.
    """
    banded = len(line_names(panels)) <= BANDED
    bands = sum(len(panel.lines) for panel in panels) if banded else 0
    counts = [residuals_in(panel) for panel in panels]
    most = _share(counts, (ROWS - (NODES + 1) * bands) // 2)
    return [
        panel if count <= most else _some(panel, most)
        for panel, count in zip(panels, counts, strict=True)
    ]


def residuals_in(panel: Panel) -> int:
    """Return how many points of a panel have a curve."""
    return sum(len(result.points) for result in panel.results if result.band)


def _share(counts: Sequence[int], room: int) -> int:
    """Return how many each may have at most, so that all have room together."""
    for place, count in enumerate(sorted(counts)):
        share = room // (len(counts) - place)
        if count > share:
            return max(share, 2)
        room -= count
    return max(counts)


def _some(panel: Panel, most: int) -> Panel:
    entries = [
        (place, point)
        for place, line in enumerate(panel.lines)
        if line.result.band
        for point in line.result.points
    ]
    kept: dict[int, list[Point]] = defaultdict(list)
    for place, point in evenly(sorted(entries, key=lambda entry: entry[1].size), most):
        kept[place].append(point)
    lines = [
        replace(line, result=replace(line.result, points=tuple(kept[place])))
        for place, line in enumerate(panel.lines)
        if place in kept or not line.result.band
    ]
    return replace(panel, lines=tuple(lines))
