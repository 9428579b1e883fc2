"""The axes of the plane of definitions: linear in linearity, symmetric-log in breakthroughness."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import altair as alt

from scaling.plots.charts.definitions.rows import CUT_OFF, Scored
from scaling.plots.style.style import Style
from scaling.plots.style.text import wrap

TITLE = "linearity (1: a straight line)"
BETWEEN = 22.0  # pixels of the design between two labels


@dataclass(frozen=True)
class Plane:
    """Ranges of linearity and breakthroughness, and the size of the plot (theme's unit)."""

    left: float
    right: float
    low: float
    high: float
    width: float
    height: float

    @classmethod
    def of(cls, points: Sequence[Scored], width: float, height: float) -> Plane:
        """Return the plane that shows all points, 0, the cut-off and a straight line."""
        scores = [point.breakthroughness for point in points]
        left = min(0.0, *(point.linearity for point in points))
        low, high = min(0.0, *scores), max(1.6 * CUT_OFF, *scores)
        return cls(
            left=_round(left - 0.06) if left < 0 else -0.02,
            right=1.06,
            low=_round(1.25 * low - 0.2 if low < 0 else -0.15),
            high=_round(1.25 * high),
            width=width,
            height=height,
        )

    def between(self, left: float, right: float) -> Plane:
        """Return the plane with other ends across, for another score than linearity."""
        return replace(self, left=left, right=right)

    def down(self, score: float) -> float:
        """Return how far below the top of the plot a breakthroughness lies."""
        low, high = _log(self.low), _log(self.high)
        return self.height * (high - _log(score)) / (high - low)

    def score_at(self, down: float) -> float:
        """Return the breakthroughness at a distance from the top, the inverse of ``down``."""
        low, high = _log(self.low), _log(self.high)
        value = high - down / self.height * (high - low)
        return math.copysign(math.expm1(abs(value)), value)

    def x(self, style: Style) -> alt.X:
        """Return the channel of the field ``x`` on the axis of linearity."""
        title = wrap(TITLE, self.width, style.theme.text_size)
        axis = alt.Axis(
            title=title if len(title) > 1 else title[0], grid=False,
            tickCount=max(2, int(self.width / style.px(60))), format="~g",
        )  # fmt: skip
        scale = alt.Scale(domain=[self.left, self.right], nice=False, zero=False)
        return alt.X(field="x", type="quantitative", axis=axis, scale=scale)

    def y(self, style: Style, field: str = "breakthroughness") -> alt.Y:
        """Return the channel of a field on the axis of breakthroughness."""
        axis = alt.Axis(
            title="breakthroughness", values=self._ticks(style.px(BETWEEN)), grid=False,
            labelExpr="format(datum.value, ',')",
        )  # fmt: skip
        scale = alt.Scale(type="symlog", constant=1, domain=[self.low, self.high], nice=False)
        return alt.Y(field=field, type="quantitative", axis=axis, scale=scale)

    def _ticks(self, between: float) -> list[float]:
        """Return round scores with room between them; 0 and the cut-off go first."""
        decades = range(math.ceil(math.log10(max(self.high, -self.low, 10))) + 1)
        rounds = [mantissa * 10.0**k for mantissa in (1, 2, 5) for k in decades]
        rest = sorted({*rounds, *(-tick for tick in rounds)}, key=lambda tick: (-abs(tick), tick))
        chosen: list[float] = []
        for tick in (0.0, CUT_OFF, *rest):
            apart = [abs(self.down(tick) - self.down(other)) for other in chosen]
            if self.low <= tick <= self.high and min(apart, default=between) >= between:
                chosen.append(tick)
        return sorted(chosen)


def _log(score: float) -> float:
    """Return the symmetric logarithm that Vega draws (constant 1)."""
    return math.copysign(math.log1p(abs(score)), score)


def _round(value: float) -> float:
    return float(f"{value:.4g}")
