"""The key under a verdict map: a small cell and the full name of each verdict in it."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from scaling.plots.style.key_grid import key_chart
from scaling.plots.style.rows import Datasets
from scaling.plots.style.style import Style
from scaling.plots.style.verdict_looks import verdict_name
from scaling.plots.style.verdicts import style_of

SWATCH, GLYPH = 16.0, 10.0  # pixels of the design


def legend_name(verdict: str) -> str:
    """Return the word of a verdict with its full name, where that says more.

    >>> legend_name("emergent_sharp"), legend_name("smooth")
    ('sharp: emergent sharp', 'smooth')
    """
    word, name = style_of(verdict).word, verdict_name(verdict)
    return name if word.lower() == name else f"{word}: {name}"


def legend_chart(
    verdicts: Sequence[str], data: Datasets, left: float, width: float, style: Style,
    *, words: bool,
) -> alt.LayerChart:  # fmt: skip
    """Return the key of these verdicts under a map ``width`` wide with names ``left`` of it.

    Lengths in the theme's unit; ``words``: the map has the short words, so they are explained.
    """
    theme = style.theme
    name = legend_name if words else verdict_name
    entries = [
        {
            "label": name(verdict),
            "tint": style_of(verdict).tint_on(theme),
            "glyph": style_of(verdict).glyph,
        }
        for verdict in verdicts
    ]

    def marks(base: alt.Chart, middle: float) -> list[alt.Chart]:
        swatch = base.mark_square(
            size=style.area(SWATCH**2), opacity=1, xOffset=middle, stroke=theme.muted,
            strokeWidth=style.px(0.5),
        )  # fmt: skip
        sign = base.mark_point(
            size=style.area(GLYPH**2), filled=False, stroke=theme.ink,
            strokeWidth=style.px(1.4), opacity=1, xOffset=middle,
        )  # fmt: skip
        tint = alt.Color(field="tint", type="nominal", scale=None, legend=None)
        glyph = alt.Shape(field="glyph", type="nominal", scale=None, legend=None)
        return [swatch.encode(color=tint), sign.encode(shape=glyph)]

    return key_chart(entries, marks, data, left, width, style)
