"""The ends of profile intervals while they are searched: a point on either side of the edge.

Every problem is a quantity and a side. It keeps the farthest point known inside the region and the
nearest known outside of it, each the likeliest for its value of the quantity.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from scaling.curves.base import Array

NARROW = 1e-4  # of the distance from the estimate: a bracket that is as good as a point
CLIFF = 0.05  # of the cut: a rise of the root within such a bracket that no profile has

Flags = NDArray[np.bool_]


@dataclass(eq=False)
class Points:
    """For J problems: ``distance`` of the quantity from the estimate, ``root``, ``pull`` (J,) each.

    ``pull`` is the slope of the log-likelihood along the profile; ``theta``: (p, J). A point that
    is not known has the distance NaN.
    """

    distance: Array
    root: Array
    pull: Array
    theta: Array

    def take(self, places: NDArray[np.intp]) -> Points:
        """Return the points of some problems."""
        return Points(*(getattr(self, field.name)[..., places] for field in fields(self)))

    def put(self, places: NDArray[np.intp] | Flags, part: Points) -> None:
        """Set the points of some problems."""
        for field in fields(self):
            getattr(self, field.name)[..., places] = getattr(part, field.name)


@dataclass(eq=False)
class Ends:
    """For J problems, the points inside and outside of the region."""

    inner: Points
    outer: Points

    @property
    def bracketed(self) -> Flags:
        """Whether a point outside is known, (J,)."""
        return np.asarray(~np.isnan(self.outer.distance))

    @property
    def gap(self) -> Array:
        """How far apart the two points are, (J,)."""
        result: Array = self.outer.distance - self.inner.distance
        return result

    @property
    def narrow(self) -> Flags:
        """Whether the two points are as good as one, (J,)."""
        return np.asarray(self.gap <= NARROW * self.outer.distance)

    def share(self, cut: float) -> Array:
        """Return where the secant meets the cut, from the inner (0) to the outer point (1)."""
        rise = np.maximum(self.outer.root - self.inner.root, 1e-300)
        return np.asarray(np.clip((cut - self.inner.root) / rise, 0.0, 1.0))

    def edge(self, cut: float) -> Array:
        """Return the distance at which the region ends, (J,), NaN where it does not."""
        result: Array = self.inner.distance + self.share(cut) * self.gap
        return result

    def take(self, places: NDArray[np.intp]) -> Ends:
        """Return the ends of some problems."""
        return Ends(self.inner.take(places), self.outer.take(places))

    def put(self, places: NDArray[np.intp], part: Ends) -> None:
        """Set the ends of some problems."""
        self.inner.put(places, part.inner)
        self.outer.put(places, part.outer)

    def keep_inner(self, where: Flags, found: Points) -> None:
        """Take points as the inner ones; an outer one that is nearer was no maximum: drop it."""
        wrong = where & (found.distance >= self.outer.distance)
        self.outer.distance[wrong] = np.nan
        self.inner.put(where, found.take(np.flatnonzero(where)))

    def keep_outer(self, where: Flags, found: Points) -> None:
        """Take points as the outer ones."""
        self.outer.put(where, found.take(np.flatnonzero(where)))

    def drop_cliffs(self, cut: float) -> Flags:
        """Drop outer points that the solver did not carry to the profile; return which, (J,)."""
        cliff = self.narrow & (self.outer.root - self.inner.root > CLIFF * cut)
        self.outer.distance[cliff] = np.nan
        return cliff
