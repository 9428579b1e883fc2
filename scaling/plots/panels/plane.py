"""A panel of two numbers, and the layers drawn on it from rows that hold their own looks.

Rows have the fields of both axes; ``x2`` and ``y2`` are the other ends of spans, ``colour`` and
``shape`` what a mark looks like. Layers that are given no colour take it from the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from scaling.plots.panels.frame import Frame
from scaling.plots.style.measure import Measure
from scaling.plots.style.rows import Datasets, Row
from scaling.plots.style.style import Style
from scaling.plots.style.theme import Theme


@dataclass(frozen=True)
class Plane:
    """What every layer of a panel shares: both axes and their channels, size, style and rows."""

    x: Measure
    y: Measure
    across: alt.X
    up: alt.Y
    width: float
    height: float
    style: Style
    data: Datasets

    @classmethod
    def of(
        cls, x: Measure, y: Measure, width: float, height: float, style: Style, data: Datasets
    ) -> Plane:
        """Return the panel of two axes, ``width`` and ``height`` in the theme's unit."""
        size = style.theme.text_size
        channels = x.across(width, size), y.up(height, size)
        return cls(x, y, *channels, width, height, style, data)

    @classmethod
    def over(cls, frame: Frame) -> Plane:
        """Return the panel of a frame of series, for further layers on the same axes."""
        logs = frame.x.logarithmic
        x = Measure("size", frame.x.title, frame.x.low, frame.x.high, logs, reverse=not logs)
        y = Measure("score", frame.y.title, frame.y.low, frame.y.high, frame.y.logarithmic)
        channels = frame.across(), frame.up()
        return cls(x, y, *channels, frame.width, frame.height, frame.style, frame.data)

    @property
    def theme(self) -> Theme:
        """The theme's colours and text sizes."""
        return self.style.theme

    def down(self, value: float) -> float:
        """Return how far below the top a value of the y axis is drawn."""
        return self.height * (1 - self.y.place(value))

    def value_at(self, down: float) -> float:
        """Return the value of the y axis that far below the top, the inverse of ``down``."""
        return self.y.value_at(1 - down / self.height)

    def points(
        self,
        rows: Sequence[Row],
        *,
        size: float = 44,
        filled: bool = True,
        tooltip: Sequence[tuple[str, str]] = (),
        **mark: Any,
    ) -> list[alt.Chart]:
        """Points of ``size`` square pixels; ``tooltip``: fields of the rows and what they are."""
        look: dict[str, Any] = {"opacity": 1, "size": self.style.area(size), "filled": filled}
        if not filled:
            look["strokeWidth"] = self.style.px(1.6)
        channels: dict[str, Any] = {"shape": alt.Shape(field="shape", type="nominal", scale=None)}
        if tooltip:
            channels["tooltip"] = [
                alt.Tooltip(field=field, type="nominal", title=title) for field, title in tooltip
            ]
        return self._layer("mark_point", rows, look | mark, channels)

    def lines(self, rows: Sequence[Row], **mark: Any) -> list[alt.Chart]:
        """Lines through the rows in their order, one a value of ``line``."""
        channels = {
            "detail": alt.Detail(field="line", type="nominal"),
            "order": alt.Order(field="rank", type="quantitative"),
        }
        rows = [row | {"rank": rank} for rank, row in enumerate(rows)]
        return self._layer("mark_line", rows, {"clip": True, **mark}, channels)

    def areas(self, rows: Sequence[Row], **mark: Any) -> list[alt.Chart]:
        """Areas from the y axis' field to ``y2``, one a value of ``line``."""
        channels = {
            "y2": alt.Y2(field="y2"),
            "detail": alt.Detail(field="line", type="nominal"),
        }
        return self._layer("mark_area", rows, {"clip": True, **mark}, channels)

    def spans(
        self, rows: Sequence[Row], kind: str = "mark_rule", *, along: str, **mark: Any
    ) -> list[alt.Chart]:
        """Rules or rectangles; ``along`` is x, y or xy: which of the axes they extend on."""
        channels: dict[str, Any] = {}
        if "x" in along:
            channels["x2"] = alt.X2(field="x2")
        if "y" in along:
            channels["y2"] = alt.Y2(field="y2")
        return self._layer(kind, rows, mark, channels)

    def texts(self, rows: Sequence[Row], *, halo: bool = False, **mark: Any) -> list[alt.Chart]:
        """Texts of the field ``text``; ``halo``: with an edge of background about the letters."""
        look = {"fontSize": self.theme.small_size, "baseline": "middle", **mark}
        channels = {"text": alt.Text(field="text", type="nominal")}
        layers = self._layer("mark_text", rows, look, channels)
        if halo:
            edge = {**look, "color": self.theme.background, "stroke": self.theme.background}
            edge |= {"strokeWidth": self.style.px(3.5), "strokeJoin": "round"}
            layers = [*self._layer("mark_text", rows, edge, channels), *layers]
        return layers

    def _layer(
        self, kind: str, rows: Sequence[Row], mark: dict[str, Any], channels: dict[str, Any]
    ) -> list[alt.Chart]:
        if not rows:
            return []
        used = dict(channels)
        if self.x.field in rows[0]:
            used["x"] = self.across
        if self.y.field in rows[0]:
            used["y"] = self.up
        if "shape" not in rows[0]:
            used.pop("shape", None)
        if "colour" in rows[0] and "color" not in mark:
            used["color"] = alt.Color(field="colour", type="nominal", scale=None)
        elif "color" not in mark:
            mark = {**mark, "color": self.theme.ink}
        chart = alt.Chart(self.data.add(rows))
        marked: alt.Chart = getattr(chart, kind)(**mark)
        return [marked.encode(**used)]
