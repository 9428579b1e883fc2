"""The chart of fits and verdicts: points, curves and bands, one panel a task."""

from scaling.plots.charts.curves.chart import chart, describe

__all__ = ["chart", "describe"]
