"""The grid of curves that the width test searches, one per design.

Both hypotheses are unions over five shapes, so that "sharp" means narrower than w0 whatever
the shape of a smooth rise.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from scaling.curves import complementary_gompertz, expansion, gompertz, logistic, onset
from scaling.curves.base import Array
from scaling.curves.sigmoid import LEFT_OF_DATA, RIGHT_OF_DATA

SHAPES = (
    logistic.SHAPE, gompertz.SHAPE, complementary_gompertz.SHAPE, onset.SHAPE, expansion.SHAPE,
)  # fmt: skip
Run = tuple[int, int]  # first node, and the one after the last
ALL_SHAPES, BELL_SHAPES, LOGISTIC_ONLY = (0, 1, 2, 3, 4), (0, 1, 2), (0,)

WIDTHS = (0.0, 0.15, 0.3, 0.5, 0.7, 0.85, 0.97, 1.0, 1.25, 1.6, 2.2, 3.2, 5.0, 9.0)  # of w0
LEAST_SPACING, MOST_SPACING, SPACING_PER_WIDTH = 0.08, 0.3, 0.1  # of midpoints, in decades
AMPLITUDES = 20


@dataclass(frozen=True)
class DesignKey:
    """What the grid of a series depends on; ``x`` are its sizes (K,), repeated ones included."""

    x: tuple[float, ...]
    floor: float
    top: float
    w0: float
    unit: float


@dataclass(frozen=True, eq=False)
class Slice:
    """The nodes of one side (narrow: W < w0) and shape: a contiguous run of the grid."""

    narrow: bool
    shape: int
    first: int
    last: int


@dataclass(frozen=True, eq=False)
class WidthGrid:
    """All curves of one design. Node arrays: (G,); amplitudes vary fastest."""

    key: DesignKey
    width: Array
    midpoint: Array
    amplitude: Array
    shape: NDArray[np.intp]
    slices: tuple[Slice, ...]

    @cached_property
    def positive_widths(self) -> Array:
        """The widths of the nodes but for the step's zero, increasing; the same for all shapes."""
        widths = np.unique(self.width)
        return widths[widths > 0]

    def runs_by_width(self, shape: int) -> list[Run]:
        """Return the nodes of one shape at every positive width, in the order of widths."""
        runs = []
        for part in self.slices:
            if part.shape == shape:
                widths = self.width[part.first : part.last]
                edges = [0, *(np.flatnonzero(np.diff(widths)) + 1), len(widths)]
                runs += [
                    (part.first + int(first), part.first + int(last))
                    for first, last in pairwise(edges)
                    if widths[first] > 0
                ]
        return runs

    @property
    def steps(self) -> Run:
        """The nodes of steps, which have no shape."""
        return 0, int(np.count_nonzero(self.width == 0))

    def value(self, nodes: NDArray[np.intp]) -> Array:
        """Return the curves of some nodes at the sizes, (K, *nodes.shape), in float64."""
        x = np.array(self.key.x).reshape(-1, *([1] * nodes.ndim))
        width, midpoint = self.width[nodes], self.midpoint[nodes]
        rise = (x > midpoint).astype(np.float64)
        for place, shape in enumerate(SHAPES):
            mine = (self.shape[nodes] == place) & (width > 0)
            if mine.any():
                safe = np.where(mine, width, 1.0)
                rise = np.where(mine, shape.rise(x, midpoint, safe), rise)
        result: Array = self.key.floor + self.amplitude[nodes] * rise
        return result


@lru_cache(maxsize=8)
def width_grid(key: DesignKey) -> WidthGrid:
    """Return the grid of a design, from a cache of the last few."""
    sizes = np.unique(key.x)
    levels = np.arange(1, AMPLITUDES + 1) / AMPLITUDES * (key.top - key.floor)
    parts: list[tuple[Array, Array, Array, NDArray[np.intp]]] = []
    slices: list[Slice] = []
    first = 0
    for narrow in (True, False):
        for place in range(len(SHAPES)):
            widths, midpoints = [], []
            for share in WIDTHS:
                if (share < 1.0) != narrow or (share == 0 and place != 0):
                    continue  # a step has no shape: it stands once, with the logistic
                at = _midpoints(sizes, share * key.w0, key.unit)
                widths.append(np.full(len(at), share * key.w0))
                midpoints.append(at)
            width, midpoint = np.concatenate(widths), np.concatenate(midpoints)
            count = len(width) * AMPLITUDES
            parts.append(
                (
                    np.repeat(width, AMPLITUDES),
                    np.repeat(midpoint, AMPLITUDES),
                    np.tile(levels, len(width)),
                    np.full(count, place, dtype=np.intp),
                )
            )
            slices.append(Slice(narrow, place, first, first + count))
            first += count
    width, midpoint, amplitude = (np.concatenate([part[i] for part in parts]) for i in range(3))
    shape = np.concatenate([part[3] for part in parts])
    return WidthGrid(key, width, midpoint, amplitude, shape, tuple(slices))


def _midpoints(sizes: Array, width: float, unit: float) -> Array:
    """Return the midpoints to try for a width: gap middles for a step, else evenly spaced."""
    if width == 0:
        return (sizes[1:] + sizes[:-1]) / 2
    low, high = sizes[0] - LEFT_OF_DATA * unit, sizes[-1] + RIGHT_OF_DATA * unit
    spacing = min(max(LEAST_SPACING * unit, SPACING_PER_WIDTH * width), MOST_SPACING * unit)
    return np.linspace(low, high, int(np.ceil((high - low) / spacing)) + 1)
