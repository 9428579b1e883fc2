"""``Runs``: training runs with their sizes and final losses, what a loss law is fitted to."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scaling.errors import DataError
from scaling.units import training_flops

Array = NDArray[np.float64]
# Bits are turned into nats when runs are made.
LOSS_UNIT_TEXTS = {"nats": "nats per token", "bits-per-byte": "bits per byte"}
LOSS_UNITS = tuple(LOSS_UNIT_TEXTS)
SIZES = ("params", "tokens", "flops", "unique_tokens", "epochs")


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about one run that a reader has to know; ``code`` is of ``scaling.notes``."""

    model: str
    code: str
    reason: str


@dataclass(frozen=True, eq=False)
class Runs:
    """Training runs, one a place; seeds of one model are runs of their own.

    ``params``, ``tokens``: (n,) counts, repeats of tokens counted. ``loss``: (n,) nats per token,
    or bits per byte where ``loss_unit`` says so. ``flops``: (n,) stated, else 6 N D.
    ``unique_tokens``, ``epochs``: (n,) of repeated data. A size that is not known is NaN.
    ``families``: (n,) names. ``left_out`` are runs of the source that are not among these, and
    why; ``doubts`` are remarks on runs that are. ``notes`` are codes of ``scaling.notes``.
    """

    models: tuple[str, ...]
    params: Array
    tokens: Array
    loss: Array
    flops: Array = field(default_factory=lambda: np.empty(0))
    unique_tokens: Array = field(default_factory=lambda: np.empty(0))
    epochs: Array = field(default_factory=lambda: np.empty(0))
    families: tuple[str, ...] = ()
    loss_unit: str = "nats"
    notes: tuple[str, ...] = ()
    left_out: tuple[Remark, ...] = ()
    doubts: tuple[Remark, ...] = ()

    def __post_init__(self) -> None:
        """Freeze and check the arrays; fill in what was not given."""
        n = len(self.models)
        if not self.families:
            object.__setattr__(self, "families", ("all",) * n)
        for name in ("loss", *SIZES):
            values = np.array(getattr(self, name), dtype=np.float64)
            if not len(values) and name in ("flops", "unique_tokens", "epochs"):
                values = np.full(n, np.nan)
            if len(values) != n:
                raise DataError(f"expected as many of {name} as models ({n}), found {len(values)}")
            object.__setattr__(self, name, values)
        if len(self.families) != n:
            raise DataError(
                f"expected as many families as models ({n}), found {len(self.families)}"
            )
        if self.loss_unit not in LOSS_UNITS:
            raise DataError(
                f"loss_unit: expected one of {', '.join(LOSS_UNITS)}, got {self.loss_unit!r}"
            )
        derived = training_flops(self.params, self.tokens)
        object.__setattr__(self, "flops", np.where(np.isnan(self.flops), derived, self.flops))
        _check(self.models, "loss", self.loss, unknown=False)
        for name in SIZES:
            _check(self.models, name, getattr(self, name), unknown=True)
        for name in ("loss", *SIZES):
            getattr(self, name).flags.writeable = False

    @property
    def n(self) -> int:
        """Number of runs."""
        return len(self.models)

    @property
    def log_loss(self) -> Array:
        """The natural logarithm of the losses, (n,)."""
        logs: Array = np.log(self.loss)
        return logs

    def take(self, places: Sequence[int] | NDArray[Any]) -> Runs:
        """Return the runs at these places (numbers or flags), in their order."""
        index = np.arange(self.n)[np.asarray(places, dtype=None if len(places) else np.intp)]
        chosen = [self.models[place] for place in index]
        return replace(
            self,
            models=tuple(chosen),
            families=tuple(self.families[place] for place in index),
            doubts=tuple(doubt for doubt in self.doubts if doubt.model in set(chosen)),
            **{name: getattr(self, name)[index] for name in ("loss", *SIZES)},
        )

    def without(self, places: Sequence[int] | NDArray[Any], code: str, reason: str) -> Runs:
        """Return the runs but those at these places, which ``left_out`` then names."""
        gone = np.zeros(self.n, dtype=bool)
        gone[np.asarray(places, dtype=None if len(places) else np.intp)] = True
        named = tuple(
            Remark(model, code, reason)
            for model, out in zip(self.models, gone.tolist(), strict=True)
            if out
        )
        return replace(self.take(np.flatnonzero(~gone)), left_out=(*self.left_out, *named))

    def needing(self, sizes: Sequence[str]) -> Runs:
        """Return the runs that have all of these sizes; raises DataError if none has.

        ``left_out`` names the others.
        """
        lacking = np.zeros(self.n, dtype=bool)
        for name in sizes:
            lacking |= np.isnan(getattr(self, name))
        if not lacking.any():
            return self
        wanted = " and ".join(sizes)
        if lacking.all():
            raise DataError(
                f"no run has {wanted}: expected columns {', '.join(sizes)} (flops may replace one "
                "of params and tokens); fill them in, or choose a law of other sizes"
            )
        return self.without(lacking, "runs-without-size", f"{wanted}: not all known")

    def fingerprint(self) -> str:
        """Return a checksum of the runs, whatever their order."""
        rows = zip(
            self.models, *(getattr(self, name).tolist() for name in ("loss", *SIZES)), strict=True
        )
        told = "\n".join(sorted(repr(row) for row in rows))
        return hashlib.sha256(told.encode()).hexdigest()

    def to_dict(self) -> dict[str, Any]:
        """Return the runs by field."""
        return {f.name: getattr(self, f.name) for f in fields(self)}


def _check(models: Sequence[str], name: str, values: Array, *, unknown: bool) -> None:
    """Raise DataError unless values are above zero and finite; NaN may stand for unknown."""
    sound = np.isfinite(values) & (values > 0)
    if unknown:
        sound |= np.isnan(values)
    if not sound.all():
        place = int(np.argmin(sound))
        raise DataError(
            f"{name} of {models[place]}: expected a number above zero, found {values[place]:g}"
        )
