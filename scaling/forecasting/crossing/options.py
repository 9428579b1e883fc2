"""The options of a crossing, checked once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from scaling.curves.base import Curve
from scaling.errors import OptionError
from scaling.fitting.options import DEFAULT_RHO, check_between, is_number, wrong_value
from scaling.forecasting.ahead.reach import MOST_DECADES
from scaling.forecasting.options import CompareOptions
from scaling.series import Series

DEFAULT_MARGIN = 0.02  # of chance to ceiling: as of what counts as above chance in ``detect``
DEFAULT_DRAWS = 999


@dataclass(frozen=True, kw_only=True)
class CrossingOptions:
    """How a crossing is looked for.

    ``curves``: names or ``Curve`` objects whose average is used, None for the usual ones of each
    kind of metric. ``reach``: how many decades beyond the largest size are searched (on the loss
    axis: nats); without ``far`` at most 1 and at most half of the sizes' span. ``margin``: by what
    share of chance to ceiling a score has to be above chance, and the second condition of a pair
    better than the first. ``alpha``: level of
    the bounds on observed scores; ``level`` and ``draws``: of the interval. ``objective``,
    ``delta``, ``weights``, ``ceiling`` and ``rho`` are those of ``FitOptions``. Raises OptionError.
    """

    curves: Sequence[str | Curve] | None = None
    reach: float = MOST_DECADES
    far: bool = False
    margin: float = DEFAULT_MARGIN
    alpha: float = 0.05
    level: float = 0.95
    draws: int = DEFAULT_DRAWS
    objective: str = "auto"
    delta: float = 1e-3
    weights: str = "auto"
    ceiling: str = "auto"
    rho: float = DEFAULT_RHO
    seed: int = 0
    n_jobs: int = 1

    def __post_init__(self) -> None:
        check_between("level", self.level, 0.0, 1.0)
        check_between("alpha", self.alpha, 0.0, 0.5)
        if not (is_number(self.margin) and 0 <= self.margin < 1):
            raise wrong_value("margin", "a number from 0 to below 1", self.margin)
        if not (is_number(self.reach) and self.reach >= 0):
            raise wrong_value("reach", "a number of decades not below zero", self.reach)
        if self.reach > MOST_DECADES and not self.far:
            raise OptionError(
                f"reach: expected at most {MOST_DECADES:g} decade beyond the largest size, got "
                f"{self.reach:g}; --far allows more"
            )
        if isinstance(self.rho, str):
            raise wrong_value("rho", "a number from 0 to below 1", self.rho)
        object.__setattr__(self, "curves", self.compared.curves)  # checked, as a tuple

    def margin_of(self, series: Series) -> float:
        """Return the margin in the unit of the score, 0 where chance or ceiling is not known."""
        span = abs(series.ceiling - series.chance)
        return 0.0 if math.isnan(span) else float(self.margin * span)

    @property
    def compared(self) -> CompareOptions:
        """The options under which the curves are fitted and weighed."""
        return CompareOptions(
            curves=self.curves,
            objective=self.objective,
            delta=self.delta,
            weights=self.weights,
            ceiling=self.ceiling,
            draws=self.draws,
            rho=self.rho,
            seed=self.seed,
        )

    def recorded(self) -> dict[str, Any]:
        """Return the options as a manifest records them: curves by their names."""
        return {f.name: getattr(self, f.name) for f in fields(self)} | {
            "curves": self.compared.recorded()["curves"]
        }
