"""Crossings: where a curve passes a baseline, or one condition another.

``chart`` lays out the panels, ``marks`` draws what a panel has beside points and curves,
``words`` says it.
"""

from scaling.plots.charts.crossing.chart import chart
from scaling.plots.charts.crossing.words import describe

__all__ = ["chart", "describe"]
