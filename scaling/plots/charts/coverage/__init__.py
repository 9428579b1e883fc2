"""What a dataset covers: how many sizes each family has on each task, as a heat map.

``counts`` is what is counted and in what order, ``ways`` how large a cell is and which names have
room, ``cells`` draws them, ``chart`` ties them together and says in words what they show.
"""

from scaling.plots.charts.coverage.chart import chart, describe

__all__ = ["chart", "describe"]
