"""Figures: Altair charts of results, their alternative text, and their export.

Charts are functions of results and fit nothing. ``kinds`` lists the kinds of chart, ``charts``
has one file a kind, ``panels`` what charts of series share, ``style`` what all charts share,
``export`` the formats.
"""

from scaling.plots.export.files import FORMATS, SUFFIXES, format_of
from scaling.plots.figure import Figure, Records, draw
from scaling.plots.kinds import CHART_KINDS, ChartKind, kind_named
from scaling.plots.style.theme import THEMES

__all__ = [
    "CHART_KINDS",
    "FORMATS",
    "SUFFIXES",
    "THEMES",
    "ChartKind",
    "Figure",
    "Records",
    "draw",
    "format_of",
    "kind_named",
]
