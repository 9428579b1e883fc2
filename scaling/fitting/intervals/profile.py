"""Profile likelihood intervals: every value that the likelihood does not reject.

Venzon & Moolgavkar 1988, Applied Statistics 37. An end is the extreme of a quantity over the
confidence region, so that an interval is the hull of all values within the cut. Where the region
reaches the end of the parameter space the end is not known (NaN, note ``unbounded``), except at a
limit of the metric itself: nothing lies beyond that. The curve's ends are then that limit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.fitted import Fitted
from scaling.fitting.intervals.band import band_places
from scaling.fitting.intervals.base import (
    UNBOUNDED,
    Intervals,
    clipped,
    metric_limit,
    outermost,
    predicted,
    quantile,
)
from scaling.fitting.intervals.quantities import CurveValue, Naturals, Quantity, aimed, naturals
from scaling.fitting.intervals.region import Region, region_of
from scaling.fitting.intervals.search import distances, improve, search, start
from scaling.fitting.records import NAN, Estimate

AGAIN = 3  # times that what was found for one quantity is tried on the others
SIDES = (-1.0, 1.0)


@dataclass(frozen=True, eq=False)
class ProfileLikelihood(Intervals):
    """Profile intervals of one fit, each computed once."""

    _bands: dict[bytes, tuple[Array, Array]] = field(default_factory=dict)

    @cached_property
    def _found(self) -> tuple[dict[str, Estimate], Region, frozenset[str]]:
        """The parameters' intervals, the region with the points found on the way, what is fixed."""
        with np.errstate(all="ignore"):
            region = region_of(self.fitted)
            quantity = naturals(self.fitted)
            return *_parameter_intervals(region, quantity), quantity.fixed

    def parameters(self) -> dict[str, Estimate]:
        """Return every natural parameter with its profile interval."""
        return self._found[0]

    def curve(self, x: Array) -> tuple[Array, Array]:
        """Return the profile interval of the curve at places x."""
        key = x.tobytes()
        if key not in self._bands:
            region = self._found[1]
            with np.errstate(all="ignore"):
                crossings, limits, _ = extremes(region, CurveValue(self.fitted.model.curve), x)
            limits = metric_limit(self.fitted, clipped(self.fitted, limits))
            # a family ends a little short of 0 or 1 where its width has a least value
            limits = np.where(np.isnan(limits), np.array(outermost(self.fitted))[:, None], limits)
            crossings = clipped(self.fitted, crossings)
            low, high = np.where(np.isnan(crossings), limits, crossings)
            self._bands[key] = low, high
        return self._bands[key]

    def prediction(self, x: Array) -> tuple[Array, Array]:
        """Return the mean interval widened by the noise of a new model's score."""
        return predicted(self.fitted, x, *self.curve(x), quantile(self.fitted))

    def notes(self) -> tuple[str, ...]:
        """Return ``unbounded`` if an end of an estimated parameter or of the band is not known."""
        fixed = self._found[2]
        ends = [
            end
            for name, value in self.parameters().items()
            if name not in fixed
            for end in (value.lower, value.upper)
        ]
        band = self.curve(band_places(self.fitted.design))
        return (UNBOUNDED,) if np.isnan(ends).any() or np.isnan(band).any() else ()


def extremes(region: Region, quantity: Quantity, asked: Array) -> tuple[Array, Array, Region]:
    """Return, for Q quantities asked, crossings and limits (2, Q), and the region, better known.

    Crossings are where the quantity leaves the region towards low and high values, NaN where it
    does not; limits are the farthest values found inside.
    """
    n_asked = len(asked)
    twice, side = np.tile(asked, 2), np.repeat(SIDES, n_asked)
    ends = start(region, quantity, twice, side)
    again = np.arange(2 * n_asked)
    for attempt in range(AGAIN):
        search(ends, region, quantity, twice, side, again)
        if attempt == AGAIN - 1:
            break
        # a point of the region found for one quantity may be farther out for another
        region = region.with_known(ends.inner.theta[:, again])
        better = improve(ends, region, distances(region, quantity, twice, side))
        again = np.flatnonzero(better | ends.drop_cliffs(region.cut))
        if not len(again):
            break
    design = aimed(region.fitted.design.column(0, n_asked), asked)
    estimate = quantity.value(np.repeat(region.fitted.theta, n_asked, axis=1), design)
    crossings = np.tile(estimate, 2) + side * ends.edge(region.cut)
    limits = np.tile(estimate, 2) + side * ends.inner.distance
    return crossings.reshape(2, n_asked), limits.reshape(2, n_asked), region


def _parameter_intervals(region: Region, quantity: Naturals) -> tuple[dict[str, Estimate], Region]:
    """Return the intervals of all natural parameters, and the region, better known."""
    fitted, estimates = region.fitted, region.fitted.natural()
    smooth = [
        at
        for at, name in enumerate(quantity.names)
        if np.isfinite(estimates[name]) and name not in quantity.fixed | quantity.discrete
    ]
    found = {name: Estimate(value) for name, value in estimates.items()}
    if smooth:
        asked = np.array(smooth, dtype=np.float64)
        crossings, limits, region = extremes(region, quantity, asked)
        for column, at in enumerate(smooth):
            name = quantity.names[at]
            ends = [
                _end(quantity, name, crossings[row, column], limits[row, column], fitted)
                for row in (0, 1)
            ]
            found[name] = Estimate(estimates[name], *ends)
    if quantity.discrete:
        region = region.with_nodes_solved()
        within = region.known[:, region.roots <= region.cut]
        values = fitted.model.curve.natural(within, fitted.design.column(0, within.shape[1]))
        for name in quantity.discrete:
            reached = np.append(values[name], estimates[name])
            found[name] = Estimate(estimates[name], float(reached.min()), float(reached.max()))
    return found, region


def _end(quantity: Naturals, name: str, crossing: float, limit: float, fitted: Fitted) -> float:
    """Return an end in natural units, NaN where there is none and no limit of the metric either."""
    if not np.isnan(crossing):
        end = float(quantity.natural(name, crossing))
        return end if np.isfinite(end) else NAN
    return float(metric_limit(fitted, np.array([quantity.natural(name, limit)]))[0])
