"""Which letters the fonts at hand can draw.

PNG and PDF are drawn with the fonts of this machine and those inside vl-convert (Liberation
Sans among them); SVG and HTML with those of the reader.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from unicodedata import category
from xml.sax.saxutils import escape

import vl_convert

from scaling.plots.style.theme import FONT

NEVER = "\U0010fffe"  # no character at all: what is drawn for it is drawn for all that lack a glyph
_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32">'
    '<text x="4" y="22" font-family="{font}" font-size="16">{char}</text></svg>'
)
PRINTABLE = frozenset(map(chr, range(0x20, 0x7F)))
UNSEEN = ("Cc", "Cf", "Zl", "Zp")  # of these nothing is drawn, and nothing is lost


def missing_glyphs(texts: Iterable[str]) -> str:
    """Return the letters of texts that no font at hand has, each once, in their order.

    >>> missing_glyphs(["plain text", "naïve ≥ Ω"])
    ''
    """
    letters = dict.fromkeys(char for text in texts for char in text)
    return "".join(char for char in letters if char not in PRINTABLE and not _is_drawn(char))


def missing_text(letters: str, most: int = 12) -> str:
    """Return a warning about letters that no font has, empty where there are none.

    >>> missing_text("数学")
    'no font here has the characters 数学: PNG and PDF show boxes for them; install a font that \
has them (such as Noto Sans CJK), or write SVG or HTML, which use the fonts of the reader'
    """
    if not letters:
        return ""
    shown = letters if len(letters) <= most else f"{letters[:most]} and {len(letters) - most} more"
    characters = "character" if len(letters) == 1 else "characters"
    boxes = "a box for it" if len(letters) == 1 else "boxes for them"
    return (
        f"no font here has the {characters} {shown}: PNG and PDF show {boxes}; install a font that "
        f"has {'it' if len(letters) == 1 else 'them'} (such as Noto Sans CJK), or write SVG or "
        "HTML, which use the fonts of the reader"
    )


@cache
def _is_drawn(char: str) -> bool:
    """Return whether a letter comes out otherwise than what no font can have."""
    if char.isspace() or category(char) in UNSEEN:
        return True
    return _drawn(char) != _drawn(NEVER)


@cache
def _drawn(char: str) -> bytes:
    return bytes(vl_convert.svg_to_png(_SVG.format(font=FONT, char=escape(char))))
