"""The options of a forecast on the capability axis, checked once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from scaling.errors import OptionError, UnitError
from scaling.fitting.options import (
    check_between,
    check_count,
    check_draws,
    check_jobs,
    check_seed,
    is_number,
    sizes_of,
    wrong_value,
)
from scaling.units import parse_size

DEFAULT_COMPONENTS = 3  # Ruan et al. 2024, section 4: 97 % of the variance of eight benchmarks
DEFAULT_DRAWS = 199
MOST_PERCENT = 100.0  # no model was trained on less: a share was meant
CUTOFF = "compute above zero such as 8.4e22, or a share of the models such as 50%"


@dataclass(frozen=True, kw_only=True)
class ObservationalOptions:
    """How a task is forecast from other benchmarks.

    ``components``: how many principal components. ``cutoff``: the most training compute (FLOPs)
    of a model that is fitted, or a share of the models such as ``"50%"``; None fits every model
    with a score and predicts those without. ``reference_family``: whose compute the axis is
    expressed in, None for the default. ``exclude``: benchmarks to leave out beside the target.
    ``standardise``: divide benchmarks by their spread; None where they are not all proportions.
    ``at``: an equivalent compute (FLOPs) to forecast the score at, or several; ``far`` allows what
    lies too far beyond the data. ``level`` and ``draws`` are those of the bootstrap over
    models (0: no intervals).
    """

    components: int = DEFAULT_COMPONENTS
    cutoff: float | str | None = None
    reference_family: str | None = None
    exclude: Sequence[str] = ()
    standardise: bool | None = None
    at: float | str | Sequence[float | str] | None = None
    far: bool = False
    level: float = 0.95
    draws: int = DEFAULT_DRAWS
    seed: int = 0
    n_jobs: int = 1

    def __post_init__(self) -> None:
        check_count("components", self.components, 1)
        if isinstance(self.exclude, str) or not all(isinstance(n, str) for n in self.exclude):
            raise OptionError(f"exclude: expected a list of names, got {self.exclude!r}")
        object.__setattr__(self, "exclude", tuple(self.exclude))
        if self.reference_family == "":
            raise wrong_value("reference_family", "a name", self.reference_family)
        if self.cutoff is not None:
            _ = self.cutoff_flops, self.cutoff_share
        object.__setattr__(self, "at", () if self.at is None else sizes_of("at", self.at))
        check_between("level", self.level, 0.0, 1.0)
        check_draws(self.draws)
        check_seed(self.seed)
        check_jobs(self.n_jobs)

    @property
    def sizes(self) -> tuple[float, ...]:
        """``at`` as numbers, each once, in the order asked; empty for none."""
        return () if self.at is None else sizes_of("at", self.at)

    @property
    def cutoff_share(self) -> float | None:
        """The share of the models that are fitted, between 0 and 1, None for a cutoff in FLOPs."""
        if not isinstance(self.cutoff, str) or not self.cutoff.strip().endswith("%"):
            return None
        try:
            share = float(self.cutoff.strip()[:-1]) / 100
        except ValueError:
            share = math.nan
        if not 0 < share < 1:
            raise wrong_value("cutoff", CUTOFF, self.cutoff)
        return share

    @property
    def cutoff_flops(self) -> float | None:
        """The cutoff in FLOPs, None for none or for a share."""
        if self.cutoff is None or self.cutoff_share is not None:
            return None
        if not (isinstance(self.cutoff, str) or is_number(self.cutoff)):
            raise wrong_value("cutoff", CUTOFF, self.cutoff)
        try:
            flops = parse_size(self.cutoff)
        except UnitError:
            raise wrong_value("cutoff", CUTOFF, self.cutoff) from None
        if flops <= MOST_PERCENT:
            share = f"{100 * flops if flops < 1 else flops:g}%"
            raise OptionError(
                f"cutoff: expected {CUTOFF}, got {self.cutoff}: write {share} for a share"
            )
        return flops

    def recorded(self) -> dict[str, Any]:
        """Return the options as a manifest records them."""
        return {f.name: getattr(self, f.name) for f in fields(self)} | {
            "at": list(self.sizes),
            "exclude": list(self.exclude),
            "cutoff": self.cutoff if self.cutoff_flops is None else self.cutoff_flops,
        }
