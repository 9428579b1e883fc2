"""The two-lines test for U-shapes: opposite slopes on both sides of some size, each significant.

After Simonsohn 2018, doi:10.1177/2515245918805755; with few sizes every interior size is tried
as the break, Bonferroni-corrected, and the finding must survive leaving out any one size.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from scaling.curves.base import Flags
from scaling.detection.results import SlopeLine, TwoLines
from scaling.detection.scored import Scored
from scaling.series import Series

LEAST_SIZES, STABLE_SIZES = 3, 5


@dataclass(frozen=True)
class Turn:
    """A turn: ``u_shaped`` or ``inverted_u``, the size it turns at (x), and both lines' z."""

    kind: str
    at: float
    left_z: float
    right_z: float


@dataclass(frozen=True)
class Split:
    """The sizes split at one of them (``at``, x), and the z of the line on either side."""

    at: float
    left_z: float
    right_z: float

    @property
    def turns(self) -> bool:
        """Whether the slopes have opposite signs."""
        return self.left_z * self.right_z < 0

    @property
    def weaker(self) -> float:
        """The smaller |z|."""
        return min(abs(self.left_z), abs(self.right_z))


def clearest_split(scored: Scored) -> Split | None:
    """Return the split whose weaker line is clearest, one that turns if any does.

    The size at the break belongs to both lines. None with fewer than three sizes.
    """
    best: Split | None = None
    for at in scored.sizes[1:-1]:
        z = (_line(scored, side)[2] for side in (scored.x <= at, scored.x >= at))
        split = Split(float(at), *z)
        if best is None or (split.turns, split.weaker) > (best.turns, best.weaker):
            best = split
    return best


def find_turn(scored: Scored, alpha: float = 0.05) -> Turn | None:
    """Return the clearest significant turn, None if there is none.

    Significant: opposite signs and the smaller |z| above the normal quantile of
    alpha / (2 (K - 2)).
    """
    split = clearest_split(scored)
    if split is None or not split.turns:
        return None
    critical = -float(ndtri(alpha / (2 * _tried(scored))))
    if split.weaker <= critical:
        return None
    kind = "u_shaped" if split.left_z < 0 else "inverted_u"
    return Turn(kind, split.at, split.left_z, split.right_z)


def is_stable(scored: Scored, turn: Turn, alpha: float = 0.05) -> bool:
    """Return whether the same turn is found whichever one size is left out (K >= 5)."""
    sizes = scored.sizes
    if len(sizes) < STABLE_SIZES:
        return False
    for left_out in sizes:
        again = find_turn(scored.without(scored.x == left_out), alpha)
        if again is None or again.kind != turn.kind:
            return False
    return True


def lines_of(original: Series, scored: Scored) -> TwoLines:
    """Return the two lines of the clearest split, as published scores have them.

    ``scored`` is the series with better scores higher: the lines of a loss are turned back. With
    fewer than three sizes all numbers are NaN.
    """
    split = clearest_split(scored)
    if split is None:
        return TwoLines()
    sign = -1.0 if original.metric_kind == "loss" else 1.0
    sides = (scored.x <= split.at, scored.x >= split.at)
    left, right = (_drawn(original, scored, side, sign) for side in sides)
    return TwoLines(left.end_size, left, right)


def _drawn(original: Series, scored: Scored, points: Flags, sign: float) -> SlopeLine:
    slope, error, z, middle, level = _line(scored, points)
    x, size = scored.x[points], original.size[points]
    first, last = int(x.argmin()), int(x.argmax())
    ends = [sign * (level + slope * (float(x[place]) - middle)) for place in (first, last)]
    return SlopeLine(
        slope=sign * slope,
        stderr=error,
        p=min(1.0, 2 * float(ndtr(-abs(z))) * _tried(scored)),
        start_size=float(size[first]),
        start_score=ends[0],
        end_size=float(size[last]),
        end_score=ends[1],
    )


def _tried(scored: Scored) -> int:
    """Return how many sizes are tried as the break."""
    return len(scored.sizes) - 2


def _line(scored: Scored, points: Flags) -> tuple[float, float, float, float, float]:
    """Return an unweighted line through some points: slope, its error and z, mean of x and y.

    The error rests on each point's own variance.
    """
    x, y = scored.x[points], scored.y[points]
    centred = x - x.mean()
    share = centred / (centred**2).sum()
    slope = float((share * y).sum())
    error = float(np.sqrt((share**2 * scored.variance()[points]).sum()))
    return slope, error, slope / error, float(x.mean()), float(y.mean())
