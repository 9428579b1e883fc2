"""Lines of equal loss and of equal compute over parameters and tokens."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np

from scaling.laws.base import Array
from scaling.plots.panels.plane import Plane
from scaling.units import training_flops

Loss = Callable[[Array, Array], Array]
DIAGONALS, STEPS = 81, 161
LEVELS = 7  # about so many lines


def equal_loss(loss: Loss, level: float, plane: Plane) -> list[tuple[float, float]]:
    """Return the (params, tokens) of one loss, from the top left of a plane to the bottom right.

    ``loss``: of arrays (X,) of both sizes, falling in each. Along every diagonal to the upper
    right, and along every edge, it passes the level once at most, where it is found between two
    of the steps.
    """
    found = []
    for across, up in _paths():
        params = np.array([plane.x.value_at(place) for place in across])
        tokens = np.array([plane.y.value_at(place) for place in up])
        values = loss(params, tokens)
        below = np.flatnonzero((values[:-1] >= level) & (values[1:] < level))
        if below.size:
            i = int(below[0])
            share = (values[i] - level) / (values[i] - values[i + 1])
            x = float(across[i] + share * (across[i + 1] - across[i]))
            y = float(up[i] + share * (up[i + 1] - up[i]))
            found.append((x, y))
    found.sort(key=lambda place: (place[0], -place[1]))
    return [(plane.x.value_at(x), plane.y.value_at(y)) for x, y in found]


def _paths() -> Iterator[tuple[Array, Array]]:
    """Yield places across and up along which both sizes never shrink: diagonals, then edges."""
    places = np.linspace(0.0, 1.0, STEPS)
    for shift in np.linspace(-1.0, 1.0, DIAGONALS):
        across, up = places + max(shift, 0.0), places - min(shift, 0.0)
        inside = (across <= 1.0) & (up <= 1.0)
        yield across[inside], up[inside]
    for edge in (np.zeros(STEPS), np.ones(STEPS)):
        yield places, edge
        yield edge, places


def round_levels(loss: Loss, plane: Plane, about: int = LEVELS) -> list[float]:
    """Return about so many round losses, spread evenly over the diagonal of a plane."""
    places = np.linspace(0.0, 1.0, about + 2)
    params = np.array([plane.x.value_at(place) for place in places])
    tokens = np.array([plane.y.value_at(place) for place in places])
    values = loss(params, tokens)
    steps = np.abs(values[2:] - values[:-2]) / 2
    found = {rounded(float(v), float(s)) for v, s in zip(values[1:-1], steps, strict=True) if s > 0}
    return sorted(found)


def rounded(value: float, step: float) -> float:
    """Return a value at the nearest multiple of a round number no greater than ``step``.

    >>> rounded(2.8347, 0.07), rounded(2.8347, 0.3)
    (2.85, 2.8)
    """
    power = 10.0 ** math.floor(math.log10(step))
    unit = max(power * factor for factor in (1, 2, 5) if power * factor <= step * (1 + 1e-9))
    return float(f"{round(value / unit) * unit:.6g}")


def equal_compute(plane: Plane, most: int = 6) -> list[tuple[float, list[tuple[float, float]]]]:
    """Return round budgets in FLOPs with both ends of the line of 6 N D on a plane."""
    low = math.ceil(math.log10(training_flops(plane.x.low, plane.y.low)))
    high = math.floor(math.log10(training_flops(plane.x.high, plane.y.high)))
    found = []
    for power in range(low, high + 1, max(1, math.ceil((high - low + 1) / most))):
        product = 10.0**power / training_flops(1.0, 1.0)
        left, right = product / plane.y.high, product / plane.y.low
        start, stop = max(plane.x.low, left), min(plane.x.high, right)
        if start < stop:
            found.append((10.0**power, [(start, product / start), (stop, product / stop)]))
    return found
