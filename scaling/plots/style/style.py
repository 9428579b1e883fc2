"""What every chart function gets beside its results: theme, width, title."""

from __future__ import annotations

from dataclasses import dataclass

from scaling.plots.style.theme import Theme


@dataclass(frozen=True)
class Style:
    """How one figure is to look.

    ``width``: how wide the plotting area of all panels together may be, in the theme's unit;
    None leaves it to the chart. ``within``: how wide the whole figure is to come out, None where
    nobody says; what is decided once (columns, labels or a legend) depends on it, so that it does
    not change while ``fitted`` looks for the width. ``title``: text above the figure, empty for
    none. ``names``: the lines of all figures of a page, so that a family looks the same in each.
    """

    theme: Theme
    width: float | None = None
    within: float | None = None
    title: str = ""
    names: tuple[str, ...] = ()

    def px(self, pixels: float) -> float:
        """Return a length of the design (pixels on a screen) in the theme's unit."""
        return self.theme.px(pixels)

    def area(self, pixels: float) -> float:
        """Return the area of a symbol (square pixels on a screen) in the theme's unit."""
        return round(pixels * self.theme.scale**2, 2)

    def dash(self, *pixels: float) -> list[float]:
        """Return the dashes and gaps of a line in the theme's unit."""
        return [self.px(length) for length in pixels]

    def room(self, pixels: float) -> float:
        """Return the width of the plotting area: what was asked for, else ``pixels`` scaled."""
        return self.px(pixels) if self.width is None else self.width
