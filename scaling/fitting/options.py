"""The options of a fit, checked once."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from scaling.curves.base import Curve
from scaling.errors import OptionError

DEFAULT_RHO = 0.005
DEFAULT_DELTA = 1e-3  # Hoffmann et al. 2022
POOLED = "pooled"
CEILINGS = ("auto", "free", "fixed")
FLOORS = ("fixed", "free")
OBJECTIVE_NAMES = (
    "auto", "quasi-binomial", "beta-binomial", "gaussian", "log-gaussian", "huber", "lad",
)  # fmt: skip
WEIGHTS = ("auto", "equal", "n_items", "stderr")
INTERVALS = ("parametric", "wild", "case", "profile", "delta", "none")
LEAST_DRAWS = 19


@dataclass(frozen=True, kw_only=True)
class FitOptions:
    """How curves are fitted.

    ``curve``: a family's name, a ``Curve`` of your own, or None for the default of the metric's
    kind. ``objective``: one of ``OBJECTIVE_NAMES``; ``delta`` is Huber's, of log residuals, and
    ``weights`` are those of objectives that are not of k of n. ``ceiling``: ``free``, ``fixed``
    at the stated ceiling, or ``auto`` (free from four sizes on); ``floor``: ``fixed`` at chance
    or ``free``. ``interval``: the kind, with ``level`` and ``draws`` (of bootstraps; 0: no
    intervals). ``rho`` is the over-dispersion of proportions: a number, or ``pooled``, estimated
    from the series of a task. ``seed`` makes runs repeatable.
    """

    curve: str | Curve | None = None
    objective: str = "auto"
    delta: float = DEFAULT_DELTA
    weights: str = "auto"
    ceiling: str = "auto"
    floor: str = "fixed"
    interval: str = "parametric"
    level: float = 0.95
    draws: int = 999
    rho: float | str = DEFAULT_RHO
    seed: int = 0
    n_jobs: int = 1

    def __post_init__(self) -> None:
        named = self.curve is None or isinstance(self.curve, str)
        if not named and (isinstance(self.curve, type) or not hasattr(self.curve, "nodes")):
            raise OptionError(f"curve: expected a name or a Curve, got {self.curve!r}")
        check_choice("ceiling", self.ceiling, CEILINGS)
        check_choice("floor", self.floor, FLOORS)
        check_choice("objective", self.objective, OBJECTIVE_NAMES)
        check_choice("weights", self.weights, WEIGHTS)
        check_choice("interval", self.interval, INTERVALS)
        check_between("level", self.level, 0.0, 1.0)
        if not self.delta > 0:
            raise OptionError(f"delta: expected a number above zero, got {self.delta:g}")
        if self.delta != DEFAULT_DELTA and self.objective != "huber":
            raise OptionError(f"delta: belongs to the objective huber, not to {self.objective}")
        if self.weights != "auto" and self.objective in ("quasi-binomial", "beta-binomial"):
            raise OptionError(
                f"weights: {self.objective} weighs scores by their items; choose gaussian or a log "
                "objective for other weights"
            )
        if isinstance(self.rho, str):
            if self.rho != POOLED:
                raise OptionError(
                    f"rho: expected a number from 0 to below 1, or {POOLED}, got {self.rho!r}"
                )
        else:
            check_rho(self.rho)
        check_seed(self.seed)
        if self.draws != 0 and self.draws < LEAST_DRAWS:
            raise OptionError(f"draws: expected 0 or at least {LEAST_DRAWS}, got {self.draws}")

    @property
    def known_rho(self) -> float:
        """The over-dispersion as a number; ``pooled`` has to be estimated first."""
        if isinstance(self.rho, str):
            raise OptionError(f"rho: {self.rho} was not estimated yet")
        return self.rho

    @property
    def curve_name(self) -> str | None:
        """The name of the curve, None for the default of the metric's kind."""
        return self.curve if self.curve is None or isinstance(self.curve, str) else self.curve.name

    def recorded(self) -> dict[str, Any]:
        """Return the options as a manifest records them: a curve by its name."""
        return {f.name: getattr(self, f.name) for f in fields(self)} | {"curve": self.curve_name}


def check_choice(name: str, value: str, choices: tuple[str, ...]) -> None:
    """Raise OptionError unless ``value`` is one of the choices."""
    if value not in choices:
        raise OptionError(f"{name}: expected one of {', '.join(choices)}, got {value!r}")


def check_between(name: str, value: float, low: float, high: float) -> None:
    """Raise OptionError unless low < value < high."""
    if not low < value < high:
        raise OptionError(f"{name}: expected a number between {low:g} and {high:g}, got {value:g}")


def check_rho(rho: float) -> None:
    """Raise OptionError unless 0 <= rho < 1."""
    if not 0 <= rho < 1:
        raise OptionError(f"rho: expected a number from 0 to below 1, got {rho:g}")


def check_seed(seed: int) -> None:
    """Raise OptionError unless the seed is a whole number not below zero."""
    if seed < 0:
        raise OptionError(f"seed: expected a whole number not below zero, got {seed}")
