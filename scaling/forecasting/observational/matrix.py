"""``BenchmarkMatrix``: models x benchmarks, with what is known of each model's size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scaling.curves.base import Array
from scaling.errors import DataError, unknown_name
from scaling.forecasting.observational.spelling import plain_model, publisher, same_task

LEAST_BENCHMARKS = 3  # fewer are a score, not a space of abilities
LEAST_SHARE = 0.5  # of the benchmarks that a model has to be measured on
Places = NDArray[np.intp]


@dataclass(frozen=True)
class LeftOut:
    """A benchmark or a model (``kind``) that is not used, and why."""

    name: str
    reason: str
    kind: str = "benchmark"


@dataclass(frozen=True, eq=False)
class BenchmarkMatrix:
    """Scores of M models on T benchmarks.

    ``scores``: (M, T), higher is better, NaN where one was not measured. ``flops``, ``params``:
    (M,), NaN unknown. ``common_scale``: all benchmarks are proportions, so that a point on one is
    a point on another.
    """

    models: tuple[str, ...]
    families: tuple[str, ...]
    flops: Array
    params: Array
    benchmarks: tuple[str, ...]
    scores: Array
    common_scale: bool = True

    def __post_init__(self) -> None:
        """Check that the parts belong together."""
        shape = (len(self.models), len(self.benchmarks))
        if self.scores.shape != shape:
            raise DataError(
                f"benchmarks: expected scores of shape {shape} (models, benchmarks), found "
                f"{self.scores.shape}"
            )
        if len(set(self.models)) < len(self.models):
            twice = next(name for name in self.models if self.models.count(name) > 1)
            raise DataError(f"benchmarks: expected one row a model, found {twice!r} twice")

    @property
    def placeable(self) -> NDArray[np.bool_]:
        """Which models have scores enough to be placed by, (M,).

        From few scores a component extrapolates all others.
        """
        share = np.isfinite(self.scores).mean(axis=1)
        return np.asarray(share >= LEAST_SHARE, dtype=np.bool_)

    @property
    def limits(self) -> tuple[float, float]:
        """The least and the most that a score can be, as far as known."""
        if not self.common_scale or np.nanmin(self.scores, initial=0.0) < 0:
            return -np.inf, np.inf
        return 0.0, 1.0

    def take(self, places: Sequence[int] | Places) -> BenchmarkMatrix:
        """Return the models at these places."""
        index = np.asarray(places, dtype=np.intp)
        return BenchmarkMatrix(
            models=tuple(self.models[place] for place in index),
            families=tuple(self.families[place] for place in index),
            flops=self.flops[index],
            params=self.params[index],
            benchmarks=self.benchmarks,
            scores=self.scores[index],
            common_scale=self.common_scale,
        )

    def keeping(self, columns: Iterable[int]) -> BenchmarkMatrix:
        """Return the matrix with the benchmarks at these places alone."""
        kept = list(columns)
        return BenchmarkMatrix(
            models=self.models,
            families=self.families,
            flops=self.flops,
            params=self.params,
            benchmarks=tuple(self.benchmarks[place] for place in kept),
            scores=self.scores[:, kept],
            common_scale=self.common_scale,
        )

    def without(
        self, task: str, others: Sequence[str] = ()
    ) -> tuple[BenchmarkMatrix, list[LeftOut]]:
        """Return the matrix without the target, whatever its spelling, and without ``others``.

        Raises UnknownNameError for one of ``others`` that is no benchmark here, DataError if
        fewer than three benchmarks are left.
        """
        for name in others:
            if not any(same_task(name, known) for known in self.benchmarks):
                raise unknown_name("benchmark", name, self.benchmarks)
        left_out, kept = [], []
        for place, name in enumerate(self.benchmarks):
            if same_task(name, task):
                left_out.append(LeftOut(name, f"it is the target, {task}"))
            elif any(same_task(name, other) for other in others):
                left_out.append(LeftOut(name, "it was excluded"))
            else:
                kept.append(place)
        check_benchmarks(task, [self.benchmarks[place] for place in kept], left_out)
        return self.keeping(kept), left_out

    def places_of(self, models: Sequence[str]) -> list[int | None]:
        """Return where models stand here, None for one that does not.

        A name is looked up as it is, else without case and marks where that is unmistakable, and
        without the publisher where one of both names has none.
        """
        exact = {name: place for place, name in enumerate(self.models)}
        plain: dict[str, list[int]] = {}
        for place, name in enumerate(self.models):
            plain.setdefault(plain_model(name), []).append(place)
        wanted = [plain_model(name) for name in models]
        found: list[int | None] = []
        for name, short in zip(models, wanted, strict=True):
            alike = [at for at in plain.get(short, []) if _may_be(name, self.models[at])]
            alone = len(alike) == 1 and wanted.count(short) == 1
            found.append(exact.get(name, alike[0] if alone else None))
        return found


def _may_be(one: str, other: str) -> bool:
    """Return whether two names do not say different publishers."""
    first, second = publisher(one), publisher(other)
    return first == second or not first or not second


def check_benchmarks(task: str, kept: Sequence[str], left_out: Sequence[LeftOut]) -> None:
    """Raise DataError unless enough benchmarks are left to forecast a task from."""
    if len(kept) >= LEAST_BENCHMARKS:
        return
    names = ", ".join(kept) or "none"
    gone = "; ".join(f"{one.name}: {one.reason}" for one in left_out)
    raise DataError(
        f"{task}: expected at least {LEAST_BENCHMARKS} other benchmarks, found {len(kept)} "
        f"({names})" + (f"; left out: {gone}" if gone else "")
    )
