"""How each verdict looks and reads: a glyph of the curve it stands for, a tint, a short word.

The glyphs are tiny drawings (Vega symbol paths in the square from -1 to 1, y downwards), so
that a verdict is told apart without colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from scaling.plots.style.ramp import is_dark, mixed, parts_of
from scaling.plots.style.theme import Theme

FAILED = "failed"


@dataclass(frozen=True)
class VerdictStyle:
    """Short word, tint of the cell, and the glyph's path."""

    word: str
    tint: str
    glyph: str

    def tint_on(self, theme: Theme) -> str:
        """Return the tint for a theme: on a dark background a shade, so that its ink stays clear.

        >>> from scaling.plots.style.theme import theme_named
        >>> [STYLES["smooth"].tint_on(theme_named(name)) for name in ("light", "dark")]
        ['#9CC9E8', '#425461']
        """
        strength = 1 - min(parts_of(self.tint)) / 255
        if not is_dark(theme.background) or not strength:
            return self.tint if strength else theme.background
        return mixed(theme.background, self.tint, min(0.5, 0.1 + 0.6 * strength))


STYLES = MappingProxyType(
    {
        "emergent_sharp": VerdictStyle("sharp", "#E08A4A", "M-1,.8L0,.8L0,-.8L1,-.8"),
        "sharp_shape_sensitive": VerdictStyle(
            "sharp?", "#F3C08F", "M-1,.8L-.2,.8C-.2,-.4,0,-.8,1,-.8"
        ),
        "smooth": VerdictStyle("smooth", "#9CC9E8", "M-1,.8C.2,.8,-.2,-.8,1,-.8"),
        "rise_unresolved": VerdictStyle("rise", "#DCE8F0", "M-1,.8L1,-.8"),
        "unresolvable": VerdictStyle("gap", "#E3E3E3", "M-1,.8L-.4,.8M.4,-.8L1,-.8"),
        "weak_rise": VerdictStyle("weak", "#EAF1E4", "M-1,.8L1,.2"),
        "u_shaped": VerdictStyle("U", "#D9C7E6", "M-1,-.8C-.6,1.3,.6,1.3,1,-.8"),
        "inverted_u": VerdictStyle("inverted U", "#D9C7E6", "M-1,.8C-.6,-1.3,.6,-1.3,1,.8"),
        "shape_unstable": VerdictStyle("turn?", "#ECE4F2", "M-1,.6L-.3,-.6L.3,.6L1,-.6"),
        "inverse": VerdictStyle("inverse", "#E7B9C9", "M-1,-.8L1,.8"),
        "flat_at_chance": VerdictStyle("at chance", "#F4F4F4", "M-1,.8L1,.8"),
        "flat_above_chance": VerdictStyle("flat", "#F4F4F4", "M-1,0L1,0"),
        "saturated": VerdictStyle("saturated", "#CFE6D6", "M-1,-.8L1,-.8"),
        "inconclusive": VerdictStyle(
            "open", "#FFFFFF", "M-.6,0A.6,.6,0,1,1,.6,0A.6,.6,0,1,1,-.6,0"
        ),
        "insufficient": VerdictStyle(
            "too few",
            "#FFFFFF",
            "M-.7,.3A.2,.2,0,1,1,-.3,.3A.2,.2,0,1,1,-.7,.3M.3,-.3A.2,.2,0,1,1,.7,-.3A.2,.2,0,1,1,.3,-.3",
        ),
        FAILED: VerdictStyle("failed", "#FFFFFF", "M-.7,-.7L.7,.7M-.7,.7L.7,-.7"),
    }
)


def style_of(verdict: str) -> VerdictStyle:
    """Return how a verdict looks; one that is not known reads as its own name."""
    known = STYLES.get(verdict)
    return known or VerdictStyle(verdict.replace("_", " "), "#FFFFFF", STYLES["inconclusive"].glyph)
