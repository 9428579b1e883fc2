"""What a panel of a crossing has beside points and curves: baseline, bracket, place."""

from __future__ import annotations

import math
from statistics import NormalDist

import altair as alt

from scaling.forecasting.crossing.results import CrossingResult
from scaling.plots.panels.fan import curve_at
from scaling.plots.panels.plane import Plane
from scaling.plots.panels.rows import size_text
from scaling.plots.style.rows import Row
from scaling.plots.style.text import clean, score_text, shorten, width_of

LANE = 9.0  # pixels above the panel at which the place of the crossing is drawn
USUAL_LEVEL = 0.95
CHANCE_COUNTS = 3  # a name over a name is worse than a name over two points


def baseline_range(one: CrossingResult) -> tuple[float, float]:
    """Return the ends of the baseline's interval, NaN where its error is not known."""
    level = one.interval.level if one.interval else USUAL_LEVEL
    half = NormalDist().inv_cdf(0.5 + level / 2) * one.baseline.stderr
    return one.baseline.score - half, one.baseline.score + half


def baseline_layers(plane: Plane, one: CrossingResult) -> list[alt.Chart]:
    """The baseline as a labelled line with its interval."""
    score, theme, px = one.baseline.score, plane.theme, plane.style.px
    if not plane.y.shows(score):
        return []
    low, high = (plane.y.clip(end) for end in baseline_range(one))
    layers = []
    if high > low:
        layers += plane.spans(
            [{"score": low, "y2": high}], "mark_rect", along="y", color=theme.ink, opacity=0.10
        )
    layers += plane.spans([{"score": score}], along="", color=theme.ink, strokeWidth=px(1.3))
    words = f"{baseline_name(one)}: {score_text(score)}"
    text = shorten(words, plane.width - px(10), theme.small_size)
    left, down = _free_place(plane, one, width_of(text, theme.small_size))
    side = {"align": "left", "x": px(4)} if left else {"align": "right", "x": plane.width - px(4)}
    row = {"text": text, "score": plane.value_at(down)}
    return layers + plane.texts([row], halo=True, **side)


def _free_place(plane: Plane, one: CrossingResult, width: float) -> tuple[bool, float]:
    """Return where the fewest marks lie under a label at the line: side (left) and height."""
    size = plane.theme.small_size
    line = plane.down(one.baseline.score)
    known = [(p.size, p.score) for p in one.points] + [(b.size, b.estimate) for b in one.band]
    marks = [
        (plane.width * plane.x.place(size), plane.down(score))
        for size, score in known
        if math.isfinite(score) and plane.x.shows(size)
    ]
    if math.isfinite(one.series.chance):  # its name stands below its line, at the right
        marks += [(plane.width - size, plane.down(one.series.chance) + size)] * CHANCE_COUNTS

    def covered(place: tuple[bool, float]) -> int:
        left, down = place
        start, stop = (0.0, width + size) if left else (plane.width - width - size, plane.width)
        return sum(start <= x <= stop and abs(y - down) < size for x, y in marks)

    places = [(left, line + away) for away in (-0.85 * size, 0.9 * size) for left in (True, False)]
    inside = [place for place in places if size < place[1] < plane.height - size]
    return min(inside or places, key=covered)


def baseline_name(one: CrossingResult) -> str:
    """Return what the baseline is called, nothing for a bare number."""
    return "baseline" if one.baseline.kind == "number" else clean(one.baseline.name)


def bracket_layers(plane: Plane, one: CrossingResult) -> list[alt.Chart]:
    """A shade between the sizes that the scores alone are sure of, open without one."""
    low, high = one.bracket
    if not (math.isfinite(low) or math.isfinite(high)):
        return []
    start = low if math.isfinite(low) else plane.x.value_at(0.0)
    stop = high if math.isfinite(high) else plane.x.value_at(1.0)
    row = {"size": plane.x.clip(start), "x2": plane.x.clip(stop)}
    return plane.spans([row], "mark_rect", along="x", color=plane.theme.palette[4], opacity=0.16)


def has_place(one: CrossingResult) -> bool:
    """Return whether anything is known of where the curve passes."""
    return any(math.isfinite(value) for value in (one.lower, one.estimate, one.upper))


def place_layers(plane: Plane, one: CrossingResult) -> list[alt.Chart]:
    """Above the panel where the curve passes: a bar for the interval, a line down to the curve."""
    px, theme = plane.style.px, plane.theme
    if not has_place(one):
        return []
    ends = (one.lower, one.upper)
    # On the loss axis the lower end is that of the smaller loss, which stands at the right.
    edges = (plane.x.low, plane.x.high)
    sides = ("triangle-left", "triangle-right")
    start, stop = (
        plane.x.clip(end) if math.isfinite(end) else edge
        for end, edge in zip(ends, edges, strict=True)
    )
    lane = -px(LANE)
    layers: list[alt.Chart] = []
    if one.interval is not None:
        bar = [{"size": start, "x2": stop}]
        layers += plane.spans(bar, along="x", y=lane, strokeWidth=px(3.5), opacity=0.45)
        arrows: list[Row] = [
            {"size": edge, "shape": side}
            for end, edge, side in zip(
                ends, edges, sides[::-1] if plane.x.reverse else sides, strict=True
            )
            if not math.isfinite(end)
        ]
        layers += plane.points(arrows, size=50, y=lane)
    if plane.x.shows(one.estimate):
        height = curve_at(list(one.band), one.estimate, plane.x)
        if plane.y.shows(height):
            drop = [{"size": one.estimate, "score": height}]
            layers += plane.spans(drop, along="", y2=lane, strokeWidth=px(1), strokeDash=[1, 3])
            layers += plane.points([row | {"shape": "circle"} for row in drop], size=60,
                                   filled=False)  # fmt: skip
        mark = {
            "size": one.estimate, "shape": "diamond", "place": size_text(one.estimate, one.size),
            "interval": place_text(one),
        }  # fmt: skip
        layers += plane.points(
            [mark], size=80, y=lane, stroke=theme.background, strokeWidth=px(1),
            tooltip=(("place", "passes at"), ("interval", "with interval")),
        )  # fmt: skip
    return layers


def place_text(one: CrossingResult) -> str:
    """Return where the curve passes, such as ``5.2B [2.1B, …]``; empty where it does not."""
    if not math.isfinite(one.estimate):
        return ""
    text = size_text(one.estimate, one.size)
    if one.interval is None:
        return text
    low, high = (
        size_text(end, one.size) if math.isfinite(end) else "…" for end in (one.lower, one.upper)
    )
    return f"{text} [{low}, {high}]"
