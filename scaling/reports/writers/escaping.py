"""Text from data, escaped for Markdown and LaTeX; HTML is escaped by jinja2 itself."""

from __future__ import annotations

import re
import unicodedata
from types import MappingProxyType


class Raw(str):
    """Text that is Markdown or LaTeX already and is not escaped again."""

    __slots__ = ()


_MARKDOWN = str.maketrans({
    **{char: f"\\{char}" for char in "\\`*_[]{}|$~"},
    "&": "&amp;", "<": "&lt;", ">": "&gt;",
})  # fmt: skip
_LIST = re.compile(r"(\d+)([.)])(?=\s|$)")  # what would be the number of a list
# What GitHub makes a link of by itself.
_BARE_LINK = re.compile(r"(https?|ftp)(://)|(www)(\.)", re.IGNORECASE)


def markdown(text: str) -> str:
    r"""Return text that reads in Markdown as it stands: no emphasis, code, link, table or HTML.

    >>> print(markdown("a_b | <c> $d$"), markdown("# 1"), markdown("2. x"), markdown("www.x.y"))
    a\_b \| &lt;c&gt; \$d\$ \# 1 2\. x www\.x.y
    """
    escaped = " ".join(text.split()).translate(_MARKDOWN)
    escaped = _BARE_LINK.sub(r"\1\3\\\2\4", escaped)
    if escaped[:1] in ("#", "+", "-", "=", "!"):
        escaped = f"\\{escaped}"
    return _LIST.sub(r"\1\\\2", escaped) if _LIST.match(escaped) else escaped


_LATEX = MappingProxyType({
    **{char: f"\\{char}" for char in "{}$&#%"},
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", '"': r"\textquotedbl{}",
    "'": r"\textquotesingle{}", "`": r"\textasciigrave{}", "[": "{[}", "]": "{]}",
    "_": r"\_\allowbreak{}", "/": r"/\allowbreak{}", "-": "-{}", ",": ",{}",  # no ligatures
    "–": r"\textendash{}", "—": r"\textemdash{}", "…": r"\ldots{}", "\u00a0": "~",
    "‘": r"\textquoteleft{}", "’": r"\textquoteright{}", "“": r"\textquotedblleft{}",
    "”": r"\textquotedblright{}", "•": r"\textbullet{}", "−": "$-$", "×": r"$\times$",
    "±": r"$\pm$", "≤": r"$\le$", "≥": r"$\ge$", "≈": r"$\approx$", "≠": r"$\ne$",
    "∞": r"$\infty$", "→": r"$\to$", "←": r"$\gets$", "·": r"$\cdot$", "√": r"$\surd$",
    "α": r"$\alpha$", "β": r"$\beta$", "γ": r"$\gamma$", "δ": r"$\delta$", "ε": r"$\epsilon$",
    "λ": r"$\lambda$", "μ": r"$\mu$", "π": r"$\pi$", "ρ": r"$\rho$", "σ": r"$\sigma$",
    "τ": r"$\tau$", "φ": r"$\phi$", "χ": r"$\chi$", "ω": r"$\omega$", "Δ": r"$\Delta$",
    "Σ": r"$\Sigma$", "Ω": r"$\Omega$",
})  # fmt: skip
LATIN = "ÆØßæøÐðÞþŒœ"  # letters of T1 fonts that are no accented ones
LONGEST_RUN = 14  # letters after which a line may break where nothing else lets it
_WORD = re.compile(rf"[^\W_]{{{LONGEST_RUN}}}(?=[^\W_])")


def latex(text: str) -> str:
    r"""Return text that LaTeX sets as it stands, with places where long names may break.

    What pdflatex has no letter for (outside Latin) becomes ``\reportglyphs``, which prints the
    letters with LuaLaTeX and XeLaTeX where the font has the first of them, else code points.

    >>> print(latex("50% of a_b & <c>"))
    50\% of a\_\allowbreak{}b \& \textless{}c\textgreater{}
    """
    words = _WORD.sub(lambda found: found[0] + "\u200b", " ".join(text.split()))
    parts: list[str] = []
    unset = ""
    for char in words:
        known = r"\allowbreak{}" if char == "\u200b" else _LATEX.get(char)
        if known is None and not _in_t1(char):
            unset += char
            continue
        parts += [_glyphs(unset), known or char]
        unset = ""
    return "".join([*parts, _glyphs(unset)])


def _in_t1(char: str) -> bool:
    """Return whether pdflatex sets a letter with the usual fonts: ASCII and accented Latin."""
    if char.isascii():
        return char.isprintable()
    base = unicodedata.normalize("NFD", char)[0]
    return char in LATIN or ("\u00c0" <= char <= "\u017e" and base.isascii())


def _glyphs(text: str) -> str:
    if not text:
        return ""
    codes = " ".join(f"U+{ord(char):04X}" for char in text)
    return rf'\reportglyphs{{{text}}}{{{codes}}}{{"{ord(text[0]):04X}}}'
