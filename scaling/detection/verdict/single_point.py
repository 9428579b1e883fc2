"""A rise that only the largest size shows: how wide a gradual onset it allows."""

from __future__ import annotations

import numpy as np

from scaling.detection.verdict.evidence import Evidence
from scaling.detection.verdict.wording import unit_of
from scaling.detection.width.profile import LADDER
from scaling.fitting.records import Estimate
from scaling.series import Series
from scaling.units import format_size


def width_bound_of_single_rise(evidence: Evidence) -> float:
    """Return the widest gradual onset that a rise seen at the last size alone allows, in decades.

    W = 2.197 g / -ln(1 - s), g the last gap and s the normalised lower bound of the last score:
    a kinked onset at the size before.
    """
    sizes = evidence.scored.sizes
    gap = float(sizes[-1] - sizes[-2])
    share = (evidence.last_lower - evidence.scored.floor) / evidence.span
    return float("inf") if share <= 0 else float(2.197 * gap / -np.log1p(-min(share, 1 - 1e-9)))


def single_point_sentence(series: Series, e: Evidence, width: Estimate) -> str:
    """Say where the rise lies, what fits it, and which model would decide."""
    sizes = e.scored.sizes
    gap = float(sizes[-1] - sizes[-2])
    before = format_size(float(series.size[series.x == sizes[-2]][0]))
    last = format_size(float(series.size[-1]))
    bound = float(np.fmin(width_bound_of_single_rise(e), width.upper))
    onset = "of any width"
    if bound < LADDER[-1] * e.scored.unit:
        onset = f"of width up to {bound:.2g} {unit_of(series.size_axis)}"
    if series.size_axis == "loss":
        lies = f"a gap of {gap:.2g} nats"
    else:
        fold = 10.0**gap
        lies = f"a {fold:.0f}-fold size gap" if fold >= 10 else f"a {fold:.2g}-fold size gap"
    return (
        f"All models up to {before} are within noise of chance; only {last} is above. The rise "
        f"lies somewhere in {lies}; a jump and a gradual onset {onset} fit equally well; a model "
        f"between {before} and {last} would decide."
    )
