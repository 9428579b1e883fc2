"""What every layer of a panel shares: axes, size, look and the channels made from them."""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt

from scaling.plots.style.axes import ScoreAxis, SizeAxis
from scaling.plots.style.look import Look
from scaling.plots.style.rows import Datasets
from scaling.plots.style.style import Style
from scaling.plots.style.theme import Theme

FEW = 5
"""Up to this many lines, panels have bands, transitions and direct labels; above it a legend."""

LANE = 7.0  # pixels: the height of a bar above a panel, and the room to the next


@dataclass(frozen=True)
class Frame:
    """What every layer of a panel shares: its axes, its size in the theme's unit and its look.

    ``legend``: None where lines are labelled directly or need no name. ``crowded``: with more
    than ``FEW`` lines in some panel of the figure bands and transitions would hide one another.
    """

    x: SizeAxis
    y: ScoreAxis
    width: float
    height: float
    look: Look
    style: Style
    nodes: int
    data: Datasets
    legend: alt.Legend | None
    crowded: bool = False

    @property
    def theme(self) -> Theme:
        """The theme's colours and text sizes."""
        return self.style.theme

    @property
    def few(self) -> bool:
        """Whether there are so few lines that bands and transitions can be told apart."""
        return not self.crowded

    def down(self, score: float) -> float:
        """Return how far below the top of the panel a score is drawn."""
        return self.height * (1 - self.y.place(score))

    def score_at(self, down: float) -> float:
        """Return the score drawn so far below the top (negative: above the panel).

        Labels and bars are placed through the score axis, so that one layer holds them all.
        """
        return self.y.score_at(1 - down / self.height)

    def across(self) -> alt.X:
        """Return the x channel (field ``size``), the same in every layer."""
        return self.x.encode(self.width, self.style)

    def up(self, field: str = "score") -> alt.Y:
        """Return the y channel of a field, the same scale and axis in every layer."""
        return self.y.encode(self.height, self.style, field)

    def colour(self) -> alt.Color:
        """Return the colour channel: scale and legend are the same in every layer.

        One layer without the legend would take it from all of them.
        """
        scale = alt.Scale(domain=list(self.look.names), range=list(self.look.colours))
        return alt.Color(field="name", type="nominal", scale=scale, legend=self.legend)

    def shape(self) -> alt.Shape:
        """Return the shape channel, for points only (on lines it would split the legend)."""
        scale = alt.Scale(domain=list(self.look.names), range=list(self.look.shapes))
        return alt.Shape(field="name", type="nominal", scale=scale, legend=self.legend)

    def dash(self) -> alt.StrokeDash:
        """Return the dash channel, for curves only."""
        dashes = [list(dash) for dash in self.look.dashes]
        scale = alt.Scale(domain=list(self.look.names), range=dashes)
        return alt.StrokeDash(field="name", type="nominal", scale=scale, legend=self.legend)
