"""Everything the verdict rules look at, gathered once for a series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from scaling.curves.base import Flags
from scaling.detection.scored import Scored
from scaling.detection.trend import Drop, armitage_z, change_over_range, worst_drop
from scaling.detection.two_lines import Turn, find_turn, is_stable
from scaling.detection.width.polish import BestCurves
from scaling.detection.width.width_test import WidthTest
from scaling.fitting.objectives import deviance
from scaling.fitting.records import NAN

FLOOR_Z = 1.96  # how many standard errors the floor may lie from the stated chance


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Numbers about one series. Scores are turned so that better is higher.

    ``n_sizes``: distinct sizes; ``decades``: range of sizes in units of a decade. ``lowest_lower``,
    ``highest_lower``, ``highest_upper``: one-sided bounds at alpha over sizes; ``above_chance``:
    which points are above chance by the Bonferroni bound. ``floor_sizes``: leading sizes at the
    floor, ``floor_z``: how far their pooled score is from chance, 0 if there are none.
    ``change``, ``change_error``: slope times range. ``wide_fit_p``, ``best_fit_p``: deviance
    p-values of the best curve at least w0 wide, and of the best curve.
    """

    scored: Scored
    alpha: float
    n_sizes: int
    decades: float
    pooled_lower: float
    least_score: float
    highest_lower: float
    highest_upper: float
    above_chance: tuple[bool, ...]
    last_lower: float
    trend_z: float
    change: float
    change_error: float
    turn: Turn | None
    turn_stable: bool
    drop: Drop
    floor_sizes: int
    floor_level: float
    floor_z: float
    p_sharp: float
    p_smooth: float
    p_bell: float
    p_smooth_bell: float
    test_alpha: float
    wide_fit_p: float
    best_fit_p: float
    rise_gap: int
    certifiable_width: float
    w0: float

    @property
    def span(self) -> float:
        """Distance from chance to ceiling."""
        return self.scored.span

    @property
    def resolvable(self) -> bool:
        """Whether a step in the gap that holds the rise would be certified at w0."""
        return bool(self.certifiable_width <= self.w0)

    @property
    def floor_passed(self) -> bool:
        """Whether the leading sizes at the floor agree with the stated chance level."""
        return abs(self.floor_z) <= FLOOR_Z

    @property
    def only_last_above(self) -> bool:
        """Whether the largest size is above chance and no other is."""
        x = self.scored.x
        largest = x == x[-1]
        above = np.array(self.above_chance)
        return bool(above[largest].any() and not above[~largest].any())


def gather(
    scored: Scored,
    test: WidthTest,
    curves: BestCurves,
    certifiable: Sequence[float],
    *,
    w0: float,
    alpha: float,
    test_alpha: float,
) -> Evidence:
    """Return the evidence of one series; ``test`` and ``curves`` hold it alone.

    ``certifiable``: the certifiable width of every gap.

    ``test_alpha`` is the level for p_sharp and p_smooth: alpha / 2 for screening p-values.
    """
    n_sizes = len(scored.sizes)
    lower, upper = scored.bounds(alpha)
    floor_points, floor_sizes = _leading_run(scored, scored.at_floor(alpha))
    mean, weight = scored.pooled()
    pooled = Scored(
        np.zeros(1), np.array([mean]), np.array([weight]), scored.floor, scored.top,
        scored.binomial, scored.unit,
    )  # fmt: skip
    change, change_error = change_over_range(scored)
    turn = find_turn(scored, alpha)
    rise_gap = _gap_of(scored, float(curves.rise[0]))
    return Evidence(
        scored=scored,
        alpha=alpha,
        n_sizes=n_sizes,
        decades=float(np.ptp(scored.x)) / scored.unit,
        pooled_lower=float(pooled.bounds(alpha)[0][0]),
        least_score=float(scored.y.min()),
        highest_lower=float(lower.max()),
        highest_upper=float(upper.max()),
        above_chance=tuple(scored.above_chance(alpha).tolist()),
        last_lower=float(lower[scored.x == scored.x[-1]].max()),
        trend_z=armitage_z(scored),
        change=change,
        change_error=change_error,
        turn=turn,
        turn_stable=turn is not None and is_stable(scored, turn, alpha),
        drop=worst_drop(scored),
        floor_sizes=floor_sizes,
        floor_level=scored.pooled(floor_points)[0] if floor_sizes else NAN,
        floor_z=scored.pooled_z(floor_points, scored.floor) if floor_sizes else 0.0,
        **test.claims(),
        test_alpha=test_alpha,
        wide_fit_p=_deviance_p(scored, float(curves.wide_likelihood[0])),
        best_fit_p=_deviance_p(scored, float(curves.likelihood[0])),
        rise_gap=rise_gap,
        certifiable_width=certifiable[rise_gap] if n_sizes > 3 else NAN,
        w0=w0,
    )


def _leading_run(scored: Scored, at_floor: Flags) -> tuple[Flags, int]:
    """Return the points of the leading sizes at the floor, (K,), and how many sizes those are."""
    points = np.zeros(len(scored.x), dtype=bool)
    count = 0
    for size in scored.sizes:
        mine = scored.x == size
        if not at_floor[mine].all():
            break
        points |= mine
        count += 1
    return points, count


def _gap_of(scored: Scored, midpoint: float) -> int:
    """Return the gap that holds a midpoint; outside the sizes the first or the last one."""
    sizes = scored.sizes
    return int(np.clip(np.searchsorted(sizes, midpoint) - 1, 0, len(sizes) - 2))


def _deviance_p(scored: Scored, likelihood: float) -> float:
    """Return the p-value of a curve's deviance on points - 3 degrees of freedom, else NaN."""
    degrees = len(scored.y) - 3
    if degrees < 1:
        return NAN
    misfit = deviance(
        scored.objective, np.array([likelihood]), scored.y[:, None], scored.weight[:, None]
    )
    return float(chdtrc(degrees, max(float(misfit[0]), 0.0)))  # rounding: a perfect fit
