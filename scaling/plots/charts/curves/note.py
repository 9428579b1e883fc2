"""The note under the chart: what its marks mean, as far as they occur in it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from scaling.fitting.results import FitResult
from scaling.plots.panels.frame import FEW
from scaling.plots.panels.grouping import Panel
from scaling.plots.panels.rows import joined, reaches_chance, reference_rows
from scaling.plots.panels.summary import Plan, plan_text
from scaling.plots.panels.transitions import transition


def note(plan: Plan, shown: Sequence[Panel]) -> str:
    """Return the note of a figure of these panels, as they are drawn."""
    told = plan_text(plan)
    lined = [panel for panel in shown if not plan.is_pooled(panel)]
    if lined:
        told = [_points(plan, lined), *_curves(plan, lined), *told]
    if any(reference_rows(panel)[0] for panel in shown):
        told.append("Long dashes: models without a published size.")
    return " ".join(told)


def _points(plan: Plan, panels: Sequence[Panel]) -> str:
    results = [result for panel in panels for result in panel.results]
    level = next((f"{r.interval.level:.0%} " for r in results if r.interval), "")
    points = [point for result in results for point in result.points]
    text = "Points: scores"
    if any(math.isfinite(point.lower) for point in points) and not plan.binned:
        text += f" with {level}intervals"
    if any(reaches_chance(r, p) for r in results for p in r.points):
        text += " (white centre: not above chance)"
    return text + "."


def _curves(plan: Plan, panels: Sequence[Panel]) -> list[str]:
    results = [result for panel in panels for result in panel.results]
    level = next((f"{r.interval.level:.0%} " for r in results if r.interval), "")
    told = []
    drawn = [result for result in results if result.band and not joined(result)]
    if drawn:
        curves = {r.curve if isinstance(r, FitResult) else "" for r in drawn}
        named = len(curves) == 1 and "" not in curves
        text = f"Lines: {f'{curves.pop()} curve' if named else 'fitted curves'}"
        known = [entry for result in drawn for entry in result.band[:1]]
        if not plan.crowded and any(math.isfinite(entry.lower) for entry in known):
            text += f"; bands: {level}interval of the mean"
            if any(math.isfinite(entry.predict_lower) for entry in known):
                text += ", and fainter of a new model's score"
        told.append(text + ".")
    if any(joined(result) and len(result.points) > 1 for result in results):
        told.append("Thin lines join scores that fall or turn, which no rising curve describes.")
    spans = any(transition(result) for result in results)
    if plan.crowded and (drawn or spans):
        told.append(f"Bands and transitions are left out with more than {FEW} families.")
    elif spans:
        found = [panel for panel in panels if any(transition(one) for one in panel.results)]
        shaded = any(len(panel.lines) == 1 for panel in found)
        barred = any(len(panel.lines) > 1 for panel in found)
        mark = "Shaded or bars above" if shaded and barred else "Shaded" if shaded else "Bars above"
        told.append(f"{mark}: estimated transition, 10 to 90% of the rise.")
    return told
