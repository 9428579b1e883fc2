"""What ``detect`` returns: verdicts, and beside them metric pairs and pooled tasks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from scaling.detection.pairs.results import PairResult
from scaling.detection.pooling.results import PooledResult
from scaling.detection.results import DetectResult
from scaling.fitting.result_set import ResultSet


@dataclass(frozen=True, repr=False)
class DetectResults(ResultSet[DetectResult]):
    """The verdicts of one run; ``pairs`` and ``pooled`` are None where not asked for."""

    pairs: tuple[PairResult, ...] | None = None
    pooled: tuple[PooledResult, ...] | None = None

    command = "detect"
    result_type = DetectResult

    def extra(self) -> dict[str, Any]:
        """Return ``pooled`` and ``pairs``."""
        return {"pooled": self.pooled, "pairs": self.pairs}

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Self:
        """Return the result set that ``to_dict`` wrote."""
        found, pairs, pooled = super().from_dict(document), document["pairs"], document["pooled"]
        return replace(
            found,
            pairs=None if pairs is None else tuple(map(PairResult.from_dict, pairs)),
            pooled=None if pooled is None else tuple(map(PooledResult.from_dict, pooled)),
        )
