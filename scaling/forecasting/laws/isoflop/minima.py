"""The minima of the budgets with their draws, and which of them can be used."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.records import NAN, Estimate
from scaling.forecasting.laws.isoflop.polynomials import minimum, powers
from scaling.forecasting.laws.isoflop.profiles import LEAST_OF, Profile
from scaling.forecasting.laws.isoflop.records import MinimumFit

FARTHEST = 3.0  # half ranges: minima beyond are not told, draws beyond are held there


@dataclass(frozen=True, eq=False)
class DrawnMinimum:
    """The minimum of one polynomial at one budget: ``place`` and draws (B,), scaled log size."""

    profile: Profile
    degree: int
    place: float
    places: Array
    level: float
    reason: str = ""

    @property
    def within_reach(self) -> bool:
        """Whether the minimum is near enough to the sizes to be told."""
        return abs(self.place) <= FARTHEST

    @property
    def held(self) -> Array:
        """The draws (B,) within reach of the sizes, so that averages of them exist."""
        return np.clip(self.places, -FARTHEST, FARTHEST)

    def record(self, response: str) -> MinimumFit:
        """Return what a result says of it."""
        profile, degree = self.profile, self.degree
        if not profile.bears(degree):
            return MinimumFit(degree=degree, reason=self.reason)
        coefficients = profile.coefficients(degree)
        free = len(profile.x) - degree - 1
        residual = float(np.sqrt((profile.residuals(degree) ** 2).sum() / free))
        if not self.within_reach:
            return MinimumFit(degree=degree, residual=residual, reason=self.reason)
        place = np.array([self.place])
        height = float((powers(place, degree) @ coefficients)[0])
        logs = (profile.log_params, profile.log_tokens)
        params, tokens = (
            Estimate(float(np.exp(log(place))[0]), *interval(log(self.places), self.level))
            for log in logs
        )
        return MinimumFit(
            degree=degree,
            params=params,
            tokens=tokens,
            loss=float(np.exp(height)) if response == "log-loss" else height,
            off_center=self.place,
            residual=residual,
            used=not self.reason,
            reason=self.reason,
        )


def find_minimum(profile: Profile, degree: int, errors: Array, level: float) -> DrawnMinimum:
    """Return the minimum of a budget under drawn errors (n, B), and why not to use it."""
    none = np.empty(0)
    if not profile.bears(degree):
        told = f"{profile.n_sizes} sizes: expected at least {LEAST_OF[degree]}"
        return DrawnMinimum(profile, degree, NAN, none, level, told)
    place = profile.lowest(degree)
    places = minimum(profile.drawn(degree, errors)) if errors.shape[1] else none
    return DrawnMinimum(
        profile, degree, place, places, level, _fault(profile, place, places, level)
    )


def _fault(profile: Profile, place: float, places: Array, level: float) -> str:
    """Return why a minimum cannot be used; empty if it can."""
    if np.isinf(place):
        return "no minimum: the losses do not rise on both sides of any size"
    if abs(place) > 1:
        end = "largest" if place > 0 else "smallest"
        return f"not bracketed: the loss still falls at the {end} of its sizes"
    low, high = quantiles(places, level)
    if np.isinf(low) or np.isinf(high):
        return "flat: within its errors the loss may not rise on both sides of any size"
    lowest = profile.params[int(np.argmin(profile.response))]
    if lowest in (profile.params[0], profile.params[-1]) and max(abs(low), abs(high)) > 1:
        return "not bracketed: the lowest loss is that of the first or last of its sizes"
    return ""


def quantiles(values: Array, level: float) -> tuple[float, float]:
    """Return both ends of the central interval of draws (B,), infinite ends kept; NaN for none."""
    if not len(values):
        return NAN, NAN
    ordered = np.sort(values)
    last = len(ordered) - 1
    low = ordered[int(np.floor((1 - level) / 2 * last))]  # an order statistic: infinities have no
    high = ordered[int(np.ceil((1 + level) / 2 * last))]  # weighted mean
    return float(low), float(high)


def interval(logs: Array, level: float) -> tuple[float, float]:
    """Return the ends of the interval of exp(draws); NaN where an end is infinite."""
    low, high = quantiles(logs, level)
    with np.errstate(over="ignore"):
        ends = np.exp([low, high])
    unknown = ~np.isfinite([low, high]) | ~np.isfinite(ends)
    low, high = np.where(unknown, NAN, ends)
    return float(low), float(high)
