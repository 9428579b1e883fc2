"""What tells names apart: a colour, a shape and a dash for each, in a fixed order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scaling.plots.style.theme import Theme


@dataclass(frozen=True)
class Look:
    """Colour, shape and dash of each name, in a fixed order; made for Vega-Lite scales."""

    names: tuple[str, ...]
    colours: tuple[str, ...]
    shapes: tuple[str, ...]
    dashes: tuple[tuple[float, ...], ...]

    def only(self, names: Iterable[str]) -> Look:
        """Return the look of some of the names, unchanged."""
        places = [self.names.index(name) for name in dict.fromkeys(names)]
        return Look(
            names=tuple(self.names[i] for i in places),
            colours=tuple(self.colours[i] for i in places),
            shapes=tuple(self.shapes[i] for i in places),
            dashes=tuple(self.dashes[i] for i in places),
        )

    @classmethod
    def of(cls, names: Iterable[str], theme: Theme) -> Look:
        """Give every distinct name its look, in the order of first appearance."""
        distinct = tuple(dict.fromkeys(names))
        places = range(len(distinct))
        return cls(
            names=distinct,
            colours=tuple(theme.palette[i % len(theme.palette)] for i in places),
            shapes=tuple(theme.shapes[i % len(theme.shapes)] for i in places),
            dashes=tuple(
                tuple(theme.px(length) for length in theme.dashes[i % len(theme.dashes)])
                for i in places
            ),
        )
