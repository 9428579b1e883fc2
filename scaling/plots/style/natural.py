"""The order in which people sort names: numbers by their value."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"(\d+)")


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that sorts as people do: 2-digit before 10-digit, capitals beside small letters.

    >>> sorted(["10-digit", "b", "2-digit", "A"], key=natural)
    ['2-digit', '10-digit', 'A', 'b']
    """
    parts = [part for part in _NUMBER.split(text) if part]
    return tuple(
        (0, int(part), part) if part.isdecimal() else (1, 0, part.casefold()) for part in parts
    )


def in_order(text: str) -> tuple[tuple[tuple[int, int, str], ...], str]:
    """Return a key as ``natural``, by which no two different names are equal."""
    return natural(text), text
