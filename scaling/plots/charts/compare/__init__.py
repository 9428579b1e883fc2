"""Curve families on one series: every curve with the points, and beside it how well it does."""

from scaling.plots.charts.compare.chart import chart
from scaling.plots.charts.compare.words import describe

__all__ = ["chart", "describe"]
