"""Residuals of results: every score, its interval and its band less the curve at its size."""

from __future__ import annotations

import math

from scaling.fitting.records import Point
from scaling.fitting.results import SeriesResult
from scaling.plots.panels.fan import curve_along
from scaling.plots.panels.grouping import Panel
from scaling.plots.panels.rows import interval_text, size_text
from scaling.plots.style.axes import SizeAxis
from scaling.plots.style.look import Look
from scaling.plots.style.measure import Measure
from scaling.plots.style.rows import Row
from scaling.plots.style.text import clean, score_text


def scale_of(axis: SizeAxis) -> Measure:
    """Return a size axis as the measure that curves are followed along."""
    return Measure(
        "size", axis.title, axis.low, axis.high, axis.logarithmic, reverse=not axis.logarithmic
    )


def residuals_of(result: SeriesResult, axis: Measure) -> list[tuple[Point, float]]:
    """Return every point with the curve at its size; those where no curve is drawn are left out.

    The sizes of a band hold those of the points, so that the curve is exact there. Between two
    sizes it is followed along the axis.
    """
    band = [node for node in result.band if math.isfinite(node.estimate)]
    curves = curve_along(band, (point.size for point in result.points), axis)
    return [
        (point, curve)
        for point, curve in zip(result.points, curves, strict=True)
        if math.isfinite(curve) and math.isfinite(point.score)
    ]


def point_rows(panel: Panel, axis: Measure, look: Look, apart: float) -> list[Row]:
    """Return one row a residual, with what its tooltip says.

    ``apart``: how far families are moved sideways from each other, as a share of the axis, so
    that those measured at the same sizes do not hide each other.
    """
    rows: list[Row] = []
    present = set(panel.names)
    places = {name: place for place, name in enumerate(look.names) if name in present}
    order = {name: place for place, name in enumerate(places)}
    for line in panel.lines:
        if line.name not in places:
            continue
        place = places[line.name]
        shift = apart * (order[line.name] - (len(order) - 1) / 2)
        level = line.result.interval.level if line.result.interval else None
        for point, curve in residuals_of(line.result, axis):
            rows.append(
                {"size": axis.value_at(axis.place(point.size) + shift) if shift else point.size,
                 "residual": point.score - curve, "line": line.name,
                 "lower": point.lower - curve, "upper": point.upper - curve,
                 "colour": look.colours[place], "shape": look.shapes[place],
                 "model": clean(point.model), "size_text": size_text(point.size, panel.size),
                 "residual_text": f"{point.score - curve:+.3g}",
                 "score_text": score_text(point.score), "curve_text": score_text(curve),
                 "interval_text": interval_text(point, level)}
            )  # fmt: skip
    return rows


def band_rows(panel: Panel, look: Look) -> list[Row]:
    """Return the band of a new model's score less the curve, over the sizes of the points."""
    rows: list[Row] = []
    for line in panel.lines:
        sizes = [point.size for point in line.result.points]
        rows += [
            {"size": node.size, "residual": node.predict_lower - node.estimate,
             "y2": node.predict_upper - node.estimate, "line": line.name,
             "colour": look.colours[look.names.index(line.name)]}
            for node in line.result.band
            if math.isfinite(node.predict_lower + node.predict_upper + node.estimate)
            and min(sizes) <= node.size <= max(sizes)
        ]  # fmt: skip
    return rows
