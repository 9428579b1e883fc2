"""Level lines of a panel: chance, ceiling and models without a size, each with its name.

Names stand where they hide least: above or below their line, anywhere along it. Lines that are
too close for a name between them share one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

import altair as alt

from scaling.plots.panels.frame import Frame
from scaling.plots.panels.grouping import Panel
from scaling.plots.panels.plane import Plane
from scaling.plots.panels.rows import level_rows, reference_rows
from scaling.plots.style.text import shorten, width_of

Spot = tuple[float, float]  # from the left and from the top, in the theme's unit
ALONG = (0.0, 0.25, 0.5, 0.75, 1.0)  # where a name may stand: shares of the free width
EDGE = 3.0  # pixels between a name and the end of its line
REACH = 4.0  # pixels from the middle of a point to its edge
# What a place costs, in drawn marks that a name would cover; a free one is always better.
LATER, LINE_CROSSED, NAME_COVERED, OUTSIDE = 0.09, 8.0, 60.0, 1000.0


@dataclass(frozen=True)
class Level:
    """Lines that share a name: their distances from the top, and whether it is better left."""

    text: str
    heights: tuple[float, ...]
    left: bool


@dataclass(frozen=True)
class Box:
    """The room of a name."""

    left: float
    top: float
    width: float
    height: float

    def holds(self, spot: Spot) -> bool:
        """Return whether a spot lies inside."""
        x, y = spot
        return 0 <= x - self.left <= self.width and 0 <= y - self.top <= self.height

    def overlaps(self, other: Box) -> bool:
        """Return whether two boxes share some room."""
        across = abs(self.left - other.left + (self.width - other.width) / 2) * 2
        down = abs(self.top - other.top + (self.height - other.height) / 2) * 2
        return across < self.width + other.width and down < self.height + other.height


def level_layers(
    panel: Panel, frame: Frame, *, bare: bool = False, lines: Sequence[tuple[Spot, Spot]] = ()
) -> list[alt.Chart]:
    """Chance and ceiling (dotted), models without a size (long dashes), and their names.

    ``bare``: the points and curves of the panel are not drawn, so that names may stand there.
    ``lines``: what else is drawn, straight lines by their ends (size, score).
    """
    layers: list[alt.Chart] = []
    found: list[Level] = []
    for rows, dash, left in (
        (level_rows(panel), (2, 3), False), (reference_rows(panel)[0], (8, 3), True),
    ):  # fmt: skip
        rows = [row for row in rows if 0 <= frame.y.place(row["score"]) <= 1]
        if not rows:
            continue
        rule = alt.Chart(frame.data.add(rows)).mark_rule(
            strokeDash=frame.style.dash(*dash), strokeWidth=frame.style.px(1),
            color=frame.theme.muted, clip=True,
        )  # fmt: skip
        layers.append(rule.encode(y=frame.up()))
        heights = [(frame.down(row["score"]), row["label"]) for row in rows]
        found += share_names(heights, frame.theme.small_size, left=left)
    if not found:
        return []
    marks = [] if bare else drawn(panel, frame)
    for ends in lines:
        one, two = ((frame.x.place(x) * frame.width, frame.down(score)) for x, score in ends)
        marks += _between(one, two, frame)
    names = placed(found, marks, frame)
    texts = [
        {"text": text, "size": frame.x.size_at(box.left / frame.width),
         "score": frame.score_at(box.top + box.height / 2)}
        for text, box in names
    ]  # fmt: skip
    plane = Plane.over(frame)
    return layers + plane.texts(texts, halo=True, align="left", color=frame.theme.muted)


def share_names(lines: Sequence[tuple[float, str]], size: float, *, left: bool) -> list[Level]:
    """Put lines together that stand closer than a name is high, from the top down."""
    groups: list[list[tuple[float, str]]] = []
    for line in sorted(lines):
        if groups and line[0] - groups[-1][-1][0] < size * 1.2:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [
        Level(
            ", ".join(dict.fromkeys(name for _, name in group)),
            tuple(height for height, _ in group),
            left,
        )
        for group in groups
    ]


def placed(
    levels: Sequence[Level], marks: Sequence[Spot], frame: Frame | Plane
) -> list[tuple[str, Box]]:
    """Give each name the place where it covers least."""
    size, edge = frame.theme.small_size, frame.style.px(EDGE)
    lines = [height for level in levels for height in level.heights]
    done: list[tuple[str, Box]] = []
    for level in levels:
        text = shorten(level.text, frame.width - 2 * edge, size)
        width = width_of(text, size)
        free = max(frame.width - 2 * edge - width, 0.0)
        best: tuple[float, Box] | None = None
        shares = ALONG if level.left else ALONG[::-1]
        for rank, (share, above) in enumerate(product(shares, (level.left, not level.left))):
            top = min(level.heights) - size - 1 if above else max(level.heights) + 1
            box = Box(edge + share * free, top, width, size)
            near = Box(box.left - edge, top, width + 2 * edge, size)
            cost = LATER * rank + sum(near.holds(mark) for mark in marks)
            cost += LINE_CROSSED * sum(top < line < top + size for line in lines)
            cost += NAME_COVERED * sum(box.overlaps(other) for _, other in done)
            cost += OUTSIDE * (top < 0 or top + size > frame.height)
            if best is None or cost < best[0]:
                best = cost, box
        if best is not None:
            done.append((text, best[1]))
    return done


def drawn(panel: Panel, frame: Frame) -> list[Spot]:
    """Return spots on everything drawn in a panel: points, intervals, curves, ends of bands."""
    spots: list[Spot] = []
    for line in panel.lines:
        for point in line.result.points:
            x = frame.x.place(point.size) * frame.width if point.size > 0 else math.nan
            ends = [point.lower, point.upper]
            known = [end for end in ends if math.isfinite(end)] or [point.score]
            spots += _between((x, frame.down(min(known))), (x, frame.down(max(known))), frame)
            y, reach = frame.down(point.score), frame.style.px(REACH)  # of its symbol
            edges = ((x - reach, y), (x + reach, y), (x, y - reach), (x, y + reach))
            spots += [(x, y), *edges, *edges]  # rather a line crossed than a point
        for edge in ("estimate", "lower", "upper") if frame.few else ("estimate",):
            nodes = [
                (frame.x.place(node.size) * frame.width, frame.down(getattr(node, edge)))
                for node in line.result.band
            ]
            for one, two in pairwise(nodes):
                spots += _between(one, two, frame)
    return [spot for spot in spots if math.isfinite(sum(spot))]


def _between(one: Spot, two: Spot, frame: Frame) -> Iterator[Spot]:
    """Yield spots from one to another, about a quarter of a letter apart."""
    far = math.dist(one, two)
    steps = min(int(4 * far / frame.theme.small_size), 40) if math.isfinite(far) else 0
    for step in range(steps + 1):
        share = step / max(steps, 1)
        yield one[0] + share * (two[0] - one[0]), one[1] + share * (two[1] - one[1])
