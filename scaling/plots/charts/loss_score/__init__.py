"""Scores by loss: curves over the loss axis, or the two steps of a forecast.

``chart`` chooses, ``steps`` draws a law of the loss and the link from loss to score, ``words``
says what is seen.
"""

from scaling.plots.charts.loss_score.chart import chart
from scaling.plots.charts.loss_score.words import describe

__all__ = ["chart", "describe"]
