"""Forecasts: curves that reach beyond the data, and models placed by other benchmarks.

``chart`` ties both together, ``outlook`` is what one panel shows, ``ahead`` draws a score by its
size, ``ability`` one by the capability of its model with the ``placed`` models that were
predicted, ``note`` and ``words`` say what is seen.
"""

from scaling.plots.charts.forecast.chart import chart
from scaling.plots.charts.forecast.words import describe

__all__ = ["chart", "describe"]
