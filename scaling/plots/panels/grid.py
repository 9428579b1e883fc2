"""Panels side by side: how many columns, how large each, and what stands above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import altair as alt

from scaling.errors import OutputError
from scaling.plots.style.rows import Datasets
from scaling.plots.style.style import Style
from scaling.plots.style.text import clean, wrap

# Up to so many panels: how many columns, and a panel's width and height in pixels.
SIZES = ((1, 1, 440, 290), (2, 2, 320, 230), (4, 2, 290, 200), (12, 3, 230, 170))
MANY = (4, 180, 140)
Resolution = Literal["independent", "shared"]
MOST_PANELS = 40
NARROWEST, WIDEST = 150, 560  # pixels of a panel; with less room there are fewer columns
AXIS = 55  # pixels at the left of each panel
STACKED = 2  # panels of a narrow figure, one below the other; more of them are as flat as may be
LEAST_HEIGHT = 0.6  # of the design's: panels become narrow before they become flat


@dataclass(frozen=True)
class Grid:
    """Columns of panels, each ``width`` by ``height`` in the theme's unit."""

    columns: int
    width: float
    height: float

    @classmethod
    def of(cls, count: int, style: Style, beside: float = 0.0) -> Grid:
        """Return the grid of so many panels, each with ``beside`` for labels at its right.

        Raises OutputError for more panels than anyone can read.
        """
        if count > MOST_PANELS:
            raise OutputError(
                f"a chart of {count} panels cannot be read: expected at most {MOST_PANELS}; choose "
                "tasks or families"
            )
        columns, width, height = next((rest for most, *rest in SIZES if count <= most), MANY)
        columns = min(int(columns), max(count, 1))
        if style.within is not None:
            each = style.px(NARROWEST + AXIS) + beside
            columns = max(1, min(columns, int(style.within / each)))
        across = style.room(columns * width) / columns
        if style.within is None:
            across = min(across, style.px(WIDEST))
        scale = min(1.0, max(across / style.px(width), LEAST_HEIGHT))
        if style.within is not None and columns == 1 and count > STACKED:
            scale = LEAST_HEIGHT
        return cls(columns, round(across, 2), round(style.px(height) * scale, 2))

    def span(self, style: Style, beside: float = 0.0) -> float:
        """Return about how wide the figure comes out, with ``beside`` for labels of each panel."""
        axis = style.px(AXIS)
        return self.columns * (self.width + axis + beside) - axis


def panel_titles(
    texts: Sequence[tuple[str, Sequence[str]]], width: float, style: Style, *, lines: int = 2
) -> list[alt.TitleParams]:
    """Return the titles of panels: a name each, and under it texts of at most ``lines`` lines.

    All have the same height, so that panels of one row stand at one height.
    """
    theme = style.theme
    names = [wrap(clean(name), width, theme.panel_size) for name, _ in texts]
    below = [
        [line for text in own if text
         for line in wrap(clean(text), width + style.px(20), theme.small_size, lines=lines)]
        for _, own in texts
    ]  # fmt: skip
    most, longest = max(map(len, names)), max(map(len, below))
    return [
        alt.TitleParams(
            text=name,
            # Without any line Vega would leave the room of one.
            subtitle=[*own, *[" "] * (longest - len(own) + most - len(name))] or alt.Undefined,
            fontSize=theme.panel_size, subtitleFontSize=theme.small_size, anchor="start",
            frame="group", offset=style.px(8),
        )
        for name, own in zip(names, below, strict=True)
    ]  # fmt: skip


def titles_by_row(
    texts: Sequence[tuple[str, Sequence[str]]], grid: Grid, style: Style, *, lines: int = 2
) -> list[alt.TitleParams]:
    """Return the titles of all panels of a grid: of one height in each row, no higher than need."""
    rows = [texts[i : i + grid.columns] for i in range(0, len(texts), grid.columns)]
    return [title for row in rows for title in panel_titles(row, grid.width, style, lines=lines)]


def side_by_side(
    charts: list[alt.LayerChart], columns: int, style: Style, *, legend: Resolution = "independent"
) -> alt.ConcatChart:
    """Return panels in rows of ``columns``, each with axes of its own.

    ``legend``: ``shared`` where colours and shapes mean the same in all of them.
    """
    scales = alt.ScaleResolveMap(
        x="independent", y="independent", color=legend, shape=legend, strokeDash=legend
    )
    whole = alt.ConcatChart(
        columns=columns, spacing=style.px(26), resolve=alt.Resolve(scale=scales)
    )
    whole.concat = [
        *charts
    ]  # set, not passed: passing copies all panels, as ``resolve_scale`` does
    return whole


def head_room(style: Style, data: Datasets, pixels: float) -> alt.Chart:
    """Return an invisible mark above a panel: with it, titles stand as high as over marks there."""
    nothing = alt.Chart(data.add([{"room": "above"}]))
    mark: alt.Chart = nothing.mark_point(opacity=0, size=1, x=0, y=-style.px(pixels))
    return mark
