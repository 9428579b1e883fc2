"""What an isoFLOP analysis found, in sentences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from scaling.fitting.display import estimate_text, p_short, short
from scaling.fitting.records import Estimate
from scaling.forecasting.laws.isoflop.bias import OFF_CENTER, differs
from scaling.forecasting.wording import listed
from scaling.units import format_size

if TYPE_CHECKING:
    from scaling.forecasting.laws.isoflop.results import IsoflopResult

MOST_NAMED = 3  # budgets of one fault; more are counted
NAMES = {2: "parabola", 3: "cubic"}


def reason_of(result: IsoflopResult) -> str:
    """Return the sentences of a result whose numbers are all there."""
    parts = [growth_reason(result), _choice(result), _bias(result), left_out_text(result)]
    return " ".join(part for part in parts if part)


def growth_reason(result: IsoflopResult) -> str:
    """Say how the best size grows, or that there are too few minima to say so."""
    used = result.used
    if not used:
        return "No compute budget has a minimum that can be used."
    if len(used) == 1:
        row = used[0]
        params = estimate_text(Estimate(row.params, row.lower, row.upper), size=True)
        return (
            f"One compute budget has a minimum, {params} parameters at {format_size(row.flops)} "
            "FLOPs: an exponent needs two."
        )
    return (
        f"The optimal size grows as C^{estimate_text(result.exponent)} and the optimal tokens as "
        f"C^{estimate_text(result.tokens_exponent)}, by {NAMES[result.degree or 2]} minima of "
        f"{len(used)} budgets from {format_size(used[0].flops)} to {format_size(used[-1].flops)} "
        "FLOPs."
    )


def _choice(result: IsoflopResult) -> str:
    """Say what the cubic terms are worth."""
    test = result.cubic_test
    if math.isnan(test.p):
        return "No budget has the five sizes of a cubic: a bias of the parabola cannot be seen."
    if not test.significant:
        return f"The cubic terms are not significant (p = {p_short(test.p)})."
    told = p_short(test.p)
    p = f"p {told}" if told.startswith("<") else f"p = {told}"
    use = "" if result.degree == 3 else "; --degree 3 uses the cubic minima"
    return f"The valleys are not symmetric ({p}): parabola minima are biased{use}."


def _bias(result: IsoflopResult) -> str:
    """Tell by how much parabola and cubic disagree, and where minima are off the centre."""
    parts = []
    ratios = [row.cubic_over_parabola for row in result.used]
    known = [one.estimate for one in ratios if one.estimate > 0]
    beyond = sum(differs(one) for one in ratios)
    if beyond:
        parts.append(
            f"Cubic minima lie at {short(min(known))} to {short(max(known))} of the parabola's, "
            f"beyond their errors at {beyond} of {len(known)} budgets."
        )
    off = [row for row in result.used if abs(row.off_center) > OFF_CENTER]
    if off:
        parts.append(
            f"At {listed([format_size(row.flops) for row in off])} FLOPs the minimum lies more "
            "than half way from the centre of the sizes to their edge: add sizes beyond it."
        )
    return " ".join(parts)


def left_out_text(result: IsoflopResult) -> str:
    """Say which budgets are not used, and why; nothing where all are."""
    rows = [row for row in result.budgets if not row.used]
    if not rows:
        return ""
    by_reason: dict[str, list[str]] = {}
    for row in rows:
        by_reason.setdefault(row.reason.partition(":")[0], []).append(format_size(row.flops))
    told = "; ".join(
        f"{listed(sizes) if len(sizes) <= MOST_NAMED else f'{len(sizes)} budgets'} ({why})"
        for why, sizes in by_reason.items()
    )
    return f"Left out: {told}."
