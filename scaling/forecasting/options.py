"""The options of a comparison of curves, checked once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from scaling.curves.base import Curve
from scaling.curves.registry import get_curve
from scaling.errors import OptionError
from scaling.fitting.options import DEFAULT_RHO, FitOptions, check_jobs, check_rho

DEFAULT_DRAWS = 199  # of each back-test: enough for a CRPS and the ends of a 90 % interval


@dataclass(frozen=True, kw_only=True)
class CompareOptions:
    """What is compared, and how it is fitted.

    ``curves``: names or ``Curve`` objects, None for the default of each series. ``objective``,
    ``delta``, ``weights``, ``ceiling`` and ``rho`` are those of ``FitOptions``; rho must be a
    number, because an estimate of it would have seen the scores that are held out. ``draws``
    are those of each back-test (0: no intervals, no CRPS).
    """

    curves: Sequence[str | Curve] | None = None
    objective: str = "auto"
    delta: float = 1e-3
    weights: str = "auto"
    ceiling: str = "auto"
    draws: int = DEFAULT_DRAWS
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
        if isinstance(self.curves, str):
            raise OptionError(f"curves: expected a list of names, got {self.curves!r}")
        chosen = None if self.curves is None else tuple(self.curves)
        object.__setattr__(self, "curves", chosen or None)
        self.fit_options(None)  # checks the rest

    @property
    def families(self) -> tuple[Curve, ...] | None:
        """The curves that were asked for, each once; None for the default of each series.

        Raises UnknownNameError with the nearest name.
        """
        if self.curves is None:
            return None
        found = [get_curve(one) if isinstance(one, str) else one for one in self.curves]
        named: dict[str, Curve] = {}
        for one in found:
            if named.setdefault(one.name, one) != one:
                raise OptionError(f"curves: two of them are called {one.name}: rename one")
        return tuple(named.values())

    def fit_options(self, curve: Curve | None) -> FitOptions:
        """Return the options under which one curve is fitted."""
        return FitOptions(
            curve=curve,
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
        names = None if self.families is None else [one.name for one in self.families]
        return {f.name: getattr(self, f.name) for f in fields(self)} | {"curves": names}
