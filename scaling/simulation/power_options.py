"""The options of a power analysis; simulation and detection check their own parts of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np

from scaling.detection.options import DetectOptions, width_scale
from scaling.errors import OptionError
from scaling.fitting.options import DEFAULT_RHO, check_count, wrong_value
from scaling.simulation.options import SimulateOptions
from scaling.simulation.study import Setting

MOST_DECADES = 12.0  # of a transition: all published models lie within fewer


@dataclass(frozen=True, kw_only=True)
class PowerOptions:
    """What sizes are asked about, and how.

    ``sizes``: increasing parameters such as 1.3e9 or "1.3B", or a name of
    ``scaling.simulation.DESIGNS``. ``n_items``: behind each score. ``width``: of the transition
    to find, 10 to 90 % in decades. ``w0``, ``alpha``, ``rho``, ``draws``: those of ``detect``;
    ``rho`` is the true over-dispersion too. ``series``: simulated for each rate. ``seed`` makes
    runs repeatable.
    """

    sizes: str | Sequence[str | float]
    n_items: int = 250
    chance: float = 0.0
    ceiling: float = 1.0
    width: float = 0.5
    w0: float | None = None
    alpha: float = 0.05
    rho: float = DEFAULT_RHO
    series: int = 200
    draws: int = 199
    seed: int = 0
    n_jobs: int = 1

    def __post_init__(self) -> None:
        if np.ndim(self.n_items):
            raise OptionError("n_items: expected one number, the same for all sizes")
        check_count("series", self.series, 1)
        _ = self.setting, self.null_width
        if self.width > MOST_DECADES:
            raise wrong_value("width", f"at most {MOST_DECADES:g} decades", self.width)
        for name in ("chance", "ceiling", "width", "alpha", "rho"):  # 1 and 1.0 are one option
            object.__setattr__(self, name, float(getattr(self, name)))
        object.__setattr__(self, "w0", self.detection.w0)

    @cached_property
    def setting(self) -> Setting:
        """The sizes, items and bounds that series are simulated at."""
        checked = SimulateOptions(
            sizes=self.sizes,
            width=self.width,
            n_items=self.n_items,
            chance=self.chance,
            ceiling=self.ceiling,
            rho=self.rho,
            seed=self.seed,
        )
        return Setting(
            sizes=tuple(checked.size.tolist()),
            n_items=self.n_items,
            chance=self.chance,
            ceiling=self.ceiling,
            rho=self.rho,
        )

    @cached_property
    def detection(self) -> DetectOptions:
        """How verdicts are reached."""
        return DetectOptions(
            w0=self.w0,
            alpha=self.alpha,
            rho=self.rho,
            draws=self.draws,
            seed=self.seed,
            n_jobs=self.n_jobs,
        )

    @property
    def null_width(self) -> float:
        """The width that separates sharp from smooth, in decades."""
        return width_scale("params", self.detection.w0)[0]

    def recorded(self) -> dict[str, Any]:
        """Return the options as a manifest records them: sizes as numbers."""
        return {f.name: getattr(self, f.name) for f in fields(self)} | {"sizes": self.setting.sizes}
