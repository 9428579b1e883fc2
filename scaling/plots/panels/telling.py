"""What tells the panels of a figure apart, once its title has said what they share."""

from __future__ import annotations

from collections.abc import Sequence

from scaling.plots.style.text import clean
from scaling.plots.words import short_name


def told_apart(facts: Sequence[Sequence[str]], title: str) -> list[tuple[str, str]]:
    """Return for each panel its name, and what else is known of it.

    ``facts``: of each panel as many, in the order of their weight, empty where unknown. A fact
    that all panels share and that the figure's title names is not said again; where nothing else
    is known, the first is.

    >>> told_apart([("MMLU", "GPT-3", "5-shot"), ("MMLU", "OPT", "5-shot")], "MMLU: forecast")
    [('GPT-3', '5-shot'), ('OPT', '5-shot')]
    """
    said = [
        len(set(column)) == 1 and short_name(column[0]) in title
        for column in zip(*facts, strict=True)
    ]
    found = []
    for own in facts:
        left = [clean(fact) for fact, done in zip(own, said, strict=True) if fact and not done]
        name, *others = left or [clean(own[0])]
        found.append((name, ", ".join(others)))
    return found
