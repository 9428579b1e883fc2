"""The title that a figure gets where nobody gives one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from scaling.plots.kinds import ChartKind
from scaling.plots.style.text import clean, cut
from scaling.plots.words import LONGEST_NAME, NO_FAMILY


def heading(kind: ChartKind, results: Iterable[Any], manifest: Mapping[str, Any]) -> str:
    """Return ``subject: what is shown``, such as ``Pythia, arithmetic_3da: scores by size``.

    The subject is the family and the task where there is one of each, else what there is one of,
    else the dataset. A family that nobody names is none.
    """
    facts = [found for one in results if (found := getattr(one, "series", None)) is not None]
    families, tasks = _distinct(one.family for one in facts), _distinct(one.task for one in facts)
    names = [names[0] for names in (families, tasks) if len(names) == 1 and names[0] != NO_FAMILY]
    dataset = manifest.get("dataset")
    if not names and dataset:
        names = [str(dataset["name"])]
    subject = ", ".join(cut(clean(name), LONGEST_NAME) for name in names)
    return f"{subject}: {kind.heading}" if subject else _capital(kind.heading)


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
