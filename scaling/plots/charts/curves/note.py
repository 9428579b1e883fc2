"""The note under the chart: what its marks mean, as far as they occur in it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from scaling.detection.results import DetectResult
from scaling.fitting.results import FitResult, SeriesResult
from scaling.plots.panels.frame import FEW
from scaling.plots.panels.grouping import Panel
from scaling.plots.panels.rows import goes_beyond, joined, reference_rows
from scaling.plots.panels.summary import Plan, plan_text
from scaling.plots.panels.transitions import Stretch, stretch
from scaling.plots.style.axes import SizeAxis
from scaling.plots.words import hollow_text


def note(plan: Plan, shown: Sequence[Panel], axes: Mapping[str, SizeAxis]) -> str:
    """Return the note of a figure of these panels, as they are drawn on their size axes."""
    told = plan_text(plan)
    lined = [panel for panel in shown if not plan.is_pooled(panel)]
    if lined:
        told = [*_points(lined), *_curves(plan, lined, axes), *told]
    if any(reference_rows(panel)[0] for panel in shown):
        told.append("Long dashes: models without a published size.")
    return " ".join(told)


def _points(panels: Sequence[Panel]) -> list[str]:
    """Say what points are that are scores; ``plan_text`` tells of medians."""
    plain = [panel for panel in panels if not panel.medians]
    if not plain:
        return []
    results = [result for panel in plain for result in panel.results]
    points = [point for result in results for point in result.points]
    text = "Points: scores"
    if any(math.isfinite(point.lower) for point in points):
        text += f" with {_level(plain)}intervals"
    return [f"{text}{hollow_text(results)}."]


def _level(panels: Sequence[Panel]) -> str:
    return next((f"{panel.level:.0%} " for panel in panels if panel.level is not None), "")


def _curves(plan: Plan, panels: Sequence[Panel], axes: Mapping[str, SizeAxis]) -> list[str]:
    results = [result for panel in panels for result in panel.results]
    level = _level(panels)
    told = []
    drawn = [result for result in results if result.band and not joined(result)]
    if drawn:
        curves = {r.curve if isinstance(r, FitResult) else "" for r in drawn}
        named = len(curves) == 1 and "" not in curves
        text = f"Lines: {f'{curves.pop()} curve' if named else 'fitted curves'}"
        if any(goes_beyond(result) for result in drawn):
            text += ", pale beyond the points"
        known = [entry for result in drawn for entry in result.band[:1]]
        if not plan.crowded and any(math.isfinite(entry.lower) for entry in known):
            text += f"; bands: {level}interval of the mean"
            if any(math.isfinite(entry.predict_lower) for entry in known):
                text += ", and fainter of a new model's score"
        told.append(text + ".")
    if any(joined(result) and len(result.points) > 1 for result in results):
        told.append("Thin lines join scores that fall or turn, which no rising curve describes.")
    spans = [
        (panel, one, seen) for panel in panels for one in panel.results
        if (seen := stretch(one, axes[panel.size]))
    ]  # fmt: skip
    if plan.crowded and (drawn or spans):
        told.append(f"Bands and transitions are left out with more than {FEW} families.")
    elif spans:
        shaded = any(len(panel.lines) == 1 for panel, _, _ in spans)
        barred = any(len(panel.lines) > 1 for panel, _, _ in spans)
        mark = "Shaded or bars above" if shaded and barred else "Shaded" if shaded else "Bars above"
        told.append(f"{mark}: {_transitions([(one, seen) for _, one, seen in spans])}.")
    return told


def _transitions(spans: Sequence[tuple[SeriesResult, Stretch]]) -> str:
    """Say what the marks of transitions are, as far as some are drawn so."""
    steps = [isinstance(one, DetectResult) and one.width.estimate == 0 for one, _ in spans]
    rise = "10 to 90% of the rise"
    step = "the sizes about a step"
    text = step if all(steps) else f"{rise} or {step}" if any(steps) else rise
    beyond = " (arrows: it goes on beyond the axis)" if any(any(s.cut) for _, s in spans) else ""
    return f"estimated transition, {text}{beyond}"
