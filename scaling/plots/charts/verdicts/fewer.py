"""A map of more series than can be drawn: the lines that say most are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from scaling.notes import RISING_VERDICTS, SHARP_VERDICTS
from scaling.plots.style.rows import Row

MOST = 1600
"""The most cells of a map: each has up to three marks, and a chart at most 5,000."""

SIDES = (("task", "tasks"), ("family", "families"))


def readable(cells: Sequence[Row], most: int = MOST) -> tuple[list[Row], list[str]]:
    """Return at most ``most`` cells, and sentences on what was left out.

    Whole tasks or families go, of whichever there are more first: those with fewest sharp, then
    smooth, then rising series.
    """
    kept, said = list(cells), []
    for field, plural in sorted(SIDES, key=lambda side: -_count(kept, side[0])):
        if len(kept) <= most:
            break
        before = _count(kept, field)
        chosen = _fullest(kept, field, most)
        kept = [cell for cell in kept if cell[field] in chosen]
        said.append(
            f"{_count(kept, field):,} of {before:,} {plural}: those with most sharp, then smooth, "
            "then rising series."
        )
    return kept, said


def _count(cells: Sequence[Row], field: str) -> int:
    return len({cell[field] for cell in cells})


def _fullest(cells: Sequence[Row], field: str, most: int) -> set[str]:
    """Return the lines that say most, as many as fit; at least one."""
    sizes = Counter(cell[field] for cell in cells)
    sharp, smooth, rising = (
        Counter(cell[field] for cell in cells if cell["verdict"] in wanted)
        for wanted in (SHARP_VERDICTS, ("smooth",), RISING_VERDICTS)
    )
    ranked = sorted(sizes, key=lambda name: (-sharp[name], -smooth[name], -rising[name]))
    chosen: set[str] = set()
    total = 0
    for name in ranked:
        if chosen and total + sizes[name] > most:
            break
        chosen.add(name)
        total += sizes[name]
    return chosen
