"""What a forecast in two steps says of its steps, as small frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from scaling.fitting.laws.records import Excluded
from scaling.fitting.records import EMPTY_BAND, NAN, Band, BandPoint, Estimate, number, numbers


@dataclass(frozen=True, slots=True)
class LossPoint:
    """A run of step one: its sizes, its loss and what the law says of it."""

    model: str
    params: float
    tokens: float
    loss: float
    fitted: float


@dataclass(frozen=True, slots=True)
class ScorePoint:
    """A point of step two: the loss of a model or checkpoint and its score."""

    model: str
    loss: float
    score: float


@dataclass(frozen=True)
class Steps:
    """The two steps of a forecast, each with what it was fitted to.

    ``via`` is what stands between them (``loss`` or a metric) in ``loss_unit`` (None: not known);
    ``flops`` is the compute 6 N D of the new model. ``law_parameters`` and ``link_parameters`` are
    in natural units with their intervals, ``excluded`` the models left out of both. ``of_law`` and
    ``of_link`` are the score with the error of one step alone, ``single`` the forecast in one
    step, from compute to score through the same link. ``link_band`` is the link over losses.
    """

    via: str = "loss"
    loss_unit: str | None = "nats"
    flops: float = NAN
    law: str = ""
    law_objective: str = ""
    delta: float = NAN
    law_parameters: Mapping[str, Estimate] = field(default_factory=dict)
    n_runs: int = 0
    link: str = ""
    link_objective: str = ""
    link_parameters: Mapping[str, Estimate] = field(default_factory=dict)
    n_scores: int = 0
    excluded: tuple[Excluded, ...] = ()
    of_law: Estimate = field(default_factory=Estimate)
    of_link: Estimate = field(default_factory=Estimate)
    single: Estimate = field(default_factory=Estimate)
    loss_points: tuple[LossPoint, ...] = ()
    score_points: tuple[ScorePoint, ...] = ()
    link_band: Band = EMPTY_BAND

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Return the steps that a document holds."""
        values = dict(record)
        for name in ("flops", "delta"):
            values[name] = number(record[name])
        for name in ("law_parameters", "link_parameters"):
            values[name] = {key: Estimate(**numbers(entry)) for key, entry in record[name].items()}
        for name in ("of_law", "of_link", "single"):
            values[name] = Estimate(**numbers(record[name]))
        values["excluded"] = tuple(Excluded(**row) for row in record["excluded"])
        values["loss_points"] = tuple(LossPoint(**numbers(row)) for row in record["loss_points"])
        values["score_points"] = tuple(ScorePoint(**numbers(row)) for row in record["score_points"])
        values["link_band"] = Band.of(BandPoint(**numbers(row)) for row in record["link_band"])
        return cls(**values)
