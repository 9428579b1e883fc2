"""How often transitions of known width would pass the width test at given sizes.

For series of four or five sizes this stands beside the verdict: with so few, only very narrow
transitions are found. ``scaling power`` gives the whole table for any sizes.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from scaling.curves.base import Array
from scaling.detection.designs import TestDesign
from scaling.detection.grid import SHAPES
from scaling.detection.search import search_of
from scaling.detection.width_test import screening

WIDTHS = (0.0, 0.25, 0.5)  # of w0
SERIES = 400
AMPLITUDES = (0.5, 0.95)  # of the span
MIDPOINTS = (0.3, 0.75)  # of the range of sizes
LOGISTIC = SHAPES[0]


@lru_cache(maxsize=1024)
def chances_of_passing(design: TestDesign, level: float) -> tuple[float, ...]:
    """Return, for a step and for widths of .25 and .5 w0, how often p_sharp would be <= ``level``.

    Logistic rises of random amplitude and midpoint; screening p-values; the floor is not looked
    at. Seeded by the design.
    """
    key = design.key
    rng = np.random.default_rng(np.random.SeedSequence(design.entropy()))
    span, low, high = key.top - key.floor, design.x.min(), design.x.max()
    passing = []
    for share in WIDTHS:
        amplitude = span * rng.uniform(*AMPLITUDES, (SERIES, 1))
        midpoint = low + (high - low) * rng.uniform(*MIDPOINTS, (SERIES, 1))
        score = design.draw(rng, key.floor + amplitude * _rise(design, midpoint, share * key.w0))
        test = screening(search_of(design).winners(score))
        passing.append(float((test.p_sharp <= level).mean()))
    return tuple(passing)


def _rise(design: TestDesign, midpoint: Array, width: float) -> Array:
    if width == 0:
        return (design.x > midpoint).astype(np.float64)
    return LOGISTIC.rise(design.x, midpoint, width)
