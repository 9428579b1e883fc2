"""What could be detected with some sizes: shares of verdicts by true width, by number of sizes."""

from scaling.plots.charts.power.chart import chart, describe

__all__ = ["chart", "describe"]
