"""How large the cells of a verdict map are, and what they have room for."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from scaling.plots.style.rows import Row
from scaling.plots.style.style import Style
from scaling.plots.style.text import width_of

# Pixels of the design.
CELL_HEIGHT, LEAST_HEIGHT, TALL = 24.0, 15.0, 720.0
LEAST_CELL, SMALL_CELL = 15.0, 48.0
LABELS, HEADER = 240.0, 150.0
WIDE = 900.0  # where no width is asked for: wider maps have no words in their cells
LABEL_SHARE = 0.32  # of the whole figure, where its width is asked for
HEADER_LINES = 3
UPRIGHT = 140.0  # up to so wide a column makes room for its name


@dataclass(frozen=True)
class Layout:
    """Lengths in the theme's unit.

    ``text`` names the field that is written into the cells: ``word``, ``number``, or nothing.
    ``glyph`` is the side of a glyph, ``glyph_at`` and ``text_at`` where it and the text stand,
    seen from the middle of a cell. ``labels`` and ``header_room`` are the room of the names beside
    and above the map; ``header`` holds the latter by column, broken into lines where they stand
    upright (``angle`` 0).
    """

    cell_width: float
    cell_height: float
    gap: float
    text: str
    glyph: float
    glyph_at: float
    text_at: float
    labels: float
    header: dict[str, str]
    header_room: float
    header_lines: int
    angle: int


def layout_of(
    columns: Sequence[str], lines: Sequence[str], cells: Sequence[Row], style: Style
) -> Layout:
    """Return the layout of a map with these columns and lines, as wide as the style asks for."""
    size = style.theme.small_size
    beside = style.px(22)
    needed = {
        field: beside + max(width_of(cell[field], size) for cell in cells) + style.px(5)
        for field in ("word", "number")
    }
    numbers = any(cell["number"] for cell in cells)
    words = max(width_of(word, size) for name in columns for word in name.split() or [""])
    natural = max(needed["word"], min(words + style.px(8), style.px(UPRIGHT)))
    if natural * len(columns) > style.px(WIDE):
        natural = needed["number"]
    wide = max(style.room(natural * len(columns)) / len(columns), style.px(LEAST_CELL))
    fields = ("word", "number") if numbers else ("word",)
    text = next((field for field in fields if needed[field] <= wide), "")
    high = style.px(max(LEAST_HEIGHT, min(CELL_HEIGHT, TALL / len(lines))))
    labels = min(max(width_of(name, size) for name in lines), style.px(LABELS))
    if style.within is not None:
        spare = style.within - style.px(SMALL_CELL) * len(columns)
        labels = min(labels, max(LABEL_SHARE * style.within, spare))
    broken = _broken(columns, wide - style.px(4), size)
    return Layout(
        cell_width=wide,
        cell_height=high,
        gap=2 if min(wide, high) > style.px(18) else 1,
        text=text,
        glyph=min(style.px(10), high - style.px(6), wide - style.px(5)),
        glyph_at=style.px(13) - wide / 2 if text else 0.0,
        text_at=beside - wide / 2,
        labels=labels,
        header=broken or {name: name for name in columns},
        header_room=wide if broken else style.px(HEADER),
        header_lines=1 + next(iter(broken.values())).count("\n") if broken else 1,
        angle=0 if broken else -90 if wide < style.px(40) else -40,
    )


def _broken(names: Sequence[str], wide: float, size: float) -> dict[str, str] | None:
    """Break names into lines between words; None if one cannot stand in its column."""
    letters = max(1, int(wide / width_of("m", size)))
    lines = {
        name: textwrap.wrap(name, letters, break_long_words=False, break_on_hyphens=False)
        for name in names
    }
    fits = all(
        len(parts) <= HEADER_LINES and all(width_of(part, size) <= wide for part in parts)
        for parts in lines.values()
    )
    if not fits:
        return None
    most = max(len(parts) for parts in lines.values())  # the last lines stand level
    return {name: "\n".join([" "] * (most - len(p)) + p) for name, p in lines.items()}
