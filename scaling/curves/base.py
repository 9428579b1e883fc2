"""What a curve family is: pure functions of arrays, solved for many series at once.

To add a family, write one file that makes a ``Curve`` and add one line to
``scaling.curves.registry.CURVES``. A family states its parameters twice: *internal*
coordinates that a bounded solver likes (``theta``) and *natural* ones that people read.

Shapes: K sizes a series, M columns (series or bootstrap draws), p internal parameters.
Columns never mix, so a result does not depend on what else is in the batch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from scaling.series import SeriesBatch

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Design:
    """What is known of each column before its scores are seen.

    ``x``: (K, M) sizes in decades (or minus the loss). ``floor``, ``top``: (M,) chance and
    ceiling, NaN where the metric has none. ``low``, ``high``: (M,) the range that scores can
    take. ``falling`` is True for losses, where lower is better. ``log_axis`` is False on the
    loss axis. ``unit`` is what one decade stands for on axes that are not decades of size.
    """

    x: Array
    floor: Array
    top: Array
    low: Array
    high: Array
    falling: bool = False
    log_axis: bool = True
    unit: float = 1.0

    @classmethod
    def of(cls, batch: SeriesBatch) -> Design:
        """Take the design of a batch; one column a series."""
        first = batch.series[0]
        lowest, highest = batch.score.min(axis=1), batch.score.max(axis=1)
        largest = np.maximum(np.abs(lowest), np.abs(highest))
        margin = np.maximum(highest - lowest, 1e-6 * np.where(largest > 0, largest, 1.0))
        low, high = lowest - margin, highest + margin
        if first.binomial:
            low, high = np.zeros_like(low), np.ones_like(high)
        elif first.metric_kind == "bounded":
            low = np.fmin(np.where(np.isnan(batch.chance), low, batch.chance), lowest)
            high = np.where(np.isnan(batch.ceiling), high, batch.ceiling)
        elif first.metric_kind == "loss":
            low = np.zeros_like(low)
        return cls(
            x=np.ascontiguousarray(batch.x.T),
            floor=batch.chance,
            top=batch.ceiling,
            low=low,
            high=high,
            falling=first.metric_kind == "loss",
            log_axis=first.size_axis != "loss",
        )

    @property
    def left(self) -> Array:
        """Smallest x of each column, (M,)."""
        smallest: Array = self.x.min(axis=0)
        return smallest

    @property
    def n_sizes(self) -> int:
        """The least number of distinct sizes that any column has."""
        distinct = 1 + (np.diff(np.sort(self.x, axis=0), axis=0) > 0).sum(axis=0)
        return int(distinct.min())

    @property
    def right(self) -> Array:
        """Largest x of each column, (M,)."""
        largest: Array = self.x.max(axis=0)
        return largest

    def at(self, x: Array) -> Placed:
        """Return the design together with other places x, (K', M), to evaluate a curve at."""
        return Placed(self, x)

    def column(self, place: int, copies: int = 1) -> Design:
        """Return the design of one column, repeated ``copies`` times."""
        pick = np.full(copies, place)
        return self.take(pick)

    def take(self, columns: Array | NDArray[np.intp]) -> Design:
        """Return the design of the chosen columns."""
        index = np.asarray(columns, dtype=np.intp)
        return Design(
            x=np.take(self.x, index, axis=1),
            floor=self.floor[index],
            top=self.top[index],
            low=self.low[index],
            high=self.high[index],
            falling=self.falling,
            log_axis=self.log_axis,
            unit=self.unit,
        )


@dataclass(frozen=True, eq=False)
class Placed:
    """A design (whose sizes set a curve's coordinates) and the places to evaluate it at."""

    design: Design
    x: Array


class Curve(Protocol):
    """A family of curves; dataclasses with these attributes and functions of arrays."""

    @property
    def name(self) -> str:
        """What users call it."""
        ...

    @property
    def summary(self) -> str:
        """When to use it, on one line."""
        ...

    @property
    def formula(self) -> str:
        """The curve in natural parameters; x is log10 of the size."""
        ...

    @property
    def source(self) -> str:
        """Where it was published."""
        ...

    @property
    def internal(self) -> tuple[str, ...]:
        """The solver's coordinates; few, for it writes its small systems out."""
        ...

    @property
    def linear(self) -> tuple[str, ...]:
        """The coordinates that the curve is linear in, jointly; may be none.

        The value is v0 + sum of basis x coordinate, v0 and the basis depending on the others
        alone. They are solved for at every node instead of being searched.
        """
        ...

    @property
    def parameters(self) -> tuple[str, ...]:
        """The natural parameters, in any number."""
        ...

    @property
    def ceiling_parameter(self) -> str | None:
        """The internal coordinate that a fixed ceiling holds at its upper bound, None if none."""
        ...

    def why_not(self, design: Design) -> str:
        """Return why the family cannot be used on such scores or sizes; empty if it can."""
        ...

    def bounds(self, design: Design) -> tuple[Array, Array]:
        """Return the lower and upper bound of each internal parameter, each (p, M)."""
        ...

    def nodes(self, design: Design) -> Array:
        """Return a grid of starting points within the bounds, (p, G, M), alike for every column.

        The linear coordinates may have any value: they are projected.
        """
        ...

    def value(self, theta: Array, placed: Placed) -> Array:
        """Return the curve, (K, M), for theta (p, M)."""
        ...

    def value_and_jacobian(self, theta: Array, placed: Placed) -> tuple[Array, Array]:
        """Return the curve (K, M) and its derivatives by theta (p, K, M)."""
        ...

    def natural(self, theta: Array, design: Design) -> dict[str, Array]:
        """Return the natural parameters, each (M,), for theta (p, M)."""
        ...


def mesh(*levels: Array) -> list[Array]:
    """Return every combination of the levels, each (G,), last level fastest."""
    return [grid.ravel() for grid in np.meshgrid(*levels, indexing="ij")]
