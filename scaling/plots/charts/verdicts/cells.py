"""The rows behind a verdict map, one a series, and what their numbers are."""

from __future__ import annotations

import math
from collections.abc import Sequence

from scaling.detection.results import DetectResult
from scaling.detection.verdict.wording import unit_of
from scaling.plots.panels.grouping import Panel
from scaling.plots.panels.transitions import LOCATED
from scaling.plots.panels.units import axes_text
from scaling.plots.style.rows import Row
from scaling.plots.style.text import clean, number_text
from scaling.plots.style.verdicts import FAILED, style_of
from scaling.plots.words import with_interval


def cells_of(panels: Sequence[Panel], tasks: Sequence[str]) -> list[Row]:
    """Return a row for each series: its ``number`` (the width), ``word`` with it, and its facts.

    ``tasks``: the name of each panel.
    """
    return [
        _cell(line.result, line.name, task)
        for panel, task in zip(panels, tasks, strict=True)
        for line in panel.lines
        if isinstance(line.result, DetectResult)
    ]


def _cell(result: DetectResult, family: str, task: str) -> Row:
    verdict = FAILED if result.status == FAILED else result.verdict
    located = verdict in LOCATED  # of other series a width says little
    width = result.width.estimate if located else math.nan
    number = number_text(width) if math.isfinite(width) else ""
    return {
        "family": family,
        "task": task,
        "verdict": verdict,
        "number": number,
        "word": f"{style_of(verdict).word} {number}".strip(),
        "width": f"{with_interval(result.width)} {unit_of(result.size)}" if number else "none",
        "sizes": f"{result.n_sizes}",
        "certifiable": number_text(result.certifiable_width),
        "reason": clean(result.message if verdict == FAILED else result.reason),
    }


def widths_text(results: Sequence[DetectResult], *, shown: bool) -> str:
    """Say what the numbers of a map are (where it shows any), and what sharp means."""
    numbers = shown and any(
        result.verdict in LOCATED and math.isfinite(result.width.estimate) for result in results
    )
    w0 = sorted({result.w0 for result in results if math.isfinite(result.w0)})
    parts = [f"Numbers: estimated width of the rise in {axes_text(results)}."] if numbers else []
    if len(w0) == 1:
        unit = axes_text(results, w0[0])
        parts.append(
            f"Sharp: a rise at least w0 = {number_text(w0[0])} {unit} wide is rejected, though the "
            "estimate may lie above."
        )
    return " ".join(parts)
