"""The width that several series share: its estimate, its interval, and whether they share one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.special import chdtrc

from scaling.curves.base import Array
from scaling.detection.assess import Assessment
from scaling.detection.width.profile import Profile, profile_width
from scaling.detection.width.sets import DataSets


def shared_profile(members: Sequence[Assessment]) -> tuple[Profile, float]:
    """Return the sum of the width profiles, and the p-value of one width for all.

    Each series keeps its own shape. The p-value is of a likelihood ratio against a width for
    each, chi-square with one degree of freedom less than series; both sides are taken on the
    ladder of widths, because what lies between its rungs would count once on one side and
    for every series on the other.
    """
    parts = [
        profile_width(DataSets((one.design,), one.series.score[None]), one.curves)
        for one in members
    ]
    likelihood = np.sum([part.likelihood for part in parts], axis=0)
    step = np.sum([part.step_likelihood for part in parts], axis=0)
    top = max(float(step[0]), float(likelihood.max()))
    alone = sum(max(float(p.step_likelihood[0]), float(p.likelihood.max())) for p in parts)
    p_shared = float(chdtrc(len(parts) - 1, max(2 * (alone - top), 0.0)))
    if step[0] >= top:
        best, width = float(step[0]), 0.0
    else:
        best, width = _peak(np.log(parts[0].ladder[0]), likelihood[0])
    row = np.array([[best, np.nan, np.nan, width]])
    pooled = replace(parts[0], likelihood=likelihood, step_likelihood=step, best=row)
    return pooled, p_shared


def _peak(log_width: Array, height: Array) -> tuple[float, float]:
    """Return the height and the width of the peak of a profile: a parabola through its top."""
    place = int(height.argmax())
    if place in (0, len(height) - 1):
        return float(height[place]), float(np.exp(log_width[place]))
    near = slice(place - 1, place + 2)
    bend, slope, level = np.polyfit(log_width[near] - log_width[place], height[near], 2)
    if bend >= 0:
        return float(height[place]), float(np.exp(log_width[place]))
    offset = -slope / (2 * bend)
    return float(level - slope**2 / (4 * bend)), float(np.exp(log_width[place] + offset))
