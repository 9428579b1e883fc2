"""The options of a simulation, checked once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scaling.curves.base import Array
from scaling.errors import OptionError
from scaling.fitting.options import (
    DEFAULT_RHO,
    check_count,
    check_rho,
    check_seed,
    is_number,
    wrong_value,
)
from scaling.simulation.base import Truth
from scaling.simulation.designs import get_design
from scaling.simulation.truths import get_truth
from scaling.units import parse_size

ITEMS = "whole numbers, at least 1"


@dataclass(frozen=True, kw_only=True)
class SimulateOptions:
    """What is simulated.

    ``truth``: a name of ``scaling.simulation.TRUTHS``. ``sizes``: increasing parameters such as
    1.3e9 or "1.3B", or a name of ``scaling.simulation.DESIGNS``. ``width``: 10 to 90 % of the
    rise, in decades; truths without a width ignore it. ``n_items``: of each run, one number or
    one a size. ``amplitude``: the rise as a share of ceiling - chance, ``midpoint``: a size;
    both are random where None. ``rho``: over-dispersion of one run. ``count``: number of series;
    ``runs``: of each size, averaged. ``seed`` makes runs repeatable.
    """

    sizes: str | Sequence[str | float]
    truth: str = "logistic"
    width: float = 1.0
    n_items: float | Sequence[float] = 250
    chance: float = 0.0
    ceiling: float = 1.0
    amplitude: float | None = None
    midpoint: str | float | None = None
    rho: float = DEFAULT_RHO
    count: int = 1
    runs: int = 1
    seed: int = 0

    def __post_init__(self) -> None:
        truth = self.known_truth  # an unknown name is an error before any work
        self._check_sizes()
        if not (is_number(self.width) and 0 < self.width < np.inf):
            raise wrong_value("width", "decades above zero", self.width)
        if not (is_number(self.ceiling) and 0 < self.ceiling <= 1):
            raise wrong_value("ceiling", "a number above 0, at most 1", self.ceiling)
        if not (is_number(self.chance) and 0 <= self.chance < self.ceiling):
            expected = f"a number from 0 to below the ceiling {self.ceiling:g}"
            raise wrong_value("chance", expected, self.chance)
        _ = self.items
        share = self.amplitude
        if share is not None and not (is_number(share) and 0 < share <= 1):
            expected = "a share of ceiling - chance, above 0 and at most 1"
            raise wrong_value("amplitude", expected, share)
        for name in ("amplitude", "midpoint"):
            if getattr(self, name) is not None and name not in truth.options:
                raise OptionError(f"{name}: the truth {truth.name} has none of its own to choose")
        _ = self.log_midpoint
        check_rho(self.rho)
        check_count("count", self.count, 1)
        check_count("runs", self.runs, 1)
        check_seed(self.seed)

    def _check_sizes(self) -> None:
        size = self.size
        if len(size) < 2:
            found = ", ".join(self._spelled) or "none"
            raise OptionError(f"sizes: expected at least two, got {found}")
        falls = np.flatnonzero(np.diff(size) <= 0)
        if len(falls):
            first, second = self._spelled[falls[0]], self._spelled[falls[0] + 1]
            raise OptionError(f"sizes: expected increasing sizes, got {second} after {first}")

    @property
    def _spelled(self) -> list[str]:
        """The sizes as they were given."""
        return [str(size) for size in self.sizes]

    @property
    def known_truth(self) -> Truth:
        """The truth of this name."""
        return get_truth(self.truth)

    @cached_property
    def size(self) -> Array:
        """The sizes, (K,), in parameters."""
        if not isinstance(self.sizes, Iterable):
            raise wrong_value("sizes", "sizes or the name of a set", self.sizes)
        sizes = get_design(self.sizes) if isinstance(self.sizes, str) else self.sizes
        return np.array([_count(size) for size in sizes], dtype=np.float64)

    @property
    def log_midpoint(self) -> float | None:
        """The midpoint in decades, None where it is random."""
        return None if self.midpoint is None else float(np.log10(_count(self.midpoint)))

    @cached_property
    def items(self) -> Array:
        """The number of items behind each score, (K,)."""
        given = np.atleast_1d(np.asarray(self.n_items))
        if given.dtype.kind not in "iuf":
            raise wrong_value("n_items", ITEMS, self.n_items)
        items = given.astype(np.float64)
        n_sizes = len(self.size)
        if items.shape not in ((1,), (n_sizes,)):
            raise OptionError(
                f"n_items: expected one number, or one a size ({n_sizes}), got {len(items)}"
            )
        wrong = items[~((items >= 1) & (items == np.round(items)))]
        if len(wrong):
            raise wrong_value("n_items", ITEMS, wrong[0])
        return np.broadcast_to(items, (n_sizes,))


def _count(size: str | float) -> float:
    """Return a size as a number, of whatever type numpy gave it."""
    return parse_size(float(size) if is_number(size) else str(size))
