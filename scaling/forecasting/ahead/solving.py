"""The fits behind a forecast: of every member to a series, and to it without its largest sizes.

A back-test of the forecast needs hold-outs, and its weights need hold-outs of those. All of them
are one series less its largest one to four sizes, so that each is fitted once; curve by curve, so
that series of equal design are solved as one array.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scaling.fitting.fitted import Fitted
from scaling.fitting.solve import LEAST_SIZES, Refused, solve_series
from scaling.forecasting.ahead.members import Cast, Member, cast_of
from scaling.forecasting.ahead.options import ForecastOptions
from scaling.forecasting.backtest import MOST_HELD_OUT
from scaling.series import Series

MOST_CUT = 2 * MOST_HELD_OUT  # hold-outs of hold-outs


@dataclass(frozen=True, eq=False)
class Cut:
    """A series less its largest sizes, with the fit of every member by name."""

    series: Series
    fits: Mapping[str, Fitted | Refused]

    @property
    def able(self) -> dict[str, Fitted]:
        """The members that could be fitted; of them those that converged, if any did."""
        found = {name: fit for name, fit in self.fits.items() if isinstance(fit, Fitted)}
        converged = {name: fit for name, fit in found.items() if fit.solution.converged[0]}
        return converged or found


@dataclass(frozen=True, eq=False)
class Cuts:
    """A series whole (first) and less its largest one, two … sizes, as far as three are left."""

    cast: Cast
    cuts: tuple[Cut, ...]

    @property
    def whole(self) -> Cut:
        """The series with all its sizes."""
        return self.cuts[0]

    def shortened(self) -> Cuts:
        """Return what is known without the largest size."""
        return Cuts(self.cast, self.cuts[1:])


def solve_cuts(series: Sequence[Series], options: ForecastOptions) -> list[Cuts]:
    """Return the fits of every series and its cuts, in their order."""
    casts = [cast_of(one, options) for one in series]
    parts = [_cut(one) for one in series]
    fits: list[list[dict[str, Fitted | Refused]]] = [[{} for _ in part] for part in parts]
    by_member: dict[Member, list[int]] = {}
    for at, cast in enumerate(casts):
        for member, _ in cast.members:
            by_member.setdefault(member, []).append(at)
    for member, places in by_member.items():
        curve = next(curve for one, curve in casts[places[0]].members if one == member)
        chosen = options.fit_options(curve, member.ceiling, member.objective)
        asked = [(at, nth) for at in places for nth in range(len(parts[at]))]
        found = solve_series([parts[at][nth] for at, nth in asked], chosen)
        for (at, nth), fit in zip(asked, found, strict=True):
            fits[at][nth][curve.name] = fit
    return [
        Cuts(cast, tuple(Cut(one, fit) for one, fit in zip(part, found, strict=True)))
        for cast, part, found in zip(casts, parts, fits, strict=True)
    ]


def _cut(series: Series) -> list[Series]:
    """Return the series and it less its largest sizes, one more each time."""
    sizes = np.unique(series.x)
    found = [series]
    for count in range(1, MOST_CUT + 1):
        if len(sizes) - count < LEAST_SIZES:
            break
        found.append(series.without(np.flatnonzero(series.x >= sizes[-count]).tolist()))
    return found
