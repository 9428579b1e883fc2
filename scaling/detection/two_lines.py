"""The two-lines test for U-shapes: opposite slopes on both sides of some size, each significant.

After Simonsohn 2018, doi:10.1177/2515245918805755; with few sizes every interior size is tried
as the break, Bonferroni-corrected, and the finding must survive leaving out any one size.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from scaling.curves.base import Flags
from scaling.detection.scored import Scored

LEAST_SIZES, STABLE_SIZES = 3, 5


@dataclass(frozen=True)
class Turn:
    """A turn: ``u_shaped`` or ``inverted_u``, the size it turns at (x), and both lines' z."""

    kind: str
    at: float
    left_z: float
    right_z: float


def find_turn(scored: Scored, alpha: float = 0.05) -> Turn | None:
    """Return the clearest significant turn, None if there is none.

    Significant: opposite signs and the smaller |z| above the normal quantile of
    alpha / (2 (K - 2)). The size at the break belongs to both lines.
    """
    sizes = scored.sizes
    if len(sizes) < LEAST_SIZES:
        return None
    critical = -float(ndtri(alpha / (2 * (len(sizes) - 2))))
    best: Turn | None = None
    for at in sizes[1:-1]:
        left = _slope_z(scored, scored.x <= at)
        right = _slope_z(scored, scored.x >= at)
        if left * right >= 0 or min(abs(left), abs(right)) <= critical:
            continue
        if best is None or min(abs(left), abs(right)) > min(abs(best.left_z), abs(best.right_z)):
            best = Turn("u_shaped" if left < 0 else "inverted_u", float(at), left, right)
    return best


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


def _slope_z(scored: Scored, points: Flags) -> float:
    """Return the z of an unweighted line through some points, with each point's own variance."""
    x, y = scored.x[points], scored.y[points]
    centred = x - x.mean()
    share = centred / (centred**2).sum()
    variance = scored.variance()[points]
    return float((share * y).sum() / np.sqrt((share**2 * variance).sum()))
