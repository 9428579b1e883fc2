"""``Series``: the points of one curve. ``SeriesBatch``: many of them, of equal length."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scaling.errors import DataError
from scaling.series_checks import fault_of_bounds, fault_of_lengths, fault_of_points, fault_of_sigma

Array = NDArray[np.float64]
MOST_POINTS = 16384  # of a batch: enough to keep arrays busy, few enough for the cache
ARRAYS = ("size", "score", "n_items", "sigma")  # of a series, (K,) each
LOSS_AXIS = "loss"  # not logarithmic: x = -size, so that better lies to the right


class SeriesKey(NamedTuple):
    """What makes a series one series; None where the source does not say."""

    family: str
    task: str
    metric: str
    n_shots: int | None = None
    prompting: str | None = None
    tuning: str | None = None
    checkpoint: str | None = None
    source: str | None = None

    def label(self, *, source: bool = False) -> str:
        """Return a short name such as ``OPT / LAMBADA / acc, 5-shot, cot``."""
        text = f"{self.family} / {self.task} / {self.metric}"
        if self.n_shots is not None:
            text += f", {self.n_shots}-shot"
        extra = [self.prompting, self.tuning, self.checkpoint, self.source if source else None]
        return ", ".join([text, *(part for part in extra if part)])


@dataclass(frozen=True)
class Reference:
    """A model without a published size: a level to compare with, never part of a fit."""

    model: str
    score: float


@dataclass(frozen=True, eq=False)
class Series:
    """The points of one curve, sorted by x: by size, on the loss axis from the largest loss down.

    ``size``, ``score``: (K,) in the units of the file. ``n_items``: (K,) items behind each
    score, NaN where the score is not a proportion. ``sigma``: (K,) standard errors of scores
    that are not proportions, NaN where unknown. ``chance`` and ``ceiling`` are NaN where the
    metric has none. ``params``: (K,) parameters where another axis was chosen, NaN unknown.
    ``notes`` and ``qualifiers`` are codes of ``scaling.notes``.
    """

    key: SeriesKey
    size_axis: str
    models: tuple[str, ...]
    size: Array
    score: Array
    n_items: Array
    sigma: Array
    metric_kind: str
    chance: float
    ceiling: float
    hardness: str | None = None
    references: tuple[Reference, ...] = ()
    notes: tuple[str, ...] = ()
    qualifiers: tuple[str, ...] = ()
    heterogeneous_reason: str = ""
    params: Array | None = None
    x: Array = field(init=False)

    def __post_init__(self) -> None:
        """Freeze and check the arrays, and compute the axis."""
        for name in ARRAYS:
            values = np.ascontiguousarray(getattr(self, name), dtype=np.float64).copy()
            values.flags.writeable = False
            object.__setattr__(self, name, values)
        lengths = {name: len(getattr(self, name)) for name in ARRAYS}
        if self.params is not None:
            lengths["params"] = len(self.params)
        fault = (
            fault_of_lengths(len(self.models), lengths)
            or fault_of_points(self.models, self.size, self.score, self.n_items, self.binomial)
            or fault_of_bounds(self.chance, self.ceiling, loss=self.metric_kind == "loss")
            or fault_of_sigma(self.models, self.sigma, self.chance, self.ceiling)
        )
        if fault:
            raise DataError(f"{self.key.label()}: {fault}")
        x = -self.size if self.size_axis == LOSS_AXIS else np.log10(self.size)
        x.flags.writeable = False
        object.__setattr__(self, "x", x)
        if (np.diff(x) < 0).any():
            order = "from the largest loss down" if self.size_axis == LOSS_AXIS else "by size"
            raise DataError(f"{self.key.label()}: expected points sorted {order}; sort them first")

    @property
    def n_points(self) -> int:
        """Number of points, equal sizes counted each."""
        return len(self.score)

    @property
    def n_sizes(self) -> int:
        """Number of distinct sizes."""
        return int(np.count_nonzero(np.diff(self.x))) + bool(self.n_points)

    @property
    def binomial(self) -> bool:
        """Whether the scores are proportions, k of n."""
        return self.metric_kind == "proportion"

    def without(self, places: Iterable[int]) -> Series:
        """Return the series without some of its points."""
        dropped = set(places)
        left = [place for place in range(self.n_points) if place not in dropped]
        return replace(
            self,
            models=tuple(self.models[place] for place in left),
            **{name: getattr(self, name)[left] for name in ARRAYS},
            params=None if self.params is None else self.params[left],
        )

    def entropy(self) -> tuple[int, ...]:
        """Return words that seed this series' random numbers; they depend on its key alone."""
        digest = hashlib.sha256(repr(tuple(self.key)).encode()).digest()
        return tuple(int.from_bytes(digest[i : i + 4], "big") for i in range(0, 16, 4))

    def random(self, seed: int) -> np.random.Generator:
        """Return the generator of this series for a run's ``seed``."""
        return np.random.default_rng(np.random.SeedSequence([seed, *self.entropy()]))


@dataclass(frozen=True, eq=False)
class SeriesBatch:
    """Series that can be solved together, as arrays; see ``batches``.

    ``x``, ``score``, ``n_items``, ``sigma``: (S, K); ``chance``, ``ceiling``: (S,).
    ``index`` holds the place of each series in the list the batch was made from.
    """

    series: tuple[Series, ...]
    index: tuple[int, ...]
    x: Array
    score: Array
    n_items: Array
    sigma: Array
    chance: Array
    ceiling: Array

    @classmethod
    def stack(cls, series: Iterable[Series], index: Iterable[int]) -> SeriesBatch:
        """Stack series of equal length into one batch."""
        members = tuple(series)

        def rows(name: str) -> Array:  # much faster than np.stack for many short arrays
            joined = np.concatenate([getattr(one, name) for one in members])
            return joined.reshape(len(members), -1)

        return cls(
            series=members,
            index=tuple(index),
            x=rows("x"),
            score=rows("score"),
            n_items=rows("n_items"),
            sigma=rows("sigma"),
            chance=np.array([one.chance for one in members]),
            ceiling=np.array([one.ceiling for one in members]),
        )

    def take(self, places: Iterable[int]) -> SeriesBatch:
        """Return some of the series."""
        chosen = list(places)
        return SeriesBatch.stack(
            (self.series[place] for place in chosen), (self.index[place] for place in chosen)
        )


def batches(series: Iterable[Series]) -> list[SeriesBatch]:
    """Group series that can be solved together: same length, kind of metric, axis and error."""
    groups: dict[tuple[Any, ...], list[tuple[int, Series]]] = {}
    for place, one in enumerate(series):
        known = bool(np.isfinite(one.sigma).all())
        design = (one.n_points, one.metric_kind, one.size_axis, known)
        groups.setdefault(design, []).append((place, one))
    return [
        SeriesBatch.stack((one for _, one in part), (place for place, _ in part))
        for _, group in sorted(groups.items())
        for part in _parts(group)
    ]


def _parts(group: list[tuple[int, Series]]) -> Iterator[list[tuple[int, Series]]]:
    """Yield parts of a group of series of equal length that are not too large."""
    most = max(1, MOST_POINTS // max(1, group[0][1].n_points))
    for low in range(0, len(group), most):
        yield group[low : low + most]
