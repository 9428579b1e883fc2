"""Strings that come from data, made fit for a figure: cleaned, measured, wrapped, shortened."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable

# Not allowed in XML 1.0, or (lone surrogates) not encodable at all.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Turn the direction of whatever stands beside them, in another label or in the page.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
NARROW = frozenset("iljtfrI.,:;'|!()[]{}/\\ -·")
WIDE = frozenset("mwMWQO@%&…—+=<>~≥≤±")


def clean(text: str) -> str:
    """Return text on one line without characters that no SVG may hold or that turn its direction.

    >>> clean("a\\nb\\x00")
    'a b�'
    """
    return " ".join(_TURNING.sub("", _ILLEGAL.sub("\ufffd", text)).split())


def width_of(text: str, size: float) -> float:
    """Estimate the width of a text in a font of ``size``, in the unit of the size.

    By classes of letters of Liberation Sans, a little generous; wide East Asian letters and
    emoji count as squares, combining marks not at all.
    """
    return size * sum(_letter(char) for char in text)


def _letter(char: str) -> float:
    if char in NARROW:
        return 0.33
    if char in WIDE:
        return 0.92
    if char.isascii():
        return 0.71 if char.isupper() else 0.57
    if unicodedata.east_asian_width(char) in "WF":
        return 1.05
    return 0.0 if unicodedata.combining(char) else 0.68


def shorten(text: str, room: float, size: float) -> str:
    """Cut a text to about ``room`` (in the unit of the font's size), with an ellipsis.

    >>> shorten("a rather long name", 60, 10)
    'a rather lo…'
    """
    fitting = _fitting(text, room, size)
    return text if fitting == len(text) else text[: _fitting(text, room - size, size)] + "…"


def _fitting(text: str, room: float, size: float) -> int:
    """Return how many letters of a text fit; long texts are not read to their end."""
    used = 0.0
    for place, char in enumerate(text):
        used += size * _letter(char)
        if used > room:
            return place
    return len(text)


def cut(text: str, letters: int) -> str:
    """Return at most so many letters of a text, the last an ellipsis where something is lost.

    >>> cut("a rather long name", 9)
    'a rather…'
    """
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def wrap(text: str, room: float, size: float, lines: int = 2) -> list[str]:
    """Break a text into at most ``lines`` lines of about ``room``; the last may be shortened.

    Breaks at spaces, else after ``_ - /``, else anywhere.

    >>> wrap("three-digit addition in base ten", 100, 12)
    ['three-digit', 'addition in bas…']
    >>> wrap("bigbench_auto_debugging", 80, 12, lines=3)
    ['bigbench_', 'auto_', 'debugging']
    """
    kept: list[str] = []
    rest = text.strip()
    while rest and len(kept) < lines - 1:
        line = _first_line(rest, room, size)
        kept.append(line.rstrip())
        rest = rest[len(line) :].lstrip()
    return [*kept, shorten(rest, room, size)] if rest or not kept else kept


def _first_line(text: str, room: float, size: float) -> str:
    """Return the start of a text that fits into a line, at least one letter of it."""
    most = _fitting(text, room, size)
    if most == len(text):
        return text
    ends = [end for end in range(1, most + 1) if text[end] == " " or text[end - 1] in "-_/"]
    spaces = [end for end in ends if text[end] == " "]
    # A name is not torn where a space nearly as far right would do.
    good = [end for end in spaces if end >= 0.6 * most] or ends
    return text[: good[-1] if good else max(most, 1)]


def number_text(value: float, digits: int = 2) -> str:
    """Return a number with at most ``digits`` significant digits, ``?`` where it is unknown.

    >>> number_text(0.4), number_text(0.0234), number_text(float("nan"))
    ('0.4', '0.023', '?')
    """
    return f"{value:.{digits}g}" if math.isfinite(value) else "?"


def score_text(value: float) -> str:
    """Return a score as people write it: two decimals, whole where it is large.

    Two digits where two decimals would leave next to nothing, three from 10 on.

    >>> score_text(0.0249), score_text(27.34), score_text(float("nan"))
    ('0.02', '27.3', '?')
    >>> score_text(1e-6), score_text(0.004), score_text(-20000), score_text(1e12)
    ('1e-6', '0.004', '-20,000', '1e12')
    """
    far = abs(value)
    if not math.isfinite(value):
        return "?"
    if 0 < far < 0.01 or far >= 1e9:
        return re.sub(r"e\+?(-?)0*", r"e\1", f"{value:.2g}")
    if far < 10:
        return f"{value:.2f}"
    return f"{value:,.0f}" if far > 999 else f"{value:.3g}"


def range_text(low: float, high: float, told: Callable[[float], str] = score_text) -> str:
    """Return both ends of an interval, ``not known`` where one is not.

    >>> range_text(0.25, 0.5), range_text(float("nan"), 0.5)
    ('0.25 to 0.50', 'not known')
    """
    return f"{told(low)} to {told(high)}" if math.isfinite(low + high) else "not known"
