"""The result of pooling one task across families."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from scaling.documents import plain
from scaling.fitting.records import NAN, Estimate, number, numbers


@dataclass(frozen=True)
class Left:
    """A family that was not pooled, and its verdict or ``non_monotone``, which say why."""

    family: str
    why: str


@dataclass(frozen=True, kw_only=True)
class PooledResult:
    """One width for all families of a task.

    ``claim`` is ``sharp``, ``sharp_shape_sensitive``, ``smooth``, ``unresolved``, or
    ``widths_differ`` where the families do not share a width; ``reason`` the sentence to quote.
    The p-values are those of ``detect``, of the pooled statistic; ``p_shared`` is that of the
    hypothesis that all have one width. ``width`` is in units of the axis (decades). ``families``
    are those pooled, one entry a series; ``qualifiers`` are the members' that limit the claim.
    """

    task: str
    metric: str
    n_shots: float | None
    prompting: str | None
    tuning: str | None
    checkpoint: str | None
    size: str
    families: tuple[str, ...]
    left_out: tuple[Left, ...] = ()
    claim: str
    reason: str
    w0: float
    alpha: float
    statistic: float = NAN
    p_sharp: float = NAN
    p_smooth: float = NAN
    p_bell: float = NAN
    p_shared: float = NAN
    draws: int = 0
    width: Estimate = field(default_factory=Estimate)
    notes: tuple[str, ...] = ()
    qualifiers: tuple[str, ...] = ()

    def label(self) -> str:
        """Return a short name such as ``arithmetic / acc, 2-shot, 5 families``."""
        text = f"{self.task} / {self.metric}"
        if self.n_shots is not None:
            text += f", {self.n_shots:g}-shot"
        extra = [part for part in (self.prompting, self.tuning, self.checkpoint) if part]
        return ", ".join([text, *extra, f"{len(self.families)} families"])

    def to_dict(self) -> dict[str, Any]:
        """Return the result as JSON values: every key present, NaN as None."""
        record: dict[str, Any] = plain(self)
        return record

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Return the result that ``to_dict`` wrote."""
        values = dict(record)
        for name in ("families", "notes", "qualifiers"):
            values[name] = tuple(record[name])
        values["left_out"] = tuple(Left(**entry) for entry in record["left_out"])
        values["width"] = Estimate(**numbers(record["width"]))
        for name in ("w0", "alpha", "statistic", "p_sharp", "p_smooth", "p_bell", "p_shared"):
            values[name] = number(record[name])
        return cls(**values)
