"""What stands above each panel: its task, its condition, and what was found."""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt

from scaling.detection.results import DetectResult
from scaling.notes import RISING_VERDICTS
from scaling.plots.panels.grid import Grid, titles_by_row
from scaling.plots.panels.grouping import Panel
from scaling.plots.style.style import Style
from scaling.plots.style.text import clean
from scaling.plots.style.verdicts import FAILED
from scaling.plots.words import short_name, width_text


def titles(panels: Sequence[Panel], grid: Grid, style: Style) -> list[alt.TitleParams]:
    """Return the titles of panels: what tells each from the others comes first.

    A task that the figure's own title names is not repeated above panels that differ in
    something else. Titles of one row are equally high.
    """
    texts: list[tuple[str, list[str]]] = []
    same_task = len({panel.task for panel in panels}) == 1
    repeated = same_task and short_name(panels[0].task) in style.title
    conditions = len({panel.condition for panel in panels}) > 1
    metrics = len({panel.metric for panel in panels}) > 1
    for panel in panels:
        telling = [panel.condition] * conditions + [clean(panel.metric)] * metrics
        name = ", ".join(part for part in telling if part) if repeated else ""
        told = bool(name) and conditions
        texts.append((name or clean(panel.task), _below(panel, "" if told else panel.condition)))
    return titles_by_row(texts, grid, style)


def _below(panel: Panel, condition: str) -> list[str]:
    """Return condition, verdict and width of a single line, and series that were not fitted."""
    single = panel.results[0] if len(panel.lines) == 1 else None
    first, parts = [condition], []
    if isinstance(single, DetectResult) and single.status != FAILED:
        first.append(single.verdict.replace("_", " "))
        if single.verdict in RISING_VERDICTS and math.isfinite(single.width.estimate):
            parts.append(width_text(single))
    failed = [line.name for line in panel.lines if line.result.status == FAILED]
    if failed:
        who = ", ".join(failed) if len(failed) <= 3 else f"{len(failed)} series"
        parts.append(f"not fitted: {who}")
    return [", ".join(part for part in first if part), *parts]
