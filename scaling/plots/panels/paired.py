"""Panels with a table each: beside it where there is room, else under it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from scaling.plots.style.style import Style

NARROW = 0.72  # of the design's width: with less room the table stands under its panel
UNDER = 34.0  # pixels that a table under a panel takes of the room of the axis' labels


@dataclass(frozen=True)
class Paired:
    """Sizes of a panel and of its table, in the theme's unit.

    ``start``: where the table begins, from the left of its own plane. ``span``: about how wide
    the figure comes out.
    """

    columns: int
    width: float
    height: float
    table: float
    start: float
    span: float

    @classmethod
    def of(cls, style: Style, panel: tuple[float, float], table: float) -> Self:
        """Return the sizes for a panel (width, height) and a table's width, given in pixels."""
        width, height = panel
        room = style.room(width + table)
        whole = room if style.within is None else style.within
        beside = whole >= NARROW * style.px(width + table)
        across = min(room * width / (width + table) if beside else room, style.px(1.5 * width))
        scale = min(1.0, max(across / style.px(width), 0.7))
        return cls(
            columns=2 if beside else 1,
            width=round(across, 2),
            height=round(style.px(height) * scale, 2),
            table=round(room - across if beside else across, 2),
            start=0.0 if beside else -style.px(UNDER),
            span=room + style.px(60 if beside else 40),
        )
