"""How figures look: one frozen ``Theme`` a name, applied to each chart and never globally.

Every family gets a colour, a shape and a dash of periods 8, 7 and 5 (``look.py``), so that
neighbours differ in all three and a figure still reads in grey.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from scaling.errors import unknown_name

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"

# Okabe & Ito (2008) without the yellow that vanishes on white, with a grey and a brown; moved
# apart until all pairs differ for normal, protanopic and deuteranopic eyes and every colour has a
# contrast of 3 to the background (both held by tests).
PALETTE = (
    "#005C8F", "#B14500", "#0A8E4E", "#B35A7E", "#D28002", "#009BC4", "#2A3C42", "#612900",
)  # fmt: skip
ON_DARK = (
    "#0F9AEA", "#D0701A", "#19A871", "#BE7EAA", "#D2CE15", "#9ACCF8", "#D3C9C2", "#8F5929",
)  # fmt: skip
SHAPES = (
    "circle", "square", "triangle-up", "diamond", "triangle-down", "cross", "triangle-right",
)  # fmt: skip
DASHES = ((1, 0), (7, 3), (3, 2), (9, 2, 2, 2), (5, 1))


@dataclass(frozen=True)
class Theme:
    """Colours and sizes of a figure; ``ink`` is for text, ``muted`` for what stands back.

    All lengths are in ``unit``: pixels (``px``) on a screen, points (``pt``) on paper. ``scale``
    turns a length of the design, given in pixels, into the unit.
    """

    name: str
    background: str
    ink: str
    muted: str
    grid: str
    palette: tuple[str, ...] = PALETTE
    shapes: tuple[str, ...] = SHAPES
    dashes: tuple[tuple[int, ...], ...] = DASHES
    font: str = FONT
    unit: str = "px"
    scale: float = 1.0
    title_size: float = 15
    panel_size: float = 13
    text_size: float = 12
    small_size: float = 11
    padding: float = 12  # about the whole figure

    def px(self, pixels: float) -> float:
        """Return a length of the design (pixels on a screen) in the unit of the theme."""
        return round(pixels * self.scale, 2)

    def config(self) -> dict[str, Any]:
        """Return the Vega-Lite configuration of one chart."""
        axis = {
            "labelColor": self.ink, "titleColor": self.ink, "labelFontSize": self.small_size,
            "titleFontSize": self.text_size, "titleFontWeight": "normal", "gridColor": self.grid,
            "domainColor": self.muted, "tickColor": self.muted, "tickSize": self.px(4),
            "domainWidth": self.px(1), "tickWidth": self.px(1), "gridWidth": self.px(1),
            "labelPadding": self.px(3), "titlePadding": self.px(6),
        }  # fmt: skip
        legend = {
            "labelColor": self.ink, "titleColor": self.ink, "labelFontSize": self.small_size,
            "titleFontSize": self.text_size, "titleFontWeight": "bold", "labelLimit": self.px(220),
            "symbolLimit": 0, "symbolStrokeWidth": self.px(1.2), "rowPadding": self.px(3),
            "titlePadding": self.px(6),
        }  # fmt: skip
        title = {
            "anchor": "start", "color": self.ink, "fontSize": self.title_size,
            "subtitleColor": self.muted, "subtitleFontSize": self.text_size,
            "subtitlePadding": self.px(4), "offset": self.px(10),
        }  # fmt: skip
        return {
            # One label describes the whole figure (<title>, <desc>); Vega's labels of single
            # marks would only repeat the data to a screen reader.
            "aria": False,
            "background": self.background,
            "font": self.font,
            "padding": self.padding,
            "axis": axis,
            "legend": legend,
            "title": title,
            "text": {"color": self.ink, "fontSize": self.small_size},
            "view": {"stroke": None, "continuousWidth": 300, "continuousHeight": 300},
        }


LIGHT = Theme(name="light", background="#FFFFFF", ink="#222222", muted="#666666", grid="#E9E9E9")
DARK = Theme(
    name="dark", background="#15191E", ink="#E8E8E8", muted="#A3A9B0", grid="#2B3138",
    palette=ON_DARK,
)  # fmt: skip
PRINT = Theme(
    name="print", background="#FFFFFF", ink="#000000", muted="#4D4D4D", grid="#E5E5E5",
    unit="pt", scale=8 / 11, title_size=10, panel_size=9, text_size=8.5, small_size=8, padding=1,
)  # fmt: skip

THEMES = MappingProxyType({theme.name: theme for theme in (LIGHT, DARK, PRINT)})


def theme_named(name: str) -> Theme:
    """Return the theme of that name; raises UnknownNameError."""
    if name not in THEMES:
        raise unknown_name("theme", name, THEMES)
    return THEMES[name]
