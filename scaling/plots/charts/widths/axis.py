"""The axis of widths: logarithmic with 0 at its left end, or linear where they lie close."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from scaling.detection.results import DetectResult
from scaling.plots.panels.units import axes_text
from scaling.plots.style.style import Style
from scaling.plots.style.text import wrap
from scaling.plots.style.ticks import log_ticks

LINEAR_BELOW = 8.0  # largest over smallest: below it, and with no zero, an axis from 0 reads best


@dataclass(frozen=True)
class WidthAxis:
    """Where widths lie: ``low`` to ``high``.

    ``edge``: where a logarithmic axis has its 0, None on a linear axis and where nothing is 0.
    """

    low: float
    high: float
    logarithmic: bool
    edge: float | None
    title: str

    def place(self, width: float) -> float:
        """Return the width that stands for ``width`` on this axis: the edge for 0."""
        return max(width, self.low)

    def ticks(self, width: float, style: Style) -> list[float]:
        """Return the widths that are labelled on a logarithmic axis ``width`` long."""
        ticks = log_ticks(self.low, self.high, max(int(width / style.px(42)), 2))
        if self.edge is None:
            return ticks
        per_unit = width / math.log(self.high / self.low)
        clear = [t for t in ticks if per_unit * math.log(t / self.low) > style.px(26)]
        return [self.low, *clear]

    def encode(self, width: float, style: Style) -> alt.X:
        """Return the x channel (field ``x``) of a plot ``width`` wide (theme's unit)."""
        title = wrap(self.title, width, style.theme.text_size)
        axis = alt.Axis(title=title if len(title) > 1 else title[0], grid=False, format="~g")
        if not self.logarithmic:
            axis.tickCount = max(2, int(width / style.px(60)))
            scale = alt.Scale(domain=[self.low, self.high], nice=False, zero=False)
        else:
            axis.values, axis.labelFlush = self.ticks(width, style), False
            if self.edge is not None:  # the one tick that is not a width of its own
                label = f"datum.value < {self.low * 1.01:.6g} ? '0' : format(datum.value, '~g')"
                axis.labelExpr = label
            scale = alt.Scale(type="log", domain=[self.low, self.high], nice=False)
        return alt.X(field="x", type="quantitative", axis=axis, scale=scale)


def width_axis(results: Sequence[DetectResult]) -> WidthAxis:
    """Return the axis that shows every estimate, interval, certifiable width and w0."""
    shown = [
        value
        for one in results
        for value in (one.width.estimate, one.width.lower, one.width.upper,
                      one.certifiable_width, one.w0)
        if math.isfinite(value)
    ]  # fmt: skip
    positive = [value for value in shown if value > 0] or [1.0]
    zero = min(shown) <= 0
    low, high = min(positive), max(positive)
    title = f"width of the rise ({axes_text(results)})"
    if not zero and high / low < LINEAR_BELOW:
        return WidthAxis(0.0, _round(1.06 * high), False, None, title)
    low = _round(low / (2.0 if zero else 1.15))
    return WidthAxis(low, _round(1.15 * high), True, low if zero else None, title)


def _round(value: float) -> float:
    return float(f"{value:.4g}")
