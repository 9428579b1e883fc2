"""A ladder: training runs with their losses, and the scores of models of known loss.

Both steps need not rest on the same models: scores may come from checkpoints of the runs, or
from further models. What bears one name belongs to one run, and is resampled together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from scaling.curves.base import Array
from scaling.errors import DataError
from scaling.fitting.laws.exclusions import Rule, exclude
from scaling.fitting.laws.records import Excluded
from scaling.runs import Runs
from scaling.series import LOSS_AXIS, Series
from scaling.units import training_flops

COMPUTE_AXIS = "flops"
LOSS = "loss"  # the column; any other ``via`` is a metric
BITS = "bits-per-byte"
IN_BITS = ("bits_per_byte", "bpb")  # metrics whose name says their unit


@dataclass(frozen=True, eq=False)
class Ladder:
    """``runs`` (n) for step one; ``series`` (K points) for step two, with losses as sizes.

    ``via`` is what the loss is: ``loss``, or the name of a metric of the same task. ``excluded``
    are the runs of the source that are not among these, and why.
    """

    runs: Runs
    series: Series
    via: str = LOSS
    excluded: tuple[Excluded, ...] = ()

    def __post_init__(self) -> None:
        """Check the axis of the series; leave out runs whose size is not known."""
        if self.series.size_axis != LOSS_AXIS:
            raise DataError(
                f"{self.series.key.label()}: expected a series with the loss as its size, found "
                f"{self.series.size_axis}; do table.series('loss')"
            )
        object.__setattr__(self, "runs", self.runs.needing(("params", "tokens")))

    @property
    def loss_unit(self) -> str | None:
        """The unit of the losses; None for a metric that is not known to be in bits per byte."""
        if self.via == LOSS:
            return self.runs.loss_unit
        return BITS if self.via.lower().replace("-", "_") in IN_BITS else None

    @cached_property
    def compute(self) -> Array:
        """Training compute C = 6 N D of the runs, (n,): what a new model's is, too."""
        return training_flops(self.runs.params, self.runs.tokens)

    def losses(self, axis: str = COMPUTE_AXIS) -> Series:
        """Return the losses of the runs as a series over flops, params or tokens."""
        sizes = self.compute if axis == COMPUTE_AXIS else getattr(self.runs, axis)
        order = np.argsort(sizes, kind="stable")
        blank = np.full(self.runs.n, np.nan)
        return Series(
            key=self.series.key._replace(metric=self.via),
            size_axis=axis,
            models=tuple(self.runs.models[place] for place in order),
            size=sizes[order],
            score=self.runs.loss[order],
            n_items=blank,
            sigma=blank,
            metric_kind="loss",
            chance=np.nan,
            ceiling=np.nan,
        )

    def excluding(self, models: Sequence[str], rules: Sequence[Rule]) -> Ladder:
        """Return the ladder without these models, in both steps; ``excluded`` lists them.

        Raises UnknownNameError for a model that is not there, DataError where nothing is left.
        """
        _, gone = exclude(self.runs, models, rules)
        known = {one.model for one in self.runs.left_out}
        return replace(
            self.without([one.model for one in gone if one.model not in known]), excluded=gone
        )

    def without(self, models: Sequence[str]) -> Ladder:
        """Return the ladder without these models, in both steps."""
        runs = [at for at, model in enumerate(self.runs.models) if model not in models]
        gone = [at for at, model in enumerate(self.series.models) if model in models]
        return replace(self, runs=self.runs.take(runs), series=self.series.without(gone))

    def scores(self) -> Series | None:
        """Return the scores as a series over compute, of the runs that have one score each.

        None where there are fewer than two: checkpoints, say, have no compute of their own.
        """
        count = Counter(self.series.models)
        at = {
            model: float(flops)
            for model, flops in zip(self.runs.models, self.compute, strict=True)
            if count[model] == 1
        }
        if len(at) < 2:
            return None
        mine = [place for place, name in enumerate(self.series.models) if name in at]
        order = sorted(mine, key=lambda place: (at[self.series.models[place]], place))
        models = tuple(self.series.models[place] for place in order)
        return replace(
            self.series,
            size_axis=COMPUTE_AXIS,
            models=models,
            size=np.array([at[model] for model in models]),
            score=self.series.score[order],
            n_items=self.series.n_items[order],
            sigma=self.series.sigma[order],
            params=None,
        )
