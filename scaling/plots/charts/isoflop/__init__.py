"""Runs of equal compute: a valley of losses a budget, and how the best size grows.

``chart`` draws both panels, ``words`` says them.
"""

from scaling.plots.charts.isoflop.chart import chart
from scaling.plots.charts.isoflop.words import describe

__all__ = ["chart", "describe"]
