"""Which series the chart of turns shows, and what is said of their two lines."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from scaling.detection.results import DetectResult, SlopeLine
from scaling.detection.verdict.wording import p_text
from scaling.fitting.records import Band
from scaling.fitting.results import SeriesResult
from scaling.plots.panels.grouping import Line, Panel, panels_of
from scaling.plots.panels.naming import in_natural_order, panel_labels
from scaling.plots.panels.summary import fewer_scores
from scaling.plots.style.natural import natural
from scaling.plots.style.text import number_text

MOST = 12
SHAPES = ("u_shaped", "inverted_u", "shape_unstable", "inverse")
"""The verdicts of turns and falls, in the order they are drawn."""


@dataclass(frozen=True)
class Shaped:
    """One series with its lines: a panel of its own, and the name that stands over it."""

    panel: Panel
    name: str
    result: DetectResult

    @property
    def lines(self) -> tuple[SlopeLine, SlopeLine]:
        """The lines to the left and to the right of the break."""
        return self.result.two_lines.left, self.result.two_lines.right

    def points_panel(self, name: str) -> Panel:
        """Return the panel of its points alone, with its one line called ``name``.

        The points of all look alike.
        """
        return replace(self.panel, lines=(Line(name, replace(self.result, band=Band.of([]))),))


@dataclass(frozen=True)
class Shapes:
    """The series that are drawn, of ``total``; ``turned``: whether those turn or fall.

    ``others``: series that neither turn nor fall, beside those that do; ``untested``: series
    without lines.
    """

    drawn: tuple[Shaped, ...]
    total: int
    turned: bool
    others: int
    untested: int

    def first(self, count: int) -> Shapes:
        """Return the first of them."""
        return replace(self, drawn=self.drawn[:count])

    @property
    def scores(self) -> int:
        """How many scores the drawn series have."""
        return sum(len(one.result.points) for one in self.drawn)

    def fewer_scores(self) -> Shapes:
        """Return them with no more of their scores than can be drawn."""
        results = fewer_scores([one.result for one in self.drawn])
        pairs = zip(self.drawn, results, strict=True)
        return replace(self, drawn=tuple(replace(one, result=result) for one, result in pairs))


def shapes_of(results: Iterable[SeriesResult], most: int | None = MOST) -> Shapes:
    """Return the series that turn or fall; where none does, all that have two lines.

    Raises DataError if there is no result.
    """
    results = list(results)
    every = _with_lines(results)
    turned = [one for one in every if one.result.verdict in SHAPES]
    chosen = sorted(turned, key=lambda one: SHAPES.index(one.result.verdict)) or every
    return Shapes(
        drawn=tuple(chosen[:most]),
        total=len(chosen),
        turned=bool(turned),
        others=len(every) - len(chosen),
        untested=len(results) - len(every),
    )


def _with_lines(results: list[SeriesResult]) -> list[Shaped]:
    panels = in_natural_order(panels_of(results))
    families = {line.name for panel in panels for line in panel.lines}
    made = []
    for panel, task in zip(panels, panel_labels(panels), strict=True):
        for line in sorted(panel.lines, key=lambda line: natural(line.name)):
            result = line.result
            if isinstance(result, DetectResult) and math.isfinite(result.two_lines.break_size):
                name = f"{line.name}, {task}" if len(families) > 1 else task
                made.append(Shaped(_alone(panel, line), name, result))
    return made


def _alone(panel: Panel, line: Line) -> Panel:
    return replace(panel, lines=(line,), beside=())


def slope_text(line: SlopeLine) -> str:
    """Return a slope with its sign and p-value.

    >>> slope_text(SlopeLine(slope=-0.1234, stderr=0.02, p=0.0031))
    '−0.12, p = .003'
    """
    return f"{signed(line.slope)}, {p_text(line.p)}"


def signed(slope: float) -> str:
    """Return a slope with its sign."""
    return f"{'−' if slope < 0 else '+'}{number_text(abs(slope))}"
