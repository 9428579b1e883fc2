"""Figures of more scores than can be drawn: what is summarised, and what is left out.

A figure has at most ``ROWS`` rows of data. Panels of more lines than anyone can tell apart become
quantiles over all series; many sizes of few series become medians of bins; and of more panels
than a figure holds, the first are drawn.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scaling.fitting.records import Point
from scaling.plots.panels.frame import FEW
from scaling.plots.panels.grouping import Panel
from scaling.plots.panels.rows import LEAST_NODES, joined
from scaling.plots.style.axes import SizeAxis
from scaling.plots.style.rows import ROWS, Row

MOST_PANELS = 40
MOST_LINES = 60  # more families cannot be told apart by any look
MOST_BINS, LEAST_BINS = 40, 4
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
AROUND = 8  # rows of levels, references and labels about a panel


@dataclass(frozen=True)
class Plan:
    """Which panels are drawn, and which of them are summarised.

    ``pooled``: as quantiles over all their series; ``binned``: their points as medians of
    ``bins`` bins of each series. ``crowded``: some panel has more lines than are told apart with
    bands.
    """

    panels: tuple[Panel, ...]
    left_out: int
    pooled: tuple[Panel, ...]
    binned: tuple[Panel, ...]
    bins: int
    crowded: bool

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


def plan_of(panels: Sequence[Panel]) -> Plan:
    """Decide what of these panels is drawn, so that the figure stays within ``ROWS`` rows."""
    first = panels[:MOST_PANELS]
    crowded = any(len(panel.lines) > FEW for panel in first)
    costs = [_rows(panel, crowded) for panel in first]
    if sum(costs) <= ROWS:
        return Plan(tuple(first), len(panels) - len(first), (), (), MOST_BINS, crowded)
    share = ROWS / len(first)
    pooled: list[Panel] = []
    binned: list[Panel] = []
    kept: list[Panel] = []
    bins, room = MOST_BINS, float(ROWS)
    for panel, cost in zip(first, costs, strict=True):
        if cost > share and len(panel.lines) > MOST_LINES:
            pooled.append(panel)
            cost = MOST_BINS + AROUND
        elif cost > ROWS or (cost > share and _per_line(panel) > 2 * MOST_BINS):
            binned.append(panel)
            each = max(share, ROWS / 4) / len(panel.lines) - 3 * LEAST_NODES
            bins = min(bins, max(LEAST_BINS, int(each / 2)))
            cost = len(panel.lines) * (2 * bins + 3 * LEAST_NODES) + AROUND
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
    )


def _rows(panel: Panel, crowded: bool) -> int:
    """Return the fewest rows that a panel needs if each of its scores is drawn."""
    points = sum(len(result.points) for result in panel.results)
    known = any(math.isfinite(p.lower) for r in panel.results for p in r.points[:1])
    curves = sum(bool(result.band) and not joined(result) for result in panel.results)
    return points * (2 if known else 1) + curves * LEAST_NODES * (1 if crowded else 3) + AROUND


def _per_line(panel: Panel) -> float:
    return sum(len(result.points) for result in panel.results) / len(panel.lines)


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
    """Return the medians of points by size, with their middle 80 % as interval."""
    found = []
    for members in _bins([p for p in points if math.isfinite(p.score)], axis, bins):
        low, middle, high = np.quantile([p.score for p in members], (0.1, 0.5, 0.9)).tolist()
        size = float(np.median([p.size for p in members]))
        several = len(members) > 1
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
        told.append(
            f"Drawn are the first {len(plan.panels)} of {len(plan.panels) + plan.left_out} panels: "
            "choose others by task."
        )
    return told


def _panels(count: int) -> str:
    return "1 panel" if count == 1 else f"{count} panels"
