"""Figures of more scores than can be drawn: what is summarised, and what is left out.

A figure has at most ``ROWS`` rows of data. Panels of more lines than anyone can tell apart become
quantiles over all series; many sizes of few series become medians of bins; and of more panels
than a figure holds, the first are drawn.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from scaling.fitting.records import Point
from scaling.fitting.results import SeriesResult
from scaling.plots.panels.frame import FEW
from scaling.plots.panels.grid import MOST_PANELS
from scaling.plots.panels.grouping import Panel
from scaling.plots.panels.rows import (
    LEAST_NODES,
    joined,
    level_rows,
    reaches_chance,
    reference_rows,
)
from scaling.plots.style.axes import SizeAxis
from scaling.plots.style.rows import ROWS, Row

MOST_LINES = 60  # more families cannot be told apart by any look
MOST_BINS, LEAST_BINS = 40, 4
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
NAMED = 6  # rows of a line's label and leader, and of its transition: bar, symbol, arrows
ENDS = 4  # nodes of a curve where its points end
AREAS = 3  # how often a curve with its bands is drawn
MOST_SCORES = 1200  # of charts that draw each score with more about it
LEAST_SCORES = 20  # of a series
Item = TypeVar("Item")
Series = TypeVar("Series", bound=SeriesResult)


@dataclass(frozen=True)
class Plan:
    """Which panels are drawn, and which of them are summarised.

    ``pooled``: as quantiles over all their series; ``binned``: their points as medians of
    ``bins`` bins of each series. ``crowded``: some panel has more lines than are told apart with
    bands. ``most``: panels that the figure may have.
    """

    panels: tuple[Panel, ...]
    left_out: int
    pooled: tuple[Panel, ...]
    binned: tuple[Panel, ...]
    bins: int
    crowded: bool
    most: int = MOST_PANELS

    @property
    def lined(self) -> tuple[Panel, ...]:
        """The panels whose series are drawn one by one."""
        return tuple(panel for panel in self.panels if not self.is_pooled(panel))

    def is_pooled(self, panel: Panel) -> bool:
        """Return whether a panel is drawn as quantiles."""
        return any(panel is one for one in self.pooled)

    def is_binned(self, panel: Panel) -> bool:
        """Return whether the points of a panel are drawn as medians."""
        return any(panel is one for one in self.binned)


def plan_of(panels: Sequence[Panel], most: int = MOST_PANELS) -> Plan:
    """Decide what of these panels is drawn, so that the figure stays within ``ROWS`` rows.

    ``most``: panels that a figure may have.
    """
    first = panels[:most]
    # Whatever is pooled below, these panels are drawn line by line.
    crowded = any(FEW < len(panel.lines) <= MOST_LINES for panel in first)
    costs = [_rows(panel, crowded) for panel in first]
    if sum(costs) <= ROWS:
        crowded = any(len(panel.lines) > FEW for panel in first)
        return Plan(tuple(first), len(panels) - len(first), (), (), MOST_BINS, crowded, most)
    share = ROWS / len(first)
    pooled: list[Panel] = []
    binned: list[Panel] = []
    kept: list[Panel] = []
    bins, room = MOST_BINS, float(ROWS)
    for panel, cost in zip(first, costs, strict=True):
        if cost > share and len(panel.lines) > MOST_LINES:
            pooled.append(panel)
            cost = len(QUANTILES) * MOST_BINS + _levels(panel)
        elif cost > ROWS or (cost > share and _per_line(panel) > 2 * MOST_BINS):
            binned.append(panel)
            about = _about_a_line(crowded)
            each = max(share, ROWS / 4) / len(panel.lines) - about
            bins = min(bins, max(LEAST_BINS, int(each / 2)))
            cost = len(panel.lines) * (2 * bins + about) + _levels(panel)
        if kept and cost > room:
            break
        kept.append(panel)
        room -= cost
    drawn, as_quantiles = {id(panel) for panel in kept}, {id(panel) for panel in pooled}
    return Plan(
        tuple(kept),
        len(panels) - len(kept),
        tuple(panel for panel in pooled if id(panel) in drawn),
        tuple(panel for panel in binned if id(panel) in drawn),
        bins,
        any(len(panel.lines) > FEW for panel in kept if id(panel) not in as_quantiles),
        most,
    )


def _rows(panel: Panel, crowded: bool) -> int:
    """Return the fewest rows that a panel needs if each of its scores is drawn."""
    nodes = len(curves_of([panel])) * LEAST_NODES * (1 if crowded else AREAS)
    return nodes + rows_beside_nodes([panel], crowded)


def _about_a_line(crowded: bool) -> int:
    """Return the fewest rows of a line without its points: curve, bands, label, transition."""
    return ENDS + (LEAST_NODES if crowded else AREAS * LEAST_NODES + NAMED)


def _levels(panel: Panel) -> int:
    """Return the rows of a panel's levels and of their names."""
    return 2 * (len(level_rows(panel)) + len(reference_rows(panel)[0]))


def curves_of(panels: Sequence[Panel]) -> list[SeriesResult]:
    """Return the results whose curves are drawn."""
    return [one for panel in panels for one in panel.results if one.band and not joined(one)]


def rows_beside_nodes(panels: Sequence[Panel], crowded: bool) -> int:
    """Return how many rows panels of lines have beside the nodes of their curves and bands.

    A point has one row, one more for its interval and one if it is hollow; scores that are
    joined are drawn again as a line.
    """
    rows = 0
    for panel in panels:
        rows += _levels(panel)
        for result in panel.results:
            points = [point for point in result.points if math.isfinite(point.score)]
            rows += len(points) * (2 if joined(result) else 1) + ENDS + (0 if crowded else NAMED)
            rows += sum(math.isfinite(point.lower + point.upper) for point in points)
            if not panel.medians:
                rows += sum(reaches_chance(result, point) for point in points)
    return rows


def _per_line(panel: Panel) -> float:
    return sum(len(result.points) for result in panel.results) / len(panel.lines)


def evenly(items: Sequence[Item], most: int) -> list[Item]:
    """Return at most ``most`` (two or more) of the items, the first, the last and evenly between.

    >>> evenly(range(10), 4)
    [0, 3, 6, 9]
    """
    if len(items) <= most:
        return list(items)
    step = (len(items) - 1) / (most - 1)
    return [items[round(place * step)] for place in range(most)]


def fewer_scores(results: Sequence[Series], most: int = MOST_SCORES) -> list[Series]:
    """Return results of so many scores at most together, of those with more an even choice by size.

    What is left out is counted by ``scores_text``.
    """
    each = max(most // max(len(results), 1), LEAST_SCORES)
    return [
        replace(one, points=tuple(evenly(sorted(one.points, key=lambda p: p.size), each)))
        if len(one.points) > each
        else one
        for one in results
    ]


def scores_text(drawn: int, whole: int, *, what: str = "scores") -> str:
    """Say how many are drawn of more that there are; nothing where all are.

    >>> scores_text(900, 20000)
    'Drawn are 900 of 20,000 scores, evenly by size.'
    """
    return f"Drawn are {drawn:,} of {whole:,} {what}, evenly by size." if drawn < whole else ""


def pooled_rows(panel: Panel, axis: SizeAxis) -> list[Row]:
    """Quantiles of the scores of all series of a panel, by size: one row a bin."""
    points = [p for result in panel.results for p in result.points if math.isfinite(p.score)]
    rows = []
    for members in _bins(points, axis, MOST_BINS):
        ends = np.quantile([point.score for point in members], QUANTILES)
        size = float(np.median([point.size for point in members]))
        names = ("lowest", "lower", "score", "upper", "highest")
        row = dict(zip(names, (float(end) for end in ends), strict=True))
        rows.append({"size": size, "count": len(members), **row})
    return rows


def medians(points: Sequence[Point], axis: SizeAxis, bins: int) -> tuple[Point, ...]:
    """Return the medians of points by size, with their middle 80 %; NaN where there is one."""
    found = []
    for members in _bins([p for p in points if math.isfinite(p.score)], axis, bins):
        low, middle, high = np.quantile([p.score for p in members], (0.1, 0.5, 0.9)).tolist()
        size = float(np.median([p.size for p in members]))
        several = len(members) > 1
        if not several:
            low = high = math.nan
        name = f"median of {len(members)} models" if several else members[0].model
        known = [p.n_items for p in members if p.n_items is not None]
        items = float(np.median(known)) if len(known) == len(members) else None
        found.append(Point(name, size, middle, low, high, items))
    return tuple(found)


def _bins(points: Sequence[Point], axis: SizeAxis, bins: int) -> list[list[Point]]:
    """Put points together by their size: one bin a size where there are few sizes."""
    sizes = sorted({point.size for point in points})
    groups: dict[float, list[Point]] = {}
    for point in points:
        place = point.size if len(sizes) <= bins else min(int(axis.place(point.size) * bins), bins)
        groups.setdefault(place, []).append(point)
    return sorted(groups.values(), key=lambda members: axis.place(members[0].size))


def plan_text(plan: Plan) -> list[str]:
    """Say what is summarised or left out, a sentence each."""
    told = []
    series = sum(len(panel.lines) for panel in plan.pooled)
    if series:
        told.append(
            f"Summarised: {series:,} series of {_panels(len(plan.pooled))} by their median and "
            "the middle 50% and 80% of their scores at each size."
        )
    points = sum(len(result.points) for panel in plan.binned for result in panel.results)
    if points:
        told.append(
            f"Summarised: {points:,} scores as medians of up to {plan.bins} groups of sizes a "
            "series, with their middle 80%."
        )
    if plan.left_out:
        wider = " or a wider figure" if plan.most < MOST_PANELS else ""
        told.append(
            f"Drawn are the first {len(plan.panels)} of {len(plan.panels) + plan.left_out} panels: "
            f"choose others by task{wider}."
        )
    return told


def _panels(count: int) -> str:
    return "1 panel" if count == 1 else f"{count} panels"
