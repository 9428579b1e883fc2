"""Labels moved apart: the smallest moves that keep them from overlapping."""

from __future__ import annotations

from collections.abc import Sequence


def spread(wanted: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Move places the least that keeps them ``apart`` and, if there is room, within bounds.

    >>> spread([10, 11, 50], 12, 0, 100)
    [4.5, 16.5, 50]
    """
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    blocks: list[tuple[float, list[int]]] = []  # (middle, members), merged while they touch
    for i in order:
        middle, members = wanted[i], [i]
        while True:
            half = apart * (len(members) - 1) / 2
            middle = max(low + half, min(middle, high - half))
            if not blocks:
                break
            before, others = blocks[-1]
            if middle - half - (before + apart * (len(others) - 1) / 2) >= apart - 1e-9:
                break
            blocks.pop()
            shared = len(members) + len(others)
            middle = (middle * len(members) + before * len(others)) / shared
            members = [*others, *members]
        blocks.append((middle, members))
    places = list(wanted)
    for middle, members in blocks:
        for rank, i in enumerate(members):
            shift = apart * (rank - (len(members) - 1) / 2)
            places[i] = middle + shift if shift else middle
    return places
