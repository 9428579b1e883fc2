"""Labels at the right of a panel, moved apart, each with a thin line to what it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import altair as alt

from scaling.plots.panels.plane import Plane
from scaling.plots.style.spread import spread
from scaling.plots.style.style import Style
from scaling.plots.style.text import shorten, width_of

MOST = 130.0  # pixels of a label
GAP = 8.0
APART = 1.25  # of the letters' size, between labels
MOST_LABELS = 6  # whose lines are followed where they cross
Label = TypeVar("Label")


@dataclass(frozen=True)
class Beside:
    """A label for what is drawn at (x, y), in the values of the axes."""

    text: str
    x: float
    y: float
    colour: str
    strong: bool = False


def beside_layers(plane: Plane, labels: Sequence[Beside]) -> list[alt.Chart]:
    """Return the labels, in the order of what they name, with lines where they stand away."""
    if not labels:
        return []
    size, px = plane.theme.small_size, plane.style.px
    wanted = [min(max(plane.down(label.y), 0.0), plane.height) for label in labels]
    places = spread(wanted, size * APART, 0.0, plane.height)
    layers: list[alt.Chart] = []
    leaders = [
        {plane.x.field: label.x, plane.y.field: plane.value_at(start),
         "y2": plane.value_at(place), "colour": label.colour}
        for label, start, place in zip(labels, wanted, places, strict=True)
        if plane.width * (1 - plane.x.place(label.x)) > px(20) or abs(place - start) > px(5)
    ]  # fmt: skip
    if leaders:
        rule = alt.Chart(plane.data.add(leaders)).mark_rule(
            strokeWidth=px(0.8), strokeDash=[1, 2], opacity=0.8
        )
        layers.append(
            rule.encode(
                x=plane.across, x2=alt.value(plane.width + px(GAP - 3)), y=plane.up,
                y2=alt.Y2(field="y2"),
                color=alt.Color(field="colour", type="nominal", scale=None),
            )
        )  # fmt: skip
    for strong in (False, True):
        rows = [
            {plane.y.field: plane.value_at(place), "text": shorten(label.text, px(MOST), size)}
            for label, place in zip(labels, places, strict=True)
            if label.strong is strong
        ]
        look: dict[str, Any] = {"fontWeight": "bold"} if strong else {"color": plane.theme.muted}
        layers += plane.texts(rows, align="left", x=plane.width + px(GAP), **look)
    return layers


def fewer(labels: Sequence[Label], height: float, style: Style) -> Sequence[Label]:
    """Return the labels of a panel; of more than can be followed the first, middle and last."""
    room = int(height / (style.theme.small_size * APART)) + 1
    if len(labels) <= min(MOST_LABELS, room):
        return labels
    return [labels[0], labels[len(labels) // 2], labels[-1]]


def room_beside(texts: Sequence[str], style: Style) -> float:
    """Return the room that labels need at the right of a panel, in the theme's unit."""
    widest = max((width_of(text, style.theme.small_size) for text in texts), default=0.0)
    return min(widest, style.px(MOST)) + style.px(GAP) if texts else 0.0
