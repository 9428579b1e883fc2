"""Loss laws: their surface over parameters and tokens, or their curve, and the residuals.

``chart`` chooses the panels, ``surface`` and ``curve`` draw the law, ``residuals`` what it leaves,
``lines`` finds lines of equal loss, ``words`` says it.
"""

from scaling.plots.charts.law.chart import chart
from scaling.plots.charts.law.words import describe

__all__ = ["chart", "describe"]
