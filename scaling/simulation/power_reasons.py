"""The sentences of a power analysis."""

from __future__ import annotations

import numpy as np

from scaling.detection.results import Gap
from scaling.detection.verdict.rules import LEAST_DECADES, LEAST_TESTED
from scaling.detection.verdict.wording import w0_text
from scaling.simulation.needed import CANDIDATES, TARGET
from scaling.simulation.power_results import PowerResult
from scaling.units import format_size

AXIS = "params"
FEW = {2: "Two", 3: "Three"}


def reason_of(found: PowerResult) -> str:
    """Return what these sizes could tell, in a few sentences."""
    n_sizes, decades = len(found.design.sizes), found.design.decades
    if decades < LEAST_DECADES:
        return (
            f"These {n_sizes} sizes span {decades:.2g} decades, less than {LEAST_DECADES:g}: too "
            "little to tell anything, whatever the scores."
        )
    if n_sizes < LEAST_TESTED:
        told = [
            f"{FEW[n_sizes]} sizes cannot tell a jump from a gradual rise, whatever the scores: "
            f"that takes at least {LEAST_TESTED}."
        ]
    else:
        told = [_of_gaps(found), _of_rates(found)]
    return " ".join([*told, *([_of_needed(found)] if found.needed else [])])


def _of_gaps(found: PowerResult) -> str:
    """Say what the best and the worst gap with two sizes below it could certify."""
    these, w0 = f"These {len(found.design.sizes)} sizes could certify", w0_text(found.w0, AXIS)
    known = [gap for gap in found.gaps[1:] if np.isfinite(gap.certifiable_width)]
    if not known:
        return f"{these} no width in any gap."
    known.sort(key=lambda gap: gap.certifiable_width)
    best, worst = known[0], known[-1]
    text = f"{these} a width of {w0_text(_two_digits(best), AXIS)} {_between(best)}"
    if worst is not best:
        text += f", {_two_digits(worst):g} {_between(worst)}"
    if best.certifiable_width > found.w0:
        text += f" (wider than w0, {w0}: jumps mostly stay unresolved)"
    elif worst.certifiable_width > found.w0:
        text += f" (wider than w0, {w0}: a jump there mostly stays unresolved)"
    without = [_between(gap) for gap in found.gaps[1:] if np.isnan(gap.certifiable_width)]
    return f"{text}, none {' or '.join(without)}." if without else f"{text}."


def _of_rates(found: PowerResult) -> str:
    """Say how often a step and the asked rise are called sharp."""
    asked, step = found.table[:2]
    text = f"A step is called sharp in {step.sharp:.0%} of cases"
    rise = f"a rise {w0_text(found.width, AXIS)} wide"
    if found.width < found.w0:
        return f"{text}, {rise} in {asked.sharp:.0%}."
    return (
        f"{text}; {rise}, not narrower than w0, in {asked.sharp:.0%}, smooth in {asked.smooth:.0%}."
    )


def _of_needed(found: PowerResult) -> str:
    """Say how many evenly spread sizes would find the asked rise."""
    rise = f"a rise {w0_text(found.width, AXIS)} wide"
    if found.n_sizes_needed is None:
        return (
            f"Not even {CANDIDATES[-1]} sizes spread evenly over this range would call {rise} "
            f"sharp in {TARGET:.0%} of cases ({found.needed[-1].sharp:.0%})."
        )
    rate = next(row.sharp for row in found.needed if row.n_sizes == found.n_sizes_needed)
    return (
        f"{found.n_sizes_needed} sizes spread evenly over this range would call {rise} sharp in "
        f"{rate:.0%}."
    )


def _two_digits(gap: Gap) -> float:
    return float(f"{gap.certifiable_width:.2g}")


def _between(gap: Gap) -> str:
    return f"between {format_size(gap.low)} and {format_size(gap.high)}"
