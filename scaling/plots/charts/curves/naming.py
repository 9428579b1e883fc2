"""How lines get their names: by labels beside them, by a legend, or by the title alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from scaling.plots.panels.frame import FEW
from scaling.plots.panels.grid import AXIS, NARROWEST, Grid
from scaling.plots.panels.labels import LONGEST as LABEL
from scaling.plots.panels.labels import label_room
from scaling.plots.panels.summary import Plan
from scaling.plots.style.style import Style
from scaling.plots.style.text import width_of

LONGEST = 220.0  # pixels of a name in the legend
SYMBOL = 27.0  # pixels of a legend's symbol and the room about a name
GENEROUS = 0.92  # of the estimated width of a name is what it takes at most
MOST_LABELLED = 12  # panels; of more, one legend takes less room


@dataclass(frozen=True)
class Naming:
    """``direct``: labels beside each panel, which take ``room`` there; ``below``: a legend."""

    names: tuple[str, ...]
    direct: bool
    below: bool
    room: float

    def legend(self, grid: Grid, style: Style) -> alt.Legend | None:
        """Return the legend under the panels, in as many columns as fit; None without any."""
        if not self.below:
            return None
        limit, size = style.px(LONGEST), style.theme.small_size
        names = [min(GENEROUS * width_of(name, size), limit) for name in self.names]
        widths = [width + style.px(SYMBOL) for width in names]
        columns = most_columns(widths, grid.span(style))
        return alt.Legend(
            title="family", orient="bottom", columns=columns, symbolSize=style.area(50),
            columnPadding=style.px(14), direction="horizontal", offset=style.px(16),
            symbolOpacity=1, symbolStrokeWidth=0, labelLimit=limit,
        )  # fmt: skip


def naming_of(plan: Plan, names: Sequence[str], style: Style) -> Naming:
    """Decide how the lines of a figure get their names."""
    names = tuple(names)
    without = Naming(names, direct=False, below=False, room=0.0)
    if not names or (len(names) == 1 and names[0] in style.title):
        return without
    below = Naming(names, direct=False, below=True, room=0.0)
    few = all(len(panel.names) <= FEW for panel in plan.lined)
    if not few or (len(names) == 1 and len(plan.panels) > 1):
        return below
    longest = max(width_of(name, style.theme.text_size) for name in names)
    cut = len(plan.panels) > 1 and longest > style.px(LABEL)
    if cut or len(plan.panels) > MOST_LABELLED:
        return below
    room = label_room(names, style)
    if style.within is not None and style.within < style.px(NARROWEST + AXIS) + room:
        return below
    count = len(plan.panels)
    if Grid.of(count, style, room).columns < Grid.of(count, style).columns:
        return below
    return Naming(names, direct=True, below=False, room=room)


def most_columns(widths: Sequence[float], room: float) -> int:
    """Return in how many columns entries of these widths fit, row by row; at least in one.

    >>> most_columns([50, 20, 20, 20], 95), most_columns([50, 20, 50, 20], 95)
    (3, 2)
    """
    for columns in range(len(widths), 1, -1):
        if sum(max(widths[place::columns]) for place in range(columns)) <= room:
            return columns
    return 1
