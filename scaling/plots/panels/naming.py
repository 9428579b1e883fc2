"""What a series is called where it has a row, a cell or a panel of its own, and in what order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

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


def panel_labels(panels: Sequence[Panel]) -> list[str]:
    """Name each panel by its task, with metric, condition and axis where the task has several."""
    alike: dict[str, list[Panel]] = defaultdict(list)
    for panel in panels:
        alike[panel.task].append(panel)
    labels = []
    for panel in panels:
        same = alike[panel.task]
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
