"""The rows behind a panel's layers: plain numbers and texts taken from results.

Curves are thinned to the nodes that shape them, so that a whole chart stays below Altair's
limit of 5,000 rows a frame.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scaling.detection.results import DetectResult
from scaling.fitting.records import BandPoint, Point
from scaling.fitting.results import SeriesResult
from scaling.plots.panels.fan import parted
from scaling.plots.panels.grouping import Panel
from scaling.plots.style.axes import SizeAxis
from scaling.plots.style.rows import ROWS, Row
from scaling.plots.style.text import clean, range_text, score_text
from scaling.plots.style.verdicts import FAILED
from scaling.units import format_size

Array = NDArray[np.float64]
NOT_RISING = ("inverse", "u_shaped", "inverted_u", "shape_unstable")
LEAST_NODES, MOST_NODES = 8, 60
ROUNDING = 1e-6  # of a size
BAND_FIELDS = ("size", "estimate", "lower", "upper", "predict_lower", "predict_upper")


def size_text(size: float, axis: str) -> str:
    """Return a size as people write it: 1.3B on logarithmic axes, 2.51 on the loss."""
    return format_size(size) if size > 0 and axis != "loss" else f"{size:.4g}"


def interval_text(point: Point, level: float | None) -> str:
    """Return the interval of a point in words, ``not known`` where there is none."""
    text = range_text(point.lower, point.upper)
    known = level is not None and math.isfinite(point.lower + point.upper)
    return f"{text} ({level:.0%})" if known else text


def spread_text(point: Point) -> str:
    """Return the middle 80 % of the scores that a median stands for, in words."""
    if not math.isfinite(point.lower + point.upper):
        return "one score"
    return f"middle 80%: {range_text(point.lower, point.upper)}"


def point_rows(panel: Panel) -> list[Row]:
    """One row a point; ``open`` where its interval reaches down to chance.

    Medians of many scores have no interval: they are never ``open``.
    """
    rows = []
    for line in panel.lines:
        level = line.result.interval.level if line.result.interval else panel.level
        for point in line.result.points:
            if not math.isfinite(point.score):
                continue
            n = point.n_items
            told = spread_text(point) if panel.medians else interval_text(point, level)
            rows.append(
                {
                    "name": line.name,
                    "model": clean(point.model),
                    "size": point.size,
                    "score": point.score,
                    "lower": point.lower,
                    "upper": point.upper,
                    "open": not panel.medians and reaches_chance(line.result, point),
                    "size_text": size_text(point.size, panel.size),
                    "score_text": score_text(point.score),
                    "interval_text": told,
                    "n_text": "not known" if n is None or not math.isfinite(n) else f"{n:g}",
                    "source": clean(line.result.series.source or "not stated"),
                    "task": clean(panel.task),
                }
            )
    return rows


def reaches_chance(result: SeriesResult, point: Point) -> bool:
    """Return whether a point's interval reaches chance; that of a loss from below."""
    chance = result.series.chance
    if not math.isfinite(chance):
        return False
    if result.series.metric_kind == "loss":
        return point.upper >= chance
    return point.lower <= chance


def band_rows(panel: Panel, axis: SizeAxis, nodes: int, *, bands: bool = True) -> list[Row]:
    """The nodes of every curve, and of its bands; ``line`` tells curves of one name apart."""
    rows = []
    for place, line in enumerate(panel.lines):
        if line.result.status == FAILED or joined(line.result):
            continue
        band = [b for b in line.result.band if math.isfinite(b.estimate)]
        for entry in thin(band, nodes, axis, bands=bands):
            values = {name: getattr(entry, name) for name in BAND_FIELDS}
            values["score"] = values.pop("estimate")
            rows.append({"name": line.name, "line": place, **values})
    return rows


def parted_rows(rows: Sequence[Row], panel: Panel, axis: SizeAxis) -> tuple[list[Row], list[Row]]:
    """Part the nodes of curves: among the points of their series, and on either side of them.

    ``line`` tells the two sides of a curve apart.
    """
    among: list[Row] = []
    beyond: list[Row] = []
    for place, line in enumerate(panel.lines):
        nodes = [BandPoint(row["size"], row["score"]) for row in rows if row["line"] == place]
        sizes = [point.size for point in line.result.points if math.isfinite(point.score)]
        if not nodes or not sizes:
            continue
        low, high = min(sizes), max(sizes)
        below = any(is_beyond(node.size, (low, math.inf)) for node in nodes)
        above = any(is_beyond(node.size, (-math.inf, high)) for node in nodes)
        for node in parted(nodes, (low, high), axis):
            row = {"name": line.name, "line": place, "size": node.size, "score": node.estimate}
            if not is_beyond(node.size, (low, high)):
                among.append(row)
            if below and node.size <= low:
                beyond.append(row | {"line": f"{place} low"})
            if above and node.size >= high:
                beyond.append(row | {"line": f"{place} high"})
    return among, beyond


def is_beyond(size: float, ends: tuple[float, float]) -> bool:
    """Return whether a size lies outside two ends, by more than rounding."""
    low, high = ends
    return size < low * (1 - ROUNDING) or size > high * (1 + ROUNDING)


def goes_beyond(result: SeriesResult) -> bool:
    """Return whether the curve of a result is drawn where it has no points, which is pale."""
    sizes = [point.size for point in result.points if math.isfinite(point.score)]
    if not (sizes and result.band) or joined(result):
        return False
    ends = (result.band[0].size, result.band[-1].size)
    return any(is_beyond(end, (min(sizes), max(sizes))) for end in ends)


def joined(result: SeriesResult) -> bool:
    """Return whether a curve would mislead: the curve of a verdict rises, its scores do not."""
    return isinstance(result, DetectResult) and result.verdict in NOT_RISING


def join_rows(panel: Panel, axis: SizeAxis) -> list[Row]:
    """The points of series that fall or turn, in the order of their sizes."""
    rows = []
    for place, line in enumerate(panel.lines):
        if not joined(line.result):
            continue
        known = [point for point in line.result.points if math.isfinite(point.score)]
        for point in sorted(known, key=lambda point: axis.place(point.size)):
            row = {"name": line.name, "line": place, "size": point.size, "score": point.score}
            rows.append(row)
    return rows


def node_count(results: Sequence[SeriesResult], room: int = ROWS, copies: int = 1) -> int:
    """Return how many nodes a curve may have in a chart of these results.

    ``room``: rows for all curves; ``copies``: how often each curve is drawn, bands included.
    """
    curves = sum(1 for result in results if result.band)
    return min(MOST_NODES, max(LEAST_NODES, room // max(curves * copies, 1)))


def thin(
    band: Sequence[BandPoint], nodes: int, axis: SizeAxis, *, bands: bool = True
) -> list[BandPoint]:
    """Keep the ``nodes`` entries from which straight lines follow curve and bands most closely.

    Starts from both ends and adds, one by one, the entry farthest from the lines so far
    (Douglas and Peucker 1973, by vertical distance: the largest of the curve and, unless
    ``bands`` is False, of the ends of its intervals).
    """
    entries = sorted(band, key=lambda entry: axis.place(entry.size))
    if len(entries) <= nodes:
        return entries
    x = np.array([axis.place(entry.size) for entry in entries])
    fields = BAND_FIELDS[1:] if bands else BAND_FIELDS[1:2]
    y = np.array([[getattr(entry, name) for name in fields] for entry in entries])
    y[~np.isfinite(y)] = np.nan
    kept = [0, len(entries) - 1]
    farthest = [_farthest(x, y, 0, len(entries) - 1)]
    while len(kept) < nodes:
        _, i, left, right = heapq.heappop(farthest)
        kept.append(i)
        for ends in ((left, i), (i, right)):
            if ends[1] - ends[0] > 1:
                heapq.heappush(farthest, _farthest(x, y, *ends))
    return [entries[i] for i in sorted(kept)]


def _farthest(x: Array, y: Array, left: int, right: int) -> tuple[float, int, int, int]:
    """Return the entry between two farthest from their lines: minus its distance, and where.

    ``x``: (X,), ``y``: (X, lines); distances that are not known count as none.
    """
    run = x[right] - x[left]
    slope = (y[right] - y[left]) / run if run > 0 else np.zeros(y.shape[1])
    inside = slice(left + 1, right)
    away = np.abs(y[inside] - y[left] - slope * (x[inside, None] - x[left]))
    largest = np.where(np.isfinite(away), away, 0.0).max(axis=1)
    place = int(largest.argmax())
    return -float(largest[place]), left + 1 + place, left, right


def level_rows(panel: Panel) -> list[Row]:
    """The chance level and the ceiling (where it is not simply 1) of a panel."""
    rows: list[Row] = []
    for label, attribute in (("chance", "chance"), ("ceiling", "ceiling")):
        values = {getattr(result.series, attribute) for result in panel.results}
        for value in sorted(v for v in values if math.isfinite(v)):
            proportion = panel.results[0].series.metric_kind == "proportion"
            if label == "ceiling" and proportion and value >= 1:
                continue
            rows.append({"score": value, "label": label})
    return rows


def reference_rows(panel: Panel, most: int = 3) -> tuple[list[Row], int]:
    """The best ``most`` models without a size, and how many more there are."""
    found = {
        (clean(reference.model), reference.score)
        for result in (*panel.results, *panel.beside)
        for reference in result.references
        if math.isfinite(reference.score)
    }
    losses = any(result.series.metric_kind == "loss" for result in panel.results)
    ranked = sorted(found, key=lambda entry: (entry[1] if losses else -entry[1], entry[0]))
    rows = [{"score": score, "label": model} for model, score in ranked[:most]]
    return rows, max(0, len(ranked) - most)
