"""What these sizes could certify, from the design alone and before any score is looked at.

For every gap with at least two distinct sizes below it: how narrow must w0 be chosen for a
noiseless step in that gap to be called sharp? Above that width the sizes cannot tell.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.stats import chi2

from scaling.detection.width.designs import TestDesign
from scaling.detection.width.polish import polish
from scaling.detection.width.profile import Profile, profile_width
from scaling.detection.width.sets import DataSets
from scaling.detection.width.width_test import find_winners
from scaling.fitting.records import NAN

IDEAL_STEP = 0.8  # of the span between chance and ceiling
MOST_KEPT = 10_000  # designs whose widths this process remembers
_KEPT: dict[tuple[TestDesign, float], tuple[float, ...]] = {}


def certifiable_widths(designs: Sequence[TestDesign], alpha: float) -> list[tuple[float, ...]]:
    """Return for every design the certifiable width of each gap, in the order of x.

    In the axis' units; NaN where no width can be certified, as in the first gap.
    """
    missing = [design for design in dict.fromkeys(designs) if (design, alpha) not in _KEPT]
    if len(_KEPT) + len(missing) > MOST_KEPT:
        _KEPT.clear()
        missing = list(dict.fromkeys(designs))
    groups: dict[tuple[int, bool, float], list[TestDesign]] = {}
    for design in missing:
        kind = (len(design.key.x), design.binomial, design.key.unit)
        groups.setdefault(kind, []).append(design)
    for group in groups.values():
        _KEPT.update(zip(((design, alpha) for design in group), _widths(group, alpha), strict=True))
    return [_KEPT[design, alpha] for design in designs]


def _widths(designs: Sequence[TestDesign], alpha: float) -> list[tuple[float, ...]]:
    """Return the certifiable widths of designs of equally many points."""
    cut = float(chi2.isf(2 * alpha, 1))  # half a chi-square tail: 2.71 at alpha = .05
    owners, scores = [], []
    for design in designs:
        key = design.key
        high = key.floor + IDEAL_STEP * (key.top - key.floor)
        for size in np.unique(design.x)[1:-1]:
            owners.append(design)
            scores.append(np.where(design.x > size, high, key.floor))
    rows = iter(range(len(owners)))
    profile = None
    if owners:
        steps = DataSets(tuple(owners), np.array(scores))
        profile = profile_width(steps, polish(steps, find_winners(steps)))
    found = []
    for design in designs:
        inner = len(set(design.key.x)) - 2
        own = [_certifiable(profile, next(rows), cut) for _ in range(inner) if profile is not None]
        found.append((NAN, *own))  # with fewer than two sizes below no width can be certified
    return found


def _certifiable(profile: Profile, row: int, cut: float) -> float:
    """Return the smallest w for which every curve at least w wide is rejected; NaN if none is."""
    wider = np.maximum.accumulate(profile.likelihood[row][::-1])[::-1]  # best at this width or more
    loss = 2 * (profile.step_likelihood[row] - wider)
    enough = np.flatnonzero(loss > cut)
    if not len(enough):
        return NAN
    width, first = profile.ladder[row], int(enough[0])
    if first == 0:
        return float(width[0])
    share = (cut - loss[first - 1]) / (loss[first] - loss[first - 1])
    return float(width[first - 1] * (width[first] / width[first - 1]) ** share)
