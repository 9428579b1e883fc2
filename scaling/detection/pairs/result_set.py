"""Metric pairs beside the results of a run: the key ``pairs`` of its document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from scaling.detection.pairs.results import PairResult
from scaling.fitting.result_set import Result, ResultSet


@dataclass(frozen=True, repr=False)
class PairedResultSet(ResultSet[Result]):
    """Results of a run with its metric pairs; ``pairs`` is None where none were asked for."""

    pairs: tuple[PairResult, ...] | None = None

    def extra(self) -> dict[str, Any]:
        """Return ``pairs``."""
        return {"pairs": self.pairs}

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Self:
        """Return the result set that ``to_dict`` wrote."""
        found, pairs = super().from_dict(document), document["pairs"]
        if pairs is None:
            return found
        return replace(found, pairs=tuple(PairResult.from_dict(entry) for entry in pairs))
