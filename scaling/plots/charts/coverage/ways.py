"""Both ways of the map: which names run across and which down, and the room of each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scaling.plots.style.style import Style
from scaling.plots.style.text import width_of

# Pixels of the design.
CELL_WIDTH, CELL_HEIGHT, LEAST_CELL = 34.0, 20.0, 2.0
WIDTH, HEIGHT, MOST_HEIGHT = 620.0, 700.0, 950.0  # of all cells: more names than lines above it
LINE = 1.15  # of text, times its size


@dataclass(frozen=True)
class Way:
    """The names along one side in order, their field, and the room of each (theme's unit)."""

    field: str
    names: tuple[str, ...]
    step: float

    @property
    def length(self) -> float:
        """The room of all names."""
        return self.step * len(self.names)

    def flat(self, size: float) -> bool:
        """Return whether all names fit side by side in letters of a size."""
        return max(width_of(name, size) for name in self.names) <= self.step - size / 2

    def every(self, size: float) -> int:
        """Return the n of the nth names that have room for a line each in letters of a size."""
        return max(1, math.ceil(LINE * size / self.step - 1e-3))


def ways_of(families: Sequence[str], tasks: Sequence[str], style: Style) -> tuple[Way, Way]:
    """Return what runs across, the fewer names, and what runs down the page."""
    sides = ("family", tuple(families)), ("task", tuple(tasks))
    (across, short), (down, long) = sides if len(families) < len(tasks) else sides[::-1]
    px, count = style.px, len(long)
    room = style.room(min(CELL_WIDTH * len(short), WIDTH))
    step = max(min(room / len(short), px(2 * CELL_WIDTH)), px(LEAST_CELL))
    line = LINE * style.theme.small_size
    height = min(px(CELL_HEIGHT), max(line, px(HEIGHT) / count))
    height = max(min(height, px(MOST_HEIGHT) / count), px(LEAST_CELL))
    return Way(across, short, round(step, 2)), Way(down, long, round(height, 2))
