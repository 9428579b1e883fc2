"""Which series the chart of turns shows, and what is said of their two lines."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from scaling.detection.results import DetectResult, SlopeLine
from scaling.detection.verdict.wording import p_text
from scaling.fitting.results import SeriesResult
from scaling.plots.panels.grouping import Line, Panel, panels_of
from scaling.plots.panels.naming import in_natural_order, panel_labels
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

    def points_panel(self, name: str) -> Panel:
        """Return the panel with its one line called ``name``: the points of all look alike."""
        return replace(self.panel, lines=(Line(name, self.result),))


@dataclass(frozen=True)
class Shapes:
    """The series that are drawn, of ``total``; ``turned``: whether those turn or fall.

    ``left``: series that neither turn nor fall, beside those that do.
    """

    drawn: tuple[Shaped, ...]
    total: int
    turned: bool
    left: int


def shapes_of(results: Iterable[SeriesResult], most: int | None = MOST) -> Shapes:
    """Return the series that turn or fall; where none does, all that have two lines."""
    results = list(results)
    every = _with_lines(results) if results else []
    turned = [one for one in every if one.result.verdict in SHAPES]
    chosen = sorted(turned, key=lambda one: SHAPES.index(one.result.verdict)) or every
    return Shapes(tuple(chosen[:most]), len(chosen), bool(turned), len(results) - len(chosen))


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
    sign = "−" if line.slope < 0 else "+"
    return f"{sign}{number_text(abs(line.slope))}, {p_text(line.p)}"
