"""Held-out scores, predicted against observed, and how good every predictor was.

``held`` takes the predictions from the results, ``scatter`` draws those of the best predictor
there is, ``readout`` the errors and coverages of all, ``chart`` ties both together and says in
words what they are.
"""

from scaling.plots.charts.backtest.chart import chart, describe

__all__ = ["chart", "describe"]
