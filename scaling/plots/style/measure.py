"""An axis of any number, for x or y: its field, title, ends, and whether it is logarithmic."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import altair as alt

from scaling.plots.style.axes import SIZE_LABELS
from scaling.plots.style.text import shorten, width_of, wrap
from scaling.plots.style.ticks import log_ticks
from scaling.units import format_size

SPARE = 0.05  # of the range, at either end
UNSIGNED_ZERO = "datum.value === 0 ? replace(datum.label, '+', '') : datum.label"


@dataclass(frozen=True)
class Measure:
    """The axis of one number: ``field`` is its name in the rows, (low, high) what is shown.

    ``reverse``: large values stand at the left or at the bottom. ``format``: of the labels of an
    axis that is not logarithmic (d3).
    """

    field: str
    title: str
    low: float
    high: float
    logarithmic: bool = False
    reverse: bool = False
    format: str = ",~f"

    @classmethod
    def of(
        cls,
        field: str,
        title: str,
        values: Iterable[float],
        *,
        logarithmic: bool = False,
        reverse: bool = False,
        spare: float = SPARE,
        format: str = ",~f",
    ) -> Measure:
        """Return the axis that shows all finite values, with some room at either end."""
        known = [v for v in values if math.isfinite(v) and (v > 0 or not logarithmic)]
        low, high = (min(known), max(known)) if known else (1.0, 10.0)
        if logarithmic:
            factor = (high / low) ** spare if high > low else 1.5
            return cls(field, title, low / factor, high * factor, True, reverse, format)
        room = spare * (high - low) or 0.05 * abs(high) or 0.5
        return cls(field, title, low - room, high + room, False, reverse, format)

    def place(self, value: float) -> float:
        """Return where a value lies: 0 at the left or bottom end, 1 at the other."""
        if self.logarithmic:
            share = math.log(value / self.low) / math.log(self.high / self.low)
        else:
            share = (value - self.low) / (self.high - self.low)
        return 1 - share if self.reverse else share

    def value_at(self, place: float) -> float:
        """Return the value at a place, the inverse of ``place``."""
        share = 1 - place if self.reverse else place
        if self.logarithmic:
            return float(self.low * (self.high / self.low) ** share)
        return self.low + share * (self.high - self.low)

    def clip(self, value: float) -> float:
        """Return the value, moved to the nearest end where it lies outside."""
        return min(max(value, self.low), self.high)

    def shows(self, value: float) -> bool:
        """Return whether a value is known and lies on the axis."""
        return self.low <= value <= self.high

    def across(self, width: float, size: float) -> alt.X:
        """Return the x channel of a panel ``width`` wide, for a title in letters of ``size``."""
        lines = wrap(self.title, width, size)
        title = lines if len(lines) > 1 else lines[0]
        most = int(width / 4 / size)
        while self.logarithmic and most > 2 and not self._fits(most, width, size):
            most -= 1
        return alt.X(
            field=self.field, type="quantitative", axis=self._axis(most, title),
            scale=self._scale(),
        )  # fmt: skip

    def up(self, height: float, size: float) -> alt.Y:
        """Return the y channel of a panel ``height`` high, for a title in letters of ``size``."""
        axis = self._axis(height / 3 / size, shorten(self.title, height, size))
        return alt.Y(field=self.field, type="quantitative", axis=axis, scale=self._scale())

    def _fits(self, most: int, width: float, size: float) -> bool:
        """Return whether the labels of so many ticks stand apart along ``width``."""
        ticks = log_ticks(self.low, self.high, most)
        widest = max((width_of(format_size(tick), size) for tick in ticks), default=0.0)
        places = sorted(width * self.place(tick) for tick in ticks)
        return all(high - low > widest + size / 2 for low, high in pairwise(places))

    def _axis(self, most: float, title: str | list[str]) -> alt.Axis:
        if not self.logarithmic:
            labels = UNSIGNED_ZERO if self.format.startswith("+") else alt.Undefined
            return alt.Axis(title=title, tickCount=max(3, int(most)), grid=False,
                            format=self.format, labelExpr=labels)  # fmt: skip
        ticks = log_ticks(self.low, self.high, int(most))
        return alt.Axis(title=title, values=ticks, labelExpr=SIZE_LABELS, grid=False,
                        labelFlush=False)  # fmt: skip

    def _scale(self) -> alt.Scale:
        ends = [self.low, self.high]
        if self.logarithmic:
            return alt.Scale(type="log", domain=ends, nice=False, reverse=self.reverse)
        return alt.Scale(domain=ends, nice=False, zero=False, reverse=self.reverse)
