"""The rows behind a panel's layers: plain numbers and texts taken from results.

Curves are thinned to the nodes that shape them, so that a whole chart stays below Altair's
limit of 5,000 rows a frame.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence

from scaling.detection.results import DetectResult
from scaling.fitting.records import BandPoint, Point
from scaling.fitting.results import SeriesResult
from scaling.plots.panels.grouping import Panel
from scaling.plots.style.axes import SizeAxis
from scaling.plots.style.rows import ROWS, Row
from scaling.plots.style.text import clean, score_text
from scaling.plots.style.verdicts import FAILED
from scaling.units import format_size

NOT_RISING = ("inverse", "u_shaped", "inverted_u", "shape_unstable")
LEAST_NODES, MOST_NODES = 8, 60
BAND_FIELDS = ("size", "estimate", "lower", "upper", "predict_lower", "predict_upper")


def size_text(size: float, axis: str) -> str:
    """Return a size as people write it: 1.3B on logarithmic axes, 2.51 on the loss."""
    return format_size(size) if size > 0 and axis != "loss" else f"{size:.4g}"


def interval_text(point: Point, level: float | None) -> str:
    """Return the interval of a point in words, ``not known`` where there is none."""
    if not (math.isfinite(point.lower) and math.isfinite(point.upper)):
        return "not known"
    kind = "" if level is None else f" ({level:.0%})"
    return f"{score_text(point.lower)} to {score_text(point.upper)}{kind}"


def point_rows(panel: Panel) -> list[Row]:
    """One row a point; ``open`` where its interval reaches down to chance."""
    rows = []
    for line in panel.lines:
        level = line.result.interval.level if line.result.interval else None
        for point in line.result.points:
            if not math.isfinite(point.score):
                continue
            n = point.n_items
            rows.append(
                {
                    "name": line.name,
                    "model": clean(point.model),
                    "size": point.size,
                    "score": point.score,
                    "lower": point.lower,
                    "upper": point.upper,
                    "open": reaches_chance(line.result, point),
                    "size_text": size_text(point.size, panel.size),
                    "score_text": score_text(point.score),
                    "interval_text": interval_text(point, level),
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


def band_rows(panel: Panel, axis: SizeAxis, nodes: int) -> list[Row]:
    """The nodes of every curve; ``line`` tells curves of one name apart."""
    rows = []
    for place, line in enumerate(panel.lines):
        if line.result.status == FAILED or joined(line.result):
            continue
        band = [b for b in line.result.band if math.isfinite(b.estimate)]
        for entry in thin(band, nodes, axis):
            values = {name: getattr(entry, name) for name in BAND_FIELDS}
            values["score"] = values.pop("estimate")
            rows.append({"name": line.name, "line": place, **values})
    return rows


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


def thin(band: Sequence[BandPoint], nodes: int, axis: SizeAxis) -> list[BandPoint]:
    """Keep the ``nodes`` entries from which straight lines follow the curve most closely.

    Starts from both ends and adds, one by one, the entry farthest from the lines so far
    (Douglas and Peucker 1973, by vertical distance).
    """
    entries = sorted(band, key=lambda entry: axis.place(entry.size))
    if len(entries) <= nodes:
        return entries
    x = [axis.place(entry.size) for entry in entries]
    y = [entry.estimate for entry in entries]
    kept = [0, len(entries) - 1]
    farthest = [_farthest(x, y, 0, len(entries) - 1)]
    while len(kept) < nodes:
        _, i, left, right = heapq.heappop(farthest)
        kept.append(i)
        for ends in ((left, i), (i, right)):
            if ends[1] - ends[0] > 1:
                heapq.heappush(farthest, _farthest(x, y, *ends))
    return [entries[i] for i in sorted(kept)]


def _farthest(
    x: Sequence[float], y: Sequence[float], left: int, right: int
) -> tuple[float, int, int, int]:
    """Return the entry between two farthest from their line: minus its distance, and where."""
    run = x[right] - x[left]
    slope = (y[right] - y[left]) / run if run > 0 else 0.0
    away = [abs(y[i] - y[left] - slope * (x[i] - x[left])) for i in range(left + 1, right)]
    place = max(range(len(away)), key=lambda i: away[i])
    return -away[place], left + 1 + place, left, right


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
