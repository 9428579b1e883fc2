"""Axes of size and of score: domains, readable ticks, titles with their unit."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from scaling.fitting.records import Band, BandPoint
from scaling.fitting.results import SeriesResult
from scaling.plots.style.style import Style
from scaling.plots.style.text import clean, wrap
from scaling.plots.style.ticks import log_ticks
from scaling.series import LOSS_AXIS

SIZE_TITLES = {
    "params": "parameters",
    "active_params": "active parameters",
    "flops": "training FLOPs",
    "tokens": "training tokens",
    "loss": "loss (nats per token, better to the right)",
}
SPARE = 0.04  # of the axis, at either end
WIDE = 100.0  # losses over more than this factor are told apart on a logarithmic axis alone
FLOOR = 1e-3  # of the lowest score of a logarithmic axis: where scores of 0 and less are put

# Vega writes 10G for ten billion and 1Z for 1e21.
SIZE_LABELS = (
    "datum.value >= 1e15 ? replace(format(datum.value, '~e'), 'e+', 'e')"
    " : datum.value < 1000 ? format(datum.value, '~g')"
    " : replace(replace(format(datum.value, '~s'), 'G', 'B'), 'k', 'K')"
)


@dataclass(frozen=True)
class SizeAxis:
    """The size axis of a chart: its name and the sizes (low, high) it shows."""

    name: str
    low: float
    high: float

    @classmethod
    def of(cls, name: str, sizes: Iterable[float]) -> SizeAxis:
        """Return the axis that shows all of these sizes, with some room at either end.

        >>> axis = SizeAxis.of("params", [1e9, 1e9])
        >>> axis.low, axis.high
        (500000000.0, 2000000000.0)
        """
        known = [size for size in sizes if math.isfinite(size) and (size > 0 or name == LOSS_AXIS)]
        if name == LOSS_AXIS:
            low, high = (min(known), max(known)) if known else (2.0, 4.0)
            spare = SPARE * (high - low) or 0.1
            return cls(name, low - spare, high + spare)
        low, high = (min(known), max(known)) if known else (1e8, 1e11)
        spare = (high / low) ** SPARE if high > low else 2.0
        return cls(name, low / spare, high * spare)

    @property
    def logarithmic(self) -> bool:
        """Whether the axis is logarithmic (all are but the loss)."""
        return self.name != LOSS_AXIS

    @property
    def title(self) -> str:
        """Title with the unit; unknown columns keep their name."""
        return SIZE_TITLES.get(self.name, clean(self.name.replace("_", " ")))

    def place(self, size: float) -> float:
        """Return where a size lies, 0 at the left end and 1 at the right."""
        if not self.logarithmic:
            return (self.high - size) / (self.high - self.low)
        return math.log(size / self.low) / math.log(self.high / self.low)

    def size_at(self, place: float) -> float:
        """Return the size at a place, the inverse of ``place``."""
        if not self.logarithmic:
            return self.high - place * (self.high - self.low)
        return float(self.low * (self.high / self.low) ** place)

    def clip(self, size: float) -> float:
        """Return the size, moved to the nearest end where it lies outside."""
        return min(max(size, self.low), self.high)

    def encode(self, width: float, style: Style) -> alt.X:
        """Return the x channel (field ``size``) for a panel ``width`` wide, in the style's unit."""
        lines = wrap(self.title, width, style.theme.text_size, lines=3)
        title = lines if len(lines) > 1 else lines[0]
        most = width / (3.3 * style.theme.small_size)  # a label and the room beside it
        if not self.logarithmic:
            axis = alt.Axis(title=title, tickCount=max(2, int(most / 1.5)), grid=False)
            domain = alt.Scale(domain=[self.low, self.high], reverse=True, nice=False, zero=False)
        else:
            axis = alt.Axis(
                title=title, values=log_ticks(self.low, self.high, int(most)),
                labelExpr=SIZE_LABELS, grid=False, labelFlush=False,
            )  # fmt: skip
            domain = alt.Scale(type="log", domain=[self.low, self.high], nice=False)
        return alt.X(field="size", type="quantitative", axis=axis, scale=domain)


def name_scale(names: Iterable[str], **look: Any) -> alt.Scale:
    """Return the scale of names in this order.

    Never ``sort=`` with names: Vega-Lite looks them up as members of an object, where a name such
    as ``toString`` is there already.
    """
    return alt.Scale(domain=list(names), **look)


def size_axis(results: Iterable[SeriesResult], name: str) -> SizeAxis:
    """Return the axis that shows every point and curve, with 4 % to spare at either end."""
    own = [result for result in results if result.size == name]
    sizes = [point.size for result in own for point in result.points]
    # Bands run from one end to the other: all between is shown with their ends.
    sizes += [result.band[end].size for result in own if result.band for end in (0, -1)]
    return SizeAxis.of(name, sizes)


@dataclass(frozen=True)
class ScoreAxis:
    """The score axis of one panel: title and the scores (low, high) it shows."""

    title: str
    low: float
    high: float
    logarithmic: bool = False

    @classmethod
    def of(
        cls, title: str, values: Iterable[float], kind: str = "real", ceiling: float = math.nan
    ) -> ScoreAxis:
        """Return the axis that shows all of these scores, of a ``metric_kind``.

        Proportions are shown from 0 to 1, bounded scores from 0 to their ceiling, others as far
        as they go.

        >>> ScoreAxis.of("acc", [0.2, 0.3], "proportion")
        ScoreAxis(title='acc', low=0.0, high=1.0, logarithmic=False)
        """
        title = clean(title) + (" (lower is better)" if kind == "loss" else "")
        if kind == "proportion":
            return cls(title, 0.0, 1.0)
        known = [value for value in values if math.isfinite(value)]
        low, high = (min(known), max(known)) if known else (0.0, 1.0)
        spare = 0.06 * (high - low) or 0.05 * abs(high) or 0.5
        if kind != "bounded":
            return cls(title, low - spare, high + spare)
        top = max(high, ceiling) if math.isfinite(ceiling) else high + spare
        return cls(title, min(0.0, low), top)

    @classmethod
    def logs(cls, title: str, scores: Iterable[float]) -> ScoreAxis:
        """Return the logarithmic axis that shows all of these losses, none of them 0 or less.

        >>> ScoreAxis.logs("ppl", [10, 1000]).title
        'ppl (lower is better, log scale)'
        """
        known = [score for score in scores if math.isfinite(score)]
        low, high = min(known), max(known)
        spare = (high / low) ** SPARE
        return cls(f"{clean(title)} (lower is better, log scale)", low / spare, high * spare, True)

    def place(self, score: float) -> float:
        """Return where a score lies, 0 at the bottom and 1 at the top."""
        if self.logarithmic:
            return math.log(self.drawable(score) / self.low) / math.log(self.high / self.low)
        return (score - self.low) / (self.high - self.low)

    def score_at(self, place: float) -> float:
        """Return the score at a place, the inverse of ``place``."""
        if self.logarithmic:
            return float(self.low * (self.high / self.low) ** place)
        return self.low + place * (self.high - self.low)

    def drawable(self, score: float) -> float:
        """Return the score; one that has no place on a logarithmic axis is put far below it."""
        return max(score, FLOOR * self.low) if self.logarithmic else score

    def encode(self, height: float, style: Style, field: str = "score") -> alt.Y:
        """Return the y channel of a field for a panel ``height`` high, in the style's unit."""
        text = style.theme.text_size
        lines = wrap(self.title, height, text)
        ticks = min(max(3, int(height / (2.6 * text))), 6)
        title = lines if len(lines) > 1 else lines[0]
        ends = [self.low, self.high]
        if self.logarithmic:
            values = log_ticks(self.low, self.high, ticks)
            axis = alt.Axis(title=title, values=values, format=",~f")
            scale = alt.Scale(type="log", domain=ends, nice=False)
        else:
            axis = alt.Axis(title=title, tickCount=ticks, format=",~f")
            scale = alt.Scale(domain=ends, nice=False, zero=False)
        return alt.Y(field=field, type="quantitative", axis=axis, scale=scale)


def score_axis(
    results: Iterable[SeriesResult],
    metric: str,
    also: Iterable[float] = (),
    *,
    logs: bool = False,
) -> ScoreAxis:
    """Return the axis of a panel: 0 to 1 for proportions, else what the scores need.

    ``also``: further scores that are to be seen on it. ``logs``: whether losses over more than two
    decades may have a logarithmic one.
    """
    results = list(results)
    kinds = {result.series.metric_kind for result in results}
    kind = kinds.pop() if len(kinds) == 1 else "real"
    if kind == "proportion":
        return ScoreAxis.of(metric, (), kind)
    scores = [point.score for result in results for point in result.points]
    scores = [score for score in scores if math.isfinite(score)]
    if logs and kind == "loss" and scores and max(scores) > WIDE * min(scores) > 0:
        levels = [reference.score for result in results for reference in result.references]
        levels += [result.series.chance for result in results]
        return ScoreAxis.logs(metric, [*scores, *(level for level in levels if level > 0)])
    values = [
        value
        for result in results
        for value in (
            *(v for p in result.points for v in (p.score, p.lower, p.upper)),
            *estimates(result.band),
            *(reference.score for reference in result.references),
            result.series.chance,
        )
    ]
    values += also
    ceilings = [r.series.ceiling for r in results if math.isfinite(r.series.ceiling)]
    return ScoreAxis.of(metric, values, kind, max(ceilings, default=math.nan))


def estimates(band: Sequence[BandPoint]) -> list[float]:
    """Return the estimates of a band, without making a record of each node."""
    if isinstance(band, Band):
        return [float(value) for value in band.columns[1]]
    return [node.estimate for node in band]
