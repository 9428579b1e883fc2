"""The notes and the sentence of a forecast in two steps."""

from __future__ import annotations

import numpy as np

from scaling.fitting.display import estimate_text, short
from scaling.fitting.intervals.base import clipped
from scaling.fitting.records import Estimate
from scaling.forecasting.two_step.chain import Chain
from scaling.forecasting.two_step.results import TwoStepForecast
from scaling.runs import LOSS_UNIT_TEXTS
from scaling.units import format_size


def notes_of(result: TwoStepForecast, chain: Chain) -> tuple[str, ...]:
    """Return the codes of what limits a forecast: those of the series, the law and the link."""
    link, losses = chain.link, chain.link.series.size
    loss = result.loss.estimate
    outside = not losses.min() <= loss <= losses.max()
    unclipped = link.at(np.array([-loss]))
    rules = (
        ("at-bound", bool(link.solution.at_bound.any())),
        ("forecast-at-limit", bool((clipped(link, unclipped) != unclipped).any())),
        ("link-extrapolated", outside),
        ("not-converged", not link.solution.converged[0]),
    )
    found = (*result.notes, *chain.law.fitted.notes, *(code for code, holds in rules if holds))
    return tuple(dict.fromkeys(found))


def sentence(result: TwoStepForecast) -> str:
    """Return the forecast in words: loss, score, distance, the alternatives, its record."""
    steps = result.steps
    what = "loss" if steps.via == "loss" else steps.via
    unit = f" {LOSS_UNIT_TEXTS[steps.loss_unit]}" if steps.loss_unit and steps.via == "loss" else ""
    score = Estimate(result.estimate, result.lower, result.upper)
    beyond = result.decades_beyond_data
    where = f"{abs(beyond):.2f} decades of compute " + (
        "beyond the largest run" if beyond > 0 else "below the largest run"
    )
    parts = [
        f"{format_size(result.at)} parameters on {format_size(result.tokens)} tokens: {what} "
        f"{estimate_text(result.loss)}{unit} by the law {steps.law}, hence {result.series.metric} "
        f"{estimate_text(score)} by the {steps.link} link, {where}"
    ]
    if "link-extrapolated" in result.notes:
        seen = [point.loss for point in steps.score_points]
        parts.append(f"scores are known of losses from {max(seen):.3g} to {min(seen):.3g} only")
    others = [
        f"{name} {text}"
        for name, text in (
            ("one step from compute", estimate_text(steps.single)),
            ("the largest run", short(result.naive["last"])),
            ("a line in log compute", short(result.naive["linear"])),
        )
        if text
    ]
    if others:
        parts.append("beside it: " + ", ".join(others))
    if result.own_record.n:
        parts.append(result.own_record.text)
    parts.append(result.record.text)
    return "; ".join(parts) + "."
