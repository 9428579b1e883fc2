"""Remarks beside a verdict: what a drop blocks, and what another floor would give."""

from __future__ import annotations

import math
from dataclasses import replace

from scaling.detection.assess import Assessment, assess
from scaling.detection.options import DetectOptions
from scaling.detection.trend import dispersion_that_hides
from scaling.detection.verdict.rules import verdict_of
from scaling.detection.verdict.wording import p_text, score_text, w0_text
from scaling.series import Series
from scaling.units import format_size

FLOOR_SHIFT = 0.03  # how far the floor is moved when the stated one does not fit


def what_the_drop_blocks(published: Series, found: Assessment, options: DetectOptions) -> str:
    """Say which drop blocks a claim, which over-dispersion would hide it, and the verdict then.

    ``published`` is the series in the unit of the file.
    """
    one = found.series
    drop = found.evidence.drop
    before, after = (
        f"{score_text(published.score[place])} at {format_size(one.size[place])}"
        for place in (drop.before, drop.after)
    )
    fall = f"The step back from {before} to {after} blocks a claim"
    rho = dispersion_that_hides(drop, one.score, one.n_items) if one.binomial else None
    if rho is None:
        return f"{fall}."
    rho = math.ceil(rho * 1000) / 1000
    there = verdict_of(assess([one], options, rho=rho)[0].evidence)
    return f"{fall}; at an over-dispersion of {rho:g} it is within noise, and the verdict {there}."


def other_floors(published: Series, found: Assessment, options: DetectOptions) -> str:
    """Say that the floor does not fit, and the p-values at floors .03 of the scale away."""
    one = found.series
    sign = -1.0 if published.metric_kind == "loss" else 1.0
    shift = FLOOR_SHIFT if one.binomial else FLOOR_SHIFT * found.evidence.span
    lowest = one.chance - shift
    if one.chance >= 0:  # a scale that starts at 0 has no floor below it
        lowest = max(lowest, 0.0)
    floors = [
        floor
        for floor in (lowest, one.chance + shift)
        if floor != one.chance and floor < one.ceiling
    ]
    parts = []
    for floor in floors:
        moved = replace(one, chance=floor)
        again = assess([moved], options, resolve=False)[0].evidence
        parts.append(
            f"{score_text(sign * floor)} (sharp {p_text(again.p_sharp)}, smooth "
            f"{p_text(again.p_smooth)})"
        )
    sentence = (
        f"The sizes at the floor score {score_text(sign * found.evidence.floor_level)}, not the "
        f"stated chance {score_text(published.chance)} (sharp {p_text(found.evidence.p_sharp)}, "
        f"smooth {p_text(found.evidence.p_smooth)})"
    )
    return f"{sentence}; with the floor at {' or at '.join(parts)}." if parts else f"{sentence}."


def what_the_sizes_certify(found: Assessment) -> str:
    """Say how narrow a step in the rise gap would be certified to be, from the design alone."""
    gap = found.gaps[found.evidence.rise_gap]
    width = w0_text(float(f"{gap.certifiable_width:.2g}"), found.series.size_axis)
    return (
        f"Between {format_size(gap.low)} and {format_size(gap.high)}, where it rises, these sizes "
        f"could certify a width of {width}."
    )
