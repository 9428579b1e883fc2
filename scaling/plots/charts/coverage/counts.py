"""Sizes by family and task: the filled cells, their order, and how many can be drawn."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from scaling.errors import DataError
from scaling.plots.style.natural import natural
from scaling.plots.style.rows import ROWS
from scaling.plots.style.text import clean

Pair = tuple[str, str]  # family, task


@dataclass(frozen=True)
class Counts:
    """How many distinct sizes a pair has, for those that have any.

    ``families`` and ``tasks`` stand by their sizes in total, the most first. ``lost``: how many
    families and tasks have no size at all.
    """

    sizes: Mapping[Pair, int]
    families: tuple[str, ...]
    tasks: tuple[str, ...]
    lost: tuple[int, int] = (0, 0)

    @classmethod
    def of(cls, records: Iterable[Mapping[str, Any]]) -> Self:
        """Count records with ``family``, ``task``, ``n_sizes``; raises DataError if none has any.

        >>> Counts.of([{"family": "OPT", "task": "MMLU", "n_sizes": 8}]).sizes
        {('OPT', 'MMLU'): 8}
        """
        every = {
            (clean(str(record["family"])), clean(str(record["task"]))): int(record["n_sizes"])
            for record in records
        }
        sizes = {pair: count for pair, count in every.items() if count > 0}
        if not sizes:
            raise DataError(
                "nothing is covered: expected at least one family with scores of models of known "
                "size, found none; choose another size with --size"
            )
        families, tasks = _ranked(sizes, 0), _ranked(sizes, 1)
        lost = (
            len({family for family, _ in every}) - len(families),
            len({task for _, task in every}) - len(tasks),
        )
        return cls(sizes, families, tasks, lost)

    def drawn(self) -> Self:
        """Return the same share of families and tasks, the most that marks can be drawn of."""
        share = 1.0
        while True:
            families = self.families[: math.ceil(share * len(self.families))]
            tasks = self.tasks[: math.ceil(share * len(self.tasks))]
            chosen = set(families), set(tasks)
            sizes = {
                (family, task): count
                for (family, task), count in self.sizes.items()
                if family in chosen[0] and task in chosen[1]
            }
            if len(sizes) <= ROWS:
                return type(self)(sizes, families, tasks, self.lost)
            share *= 0.97


def _ranked(sizes: Mapping[Pair, int], side: int) -> tuple[str, ...]:
    totals: Counter[str] = Counter()
    for pair, count in sizes.items():
        totals[pair[side]] += count
    return tuple(sorted(totals, key=lambda name: (-totals[name], natural(name))))
