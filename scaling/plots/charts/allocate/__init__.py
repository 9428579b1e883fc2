"""Splits of compute budgets: the loss of every size, and the best sizes by compute.

``chart`` draws both panels, ``words`` says them.
"""

from scaling.plots.charts.allocate.chart import chart
from scaling.plots.charts.allocate.words import describe

__all__ = ["chart", "describe"]
