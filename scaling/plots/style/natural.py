"""The order in which people sort names: numbers by their value."""

from __future__ import annotations

import re
import unicodedata

_NUMBER = re.compile(r"(\d+)")
Part = tuple[int, int, str, str]  # 0 and a number's digits, their count first; or 1 and letters


def natural(text: str) -> tuple[Part, ...]:
    """Return a key that sorts as people do: 2-digit before 10-digit, capitals beside small letters.

    >>> sorted(["10-digit", "b", "2-digit", "A"], key=natural)
    ['2-digit', '10-digit', 'A', 'b']
    """
    parts = [part for part in _NUMBER.split(text) if part]
    return tuple(
        _number(part) if part.isdecimal() else (1, 0, part.casefold(), "") for part in parts
    )


def _number(part: str) -> Part:
    """Order digits by their value, without a number: of thousands of them Python makes none."""
    digits = "".join(str(unicodedata.decimal(digit)) for digit in part).lstrip("0")
    return 0, len(digits), digits, part


def in_order(text: str) -> tuple[tuple[Part, ...], str]:
    """Return a key as ``natural``, by which no two different names are equal."""
    return natural(text), text
