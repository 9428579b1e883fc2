"""A small table as a chart: rows of texts, bars and intervals, aligned beside a panel.

Everything is placed by its distance from the left (``x``) and by its row (``y``), so that a table
needs no axes and takes the room that it is given.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from scaling.plots.panels.plane import Plane
from scaling.plots.style.measure import Measure
from scaling.plots.style.rows import Datasets, Row
from scaling.plots.style.style import Style

LINE = 1.75  # of a row, times the size of its letters
BAR = 0.3  # half of a bar's height, of a row


@dataclass(frozen=True)
class Table:
    """The rows of a table on a plane ``plane.width`` wide; row 0 holds what heads the columns.

    Distances count from the left of the plane; the table starts at ``start``, below 0 where it
    may stand under the labels of a panel's axis.
    """

    plane: Plane
    start: float = 0.0

    @classmethod
    def of(
        cls, count: int, width: float, style: Style, data: Datasets, start: float = 0.0
    ) -> Table:
        """Return the table of so many rows, in the theme's unit."""
        height = (count + 1) * LINE * style.theme.small_size
        x = Measure("x", "", 0.0, width)
        y = Measure("y", "", -0.5, count + 0.5, reverse=True)
        across = alt.X(field="x", type="quantitative", axis=None, scale=_ends(x))
        up = alt.Y(field="y", type="quantitative", axis=None, scale=_ends(y))
        return cls(Plane(x, y, across, up, width, height, style, data), start)

    def chart(self, layers: Sequence[alt.Chart]) -> alt.LayerChart:
        """Return the chart of all columns, with a line under what heads them."""
        rule: list[Row] = [{"x": self.start, "x2": self.plane.width, "y": 0.5}]
        thin = self.plane.spans(rule, along="x", color=self.plane.theme.muted,
                                strokeWidth=self.plane.style.px(0.8))  # fmt: skip
        return alt.LayerChart(
            layer=[*thin, *layers], width=self.plane.width, height=self.plane.height
        )

    def head(self, text: str, left: float, **mark: Any) -> list[alt.Chart]:
        """The head of a column at a distance from the left."""
        row: list[Row] = [{"x": left, "y": 0.0, "text": text}]
        return self.plane.texts(row, color=self.plane.theme.muted, **mark)

    def words(
        self, texts: Sequence[str], left: float, *, strong: Sequence[bool] = (), **mark: Any
    ) -> list[alt.Chart]:
        """A column of texts, one a row; those that are ``strong`` in bold."""
        bold = list(strong) or [False] * len(texts)
        layers: list[alt.Chart] = []
        for weight in (False, True):
            rows: list[Row] = [
                {"x": left, "y": float(place), "text": text}
                for place, (text, own) in enumerate(zip(texts, bold, strict=True), start=1)
                if text and own is weight
            ]
            look = {"align": "left", "fontWeight": "bold" if weight else "normal"}
            layers += self.plane.texts(rows, **(look | mark))
        return layers

    def bars(
        self, values: Sequence[float], left: float, width: float, most: float, **mark: Any
    ) -> list[alt.Chart]:
        """A column of bars from the left, ``width`` wide for the value ``most``; NaN has none."""
        rows: list[Row] = [
            {"x": left, "x2": left + width * min(value / most, 1.0), "y": place - BAR,
             "y2": place + BAR}
            for place, value in enumerate(values, start=1)
            if math.isfinite(value) and most > 0
        ]  # fmt: skip
        return self.plane.spans(rows, "mark_rect", along="xy", **mark)

    def measured(
        self,
        values: Sequence[float],
        left: float,
        bar: float,
        most: float,
        text: Callable[[float], str],
        strong: Sequence[bool],
    ) -> list[alt.Chart]:
        """A column of bars, each with its number; of numbers alone where ``bar`` is 0."""
        px, told = self.plane.style.px, [text(value) for value in values]
        if not bar:
            return self.words(told, left, strong=strong)
        layers = self.bars(values, left, bar, most, color=self.plane.theme.muted, opacity=0.45)
        ends = [
            left + px(4) + (bar * min(value / most, 1.0) if math.isfinite(value) else 0.0)
            for value in values
        ]
        for weight in (False, True):
            rows: list[Row] = [
                {"x": end, "y": float(place), "text": cell}
                for place, (end, cell) in enumerate(zip(ends, told, strict=True), start=1)
                if cell and strong[place - 1] is weight
            ]
            layers += self.plane.texts(
                rows, align="left", fontWeight="bold" if weight else "normal"
            )
        return layers


def _ends(measure: Measure) -> alt.Scale:
    return alt.Scale(
        domain=[measure.low, measure.high], nice=False, zero=False, reverse=measure.reverse
    )
