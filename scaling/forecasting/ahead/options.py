"""The options of a forecast, checked once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from scaling.curves.base import Curve
from scaling.curves.registry import get_curve
from scaling.errors import OptionError
from scaling.fitting.options import DEFAULT_RHO, FitOptions, check_jobs, check_rho, sizes_of

AVERAGED = "averaged"


@dataclass(frozen=True, kw_only=True)
class ForecastOptions:
    """Where scores are forecast, and how.

    ``at``: a size such as ``"1T"`` or 1e12, or several, in the unit of the size axis. ``curve``:
    the name of a family or a ``Curve`` to forecast with, None or ``averaged`` for the average.
    ``far`` allows what lies too far beyond the data. ``level`` and ``draws`` are those of the
    intervals (0: none), ``rho`` the over-dispersion of proportions: a number, because an estimate
    would have seen the scores that the back-test holds out.
    """

    at: float | str | Sequence[float | str]
    curve: str | Curve | None = None
    far: bool = False
    level: float = 0.95
    draws: int = 999
    rho: float = DEFAULT_RHO
    seed: int = 0
    n_jobs: int = 1

    def __post_init__(self) -> None:
        if isinstance(self.rho, str):
            raise OptionError(
                f"rho: expected a number from 0 to below 1, got {self.rho!r}: an estimated rho "
                "would have seen the scores that are held out"
            )
        check_rho(self.rho)
        check_jobs(self.n_jobs)
        sizes = sizes_of("at", self.at)
        if not sizes:
            raise OptionError("at: expected a size to forecast at, such as 1T; got none")
        object.__setattr__(self, "at", sizes)
        object.__setattr__(self, "curve", None if self.curve == AVERAGED else self.curve)
        self.fit_options(self.family)  # checks the rest

    @property
    def sizes(self) -> tuple[float, ...]:
        """``at`` as numbers, each once, in the order asked."""
        return sizes_of("at", self.at)

    @property
    def family(self) -> Curve | None:
        """The one curve that was asked for, None for the average.

        Raises UnknownNameError with the nearest name.
        """
        return get_curve(self.curve) if isinstance(self.curve, str) else self.curve

    def fit_options(
        self, curve: Curve | None, ceiling: str = "auto", objective: str = "auto"
    ) -> FitOptions:
        """Return the options under which one curve is fitted and drawn."""
        return FitOptions(
            curve=curve,
            objective=objective,
            ceiling=ceiling,
            level=self.level,
            draws=self.draws,
            rho=self.rho,
            seed=self.seed,
        )

    def recorded(self) -> dict[str, Any]:
        """Return the options as a manifest records them: the curve by its name."""
        name = AVERAGED if self.family is None else self.family.name
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return values | {"at": list(self.sizes), "curve": name}
