"""What a curve leaves over: every score less the curve at its size, one panel a task.

``rows`` takes the residuals from the results, ``thinning`` chooses those that are drawn of very
many, ``panel`` draws those of a panel, ``chart`` ties them together and says what they are.
"""

from scaling.plots.charts.residuals.chart import chart, describe

__all__ = ["chart", "describe"]
