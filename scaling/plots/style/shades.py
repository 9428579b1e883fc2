"""Shades of one colour, for how much there is: from near the background to near the ink."""

from __future__ import annotations

from scaling.plots.style.ramp import mixed, parts_of
from scaling.plots.style.theme import Theme

PALEST, PURE = 0.16, 0.85  # numbers stand out from each of five shades by 4.5 : 1
"""The least shade, as a share of the colour; the place (0 to 1) of the colour itself."""


def shades(theme: Theme, count: int) -> tuple[str, ...]:
    """Return ``count`` shades from the palest, of the theme's first colour.

    >>> from scaling.plots.style.theme import theme_named
    >>> shades(theme_named("light"), 2)
    ('#D6E5ED', '#133C53')
    """
    found = []
    for place in range(count):
        share = place / max(count - 1, 1)
        if share <= PURE:
            part = PALEST + (1 - PALEST) * share / PURE
            found.append(mixed(theme.background, theme.palette[0], part))
        else:
            found.append(mixed(theme.palette[0], theme.ink, 0.55 * (share - PURE) / (1 - PURE)))
    return tuple(found)


def legible_on(colour: str, theme: Theme) -> str:
    """Return the theme's ink or its background, whichever reads better on a colour."""
    return max((theme.ink, theme.background), key=lambda text: contrast(text, colour))


def contrast(colour: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance).

    >>> round(contrast("#000000", "#FFFFFF"), 1)
    21.0
    """
    dark, light = sorted((_luminance(colour), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in parts_of(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
