"""What a series is called where it has a row, a cell or a panel of its own, and in what order."""

from __future__ import annotations

from collections.abc import Sequence

from scaling.fitting.records import SeriesFacts
from scaling.plots.panels.grouping import Panel
from scaling.plots.style.natural import natural
from scaling.plots.style.text import clean


def in_natural_order(panels: Sequence[Panel]) -> list[Panel]:
    """Return panels by task, metric, shots, prompting and size axis."""
    return sorted(
        panels,
        key=lambda panel: (
            natural(clean(panel.task)), natural(clean(panel.metric)),
            -1 if panel.n_shots is None else panel.n_shots, panel.prompting or "", panel.size,
        ),
    )  # fmt: skip


def condition_text(facts: SeriesFacts) -> str:
    """Return shots and prompting of a series as far as they are known, such as ``5-shot, cot``."""
    shots = None if facts.n_shots is None else f"{facts.n_shots}-shot"
    return ", ".join(part for part in (shots, clean(facts.prompting or "")) if part)


def panel_labels(panels: Sequence[Panel]) -> list[str]:
    """Name each panel by its task, with metric, condition and axis where the task has several."""
    labels = []
    for panel in panels:
        same = [other for other in panels if other.task == panel.task]
        parts = [clean(panel.task)]
        if len({other.metric for other in same}) > 1:
            parts.append(clean(panel.metric))
        if len({other.n_shots for other in same}) > 1 and panel.n_shots is not None:
            parts.append(f"{panel.n_shots}-shot")
        if len({other.prompting for other in same}) > 1 and panel.prompting:
            parts.append(clean(panel.prompting))
        if len({other.size for other in same}) > 1:
            parts.append(clean(panel.size))
        labels.append(", ".join(parts))
    return labels
