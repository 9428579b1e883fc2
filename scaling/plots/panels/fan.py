"""A curve with its bands as a fan, dashed where no data are."""

from __future__ import annotations

import math
from bisect import bisect
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

import altair as alt

from scaling.fitting.records import BandPoint
from scaling.plots.panels.plane import Plane
from scaling.plots.style.axes import SizeAxis
from scaling.plots.style.measure import Measure

OUTER, INNER = 0.13, 0.26  # opacity of the band of a new score, and of that of the mean
BEYOND = (4, 3)  # dashes of a curve where no data are


def fan_layers(
    plane: Plane,
    band: Sequence[BandPoint],
    colour: str,
    *,
    dashes: Sequence[float] = (1, 0),
    known: tuple[float, float] | None = None,
    line: str = "",
) -> list[alt.Chart]:
    """Return the band of a new score, that of the mean, and the curve.

    ``known``: the smallest and largest size of the data; outside them the curve is dashed.
    ``line`` tells several curves of one panel apart.
    """
    shown = [node for node in band if math.isfinite(node.estimate) and plane.x.shows(node.size)]
    shown.sort(key=lambda node: plane.x.place(node.size))
    x, y = plane.x.field, plane.y.field
    look = {"colour": colour, "line": line}
    layers: list[alt.Chart] = []
    for kind, opacity in (("predict_", OUTER), ("", INNER)):
        spans = [
            (node.size, getattr(node, f"{kind}lower"), getattr(node, f"{kind}upper"))
            for node in shown
        ]
        rows = [{x: size, y: a, "y2": b, **look} for size, a, b in spans if math.isfinite(a + b)]
        # The legend takes its opacity from the first layer.
        layers += plane.areas(rows, fillOpacity=opacity)
    first, last = known or (-math.inf, math.inf)
    nodes = parted(shown, (first, last), plane.x)
    for part, dash in (
        ([node for node in nodes if first <= node.size <= last], dashes),
        ([node for node in nodes if node.size <= first], BEYOND),
        ([node for node in nodes if node.size >= last], BEYOND),
    ):
        rows = [{x: node.size, y: node.estimate, **look} for node in part]
        if len(rows) > 1:
            layers += plane.lines(
                rows, strokeWidth=plane.style.px(1.8),
                strokeDash=[plane.style.px(length) for length in dash],
            )  # fmt: skip
    return layers


def parted(
    nodes: Sequence[BandPoint], ends: Iterable[float], axis: Measure | SizeAxis
) -> list[BandPoint]:
    """Return the nodes with one more at each end that lies between two of them, on the line."""
    found = list(nodes)
    for end in ends:
        for left, right in pairwise(nodes):
            low, high = sorted((left.size, right.size))
            if low < end < high:
                start, stop = axis.place(left.size), axis.place(right.size)
                share = (axis.place(end) - start) / (stop - start)
                estimate = left.estimate + share * (right.estimate - left.estimate)
                found.append(replace(left, size=end, estimate=estimate))
    return sorted(found, key=lambda node: axis.place(node.size))


def curve_at(band: Sequence[BandPoint], size: float, axis: Measure) -> float:
    """Return the height of a drawn curve at a size, NaN where it is not drawn."""
    return curve_along(band, [size], axis)[0]


def curve_along(band: Sequence[BandPoint], sizes: Iterable[float], axis: Measure) -> list[float]:
    """Return the heights of a drawn curve at many sizes, NaN where it is not drawn."""
    known = {node.size: node.estimate for node in band}
    nodes = sorted(known)
    heights = []
    for size in sizes:
        right = bisect(nodes, size)
        if size in known:
            heights.append(known[size])
        elif 0 < right < len(nodes):
            ends = [BandPoint(node, known[node]) for node in nodes[right - 1 : right + 1]]
            (height,) = (n.estimate for n in parted(ends, (size,), axis) if n.size == size)
            heights.append(height)
        else:
            heights.append(math.nan)
    return heights
