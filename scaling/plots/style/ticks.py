"""Round numbers for the ticks of an axis, as many as there is room for."""

from __future__ import annotations

import math


def log_ticks(low: float, high: float, most: int) -> list[float]:
    """Return at most ``most`` (but at least two, where there are two) round sizes.

    >>> log_ticks(7e7, 1.2e10, 4)
    [100000000.0, 1000000000.0, 10000000000.0]
    >>> log_ticks(1.1e9, 1.9e9, 4)
    [1200000000.0, 1400000000.0, 1600000000.0, 1800000000.0]
    """
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    most = max(most, 2)
    decades: list[float] = []
    for mantissas in ((1, 2, 5), (1, 3), (1,)):
        ticks = [float(f"{m}e{k}") for k in range(first, last + 1) for m in mantissas]
        decades = [tick for tick in ticks if low <= tick <= high]
        if len(decades) < 2:
            return even_ticks(low, high, most)
        if len(decades) <= most:
            return decades
    return decades[:: math.ceil(len(decades) / most)]


def even_ticks(low: float, high: float, most: int) -> list[float]:
    """Return at most ``most`` round numbers at equal steps, for an axis of less than a decade."""
    for power in range(math.floor(math.log10(high - low)) - 1, 400):
        for mantissa in (1, 2, 5):
            step = float(f"{mantissa}e{power}")
            first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
            if last - first < most:
                return [float(f"{place * step:.12g}") for place in range(first, last + 1)]
    raise AssertionError("no step")  # pragma: no cover - some step is wider than the axis
