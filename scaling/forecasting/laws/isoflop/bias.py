"""Whether parabola minima can be trusted: what the cubic says, and where the minima lie.

A valley of E + A N^-alpha + B D^-beta at fixed compute is symmetric in log N only if alpha equals
beta: at the minimum its third derivative is proportional to beta - alpha. A parabola through an
asymmetric valley, or through sizes that are not centred on a symmetric one, has its minimum
elsewhere. The cubic holds the third derivative.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.records import NAN, Estimate
from scaling.forecasting.laws.isoflop.minima import DrawnMinimum, interval
from scaling.forecasting.laws.isoflop.profiles import CUBIC, PARABOLA, Profile
from scaling.forecasting.laws.isoflop.records import UNKNOWN

OFF_CENTER = 0.5  # half way to the edge: there the bias is that of the sizes, not of the valley
ALPHA = 0.05


@dataclass(frozen=True)
class CubicTest:
    """The F test of all cubic terms at once; ``p`` is NaN where no budget bears a cubic."""

    statistic: float = NAN
    terms: int = 0
    degrees: int = 0
    p: float = NAN

    @property
    def significant(self) -> bool:
        """Whether the valleys are not symmetric in log size, at .05."""
        return self.p <= ALPHA


NO_TEST = CubicTest()


def cubic_test(profiles: Sequence[Profile]) -> CubicTest:
    """Return the F test of the cubic terms of the budgets that bear one.

    F = ((RSS2 - RSS3) / terms) / (RSS3 / degrees), with residuals pooled over budgets.
    """
    from scipy.special import fdtrc

    able = [one for one in profiles if one.bears(CUBIC)]
    if not able:
        return NO_TEST
    two, three = (
        sum(float((one.residuals(degree) ** 2).sum()) for one in able)
        for degree in (PARABOLA, CUBIC)
    )
    degrees = sum(len(one.x) - CUBIC - 1 for one in able)
    gain = (two - three) / len(able)
    if gain <= 0:
        return CubicTest(0.0, len(able), degrees, 1.0)
    if three == 0:
        return CubicTest(NAN, len(able), degrees, 0.0)
    statistic = gain / (three / degrees)
    return CubicTest(statistic, len(able), degrees, float(fdtrc(len(able), degrees, statistic)))


def cubic_over_parabola(parabola: DrawnMinimum, cubic: DrawnMinimum) -> Estimate:
    """Return the ratio of the cubic's optimal size to the parabola's, from the same draws."""
    profile = parabola.profile
    if not (parabola.within_reach and cubic.within_reach):
        return UNKNOWN
    apart = profile.half * (cubic.place - parabola.place)
    both = np.isfinite(parabola.places) & np.isfinite(cubic.places)
    drawn: Array = np.where(both, profile.half * (cubic.held - parabola.held), np.inf)
    lower, upper = interval(drawn, parabola.level)
    return Estimate(float(np.exp(apart)), lower, upper)


def differs(ratio: Estimate) -> bool:
    """Return whether the interval of a ratio of sizes excludes 1."""
    return ratio.lower > 1 or ratio.upper < 1
