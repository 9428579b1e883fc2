"""Direct labels: the name of each line at the right of its panel, moved apart where needed."""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt

from scaling.plots.panels.frame import Frame
from scaling.plots.panels.grouping import Line, Panel
from scaling.plots.panels.rows import joined
from scaling.plots.style.rows import Row
from scaling.plots.style.spread import spread
from scaling.plots.style.style import Style
from scaling.plots.style.text import shorten, width_of

# Pixels: the longest label, the gap to the panel, the symbol's middle, where the text begins.
LONGEST, GAP, SYMBOL, TEXT = 130.0, 4.0, 10.0, 18.0


def label_layers(panel: Panel, frame: Frame) -> list[alt.Chart]:
    """A symbol and a name for each line, with a thin leader from where the line ends."""
    ends: dict[str, tuple[float, float]] = {}
    for line in panel.lines:
        end = _end(line, frame)
        if end is not None:
            ends[line.name] = max(ends.get(line.name, end), end)
    if not ends:
        return []
    px, size = frame.style.px, frame.theme.text_size
    wanted = [min(max(frame.down(score), 0.0), frame.height) for _, score in ends.values()]
    places = spread(wanted, size * 1.25, 0.0, frame.height)
    labels: list[Row] = []
    leaders: list[Row] = []
    for (name, (right, _)), start, place in zip(ends.items(), wanted, places, strict=True):
        label = {"name": name, "label": shorten(name, px(LONGEST), size)}
        labels.append(label | {"score": frame.score_at(place)})
        if frame.width * (1 - right) > px(14) or abs(place - start) > px(6):
            edges = {"score": frame.score_at(start), "end": frame.score_at(place)}
            leaders.append({"name": name, "size": frame.x.size_at(right), **edges})
    y = frame.up()
    layers = []
    if leaders:
        rule = alt.Chart(frame.data.add(leaders)).mark_rule(
            strokeWidth=px(0.8), strokeDash=frame.style.dash(1, 2), opacity=0.8, xOffset=px(GAP)
        )
        beside = alt.value(frame.width + px(GAP))
        layers.append(
            rule.encode(
                x=frame.across(), x2=beside, y=y, y2=alt.Y2(field="end"), color=frame.colour()
            )
        )
    symbol = alt.Chart(frame.data.add(labels)).mark_point(
        filled=True, size=frame.style.area(36), opacity=1, x=frame.width + px(SYMBOL)
    )
    layers.append(symbol.encode(y=y, color=frame.colour(), shape=frame.shape()))
    text = alt.Chart(frame.data.add(labels)).mark_text(
        align="left", baseline="middle", x=frame.width + px(TEXT), fontSize=size,
        color=frame.theme.ink,
    )  # fmt: skip
    layers.append(text.encode(y=y, text=alt.Text(field="label", type="nominal")))
    return layers


def label_room(names: Sequence[str], style: Style) -> float:
    """Return the room that labels need at the right of a panel, in the theme's unit."""
    size = style.theme.text_size
    widest = max((min(width_of(name, size), style.px(LONGEST)) for name in names), default=0.0)
    return style.px(TEXT + 6) + widest


def _end(line: Line, frame: Frame) -> tuple[float, float] | None:
    """Where a line ends: place on the size axis (0 to 1) and score."""
    nodes = [(p.size, p.score) for p in line.result.points]
    if line.result.band and not joined(line.result):
        nodes = [(b.size, b.estimate) for b in line.result.band]
    known = [(frame.x.place(s), score) for s, score in nodes if math.isfinite(score)]
    if not known:
        return None
    right, score = max(known, key=lambda node: node[0])
    return min(right, 1.0), score
