"""Widths of figures as people give them: ``column``, ``page``, ``3.4in``, ``17cm``, ``640px``."""

from __future__ import annotations

import re

from scaling.errors import OptionError
from scaling.plots.style.theme import Theme

COLUMN, PAGE = 3.4, 7.0  # inches: one and two columns of a journal
_INCHES = {"in": 1.0, "cm": 1 / 2.54, "mm": 1 / 25.4, "pt": 1 / 72, "px": 1 / 96}
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+)\s*(in|cm|mm|pt|px)\s*")
LEAST, MOST = 1.5, 40.0  # inches


def width_in(text: str, theme: Theme) -> float:
    """Return a width in the theme's unit; raises OptionError.

    >>> from scaling.plots.style.theme import theme_named
    >>> width_in("column", theme_named("print")), width_in("2in", theme_named("light"))
    (244.8, 192.0)
    """
    named = {"column": f"{COLUMN}in", "page": f"{PAGE}in"}
    found = _LENGTH.fullmatch(named.get(text.strip().lower(), text.lower()))
    inches = float(found[1]) * _INCHES[found[2]] if found else float("nan")
    if not LEAST <= inches <= MOST:
        raise OptionError(
            f"width {text!r}: expected column ({COLUMN}in), page ({PAGE:g}in), or a length of "
            f"{LEAST:g}in to {MOST:g}in such as 3.4in, 17cm, 85mm, 500pt or 640px"
        )
    return round(inches / _INCHES[theme.unit], 2)
