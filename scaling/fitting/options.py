"""The options of a fit, checked once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from numbers import Integral, Real
from typing import Any, TypeGuard

import numpy as np

from scaling.curves.base import Curve
from scaling.errors import OptionError, UnitError
from scaling.units import parse_size

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
RHO_RANGE = "a number from 0 to below 1"


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
        if not (is_number(self.delta) and self.delta > 0):
            raise wrong_value("delta", "a number above zero", self.delta)
        if self.delta != DEFAULT_DELTA and self.objective != "huber":
            raise OptionError(f"delta: belongs to the objective huber, not to {self.objective}")
        if self.weights != "auto" and self.objective in ("quasi-binomial", "beta-binomial"):
            raise OptionError(
                f"weights: {self.objective} weighs scores by their items; choose gaussian or a log "
                "objective for other weights"
            )
        if isinstance(self.rho, str):
            if self.rho != POOLED:
                raise wrong_value("rho", f"{RHO_RANGE}, or {POOLED}", self.rho)
        else:
            check_rho(self.rho)
        check_seed(self.seed)
        check_draws(self.draws)
        check_jobs(self.n_jobs)

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
    if not (is_number(value) and low < value < high):
        raise wrong_value(name, f"a number between {low:g} and {high:g}", value)


def check_rho(rho: float) -> None:
    """Raise OptionError unless 0 <= rho < 1."""
    if not (is_number(rho) and 0 <= rho < 1):
        raise wrong_value("rho", RHO_RANGE, rho)


def check_count(name: str, value: int, least: int) -> None:
    """Raise OptionError unless the value is a whole number of at least ``least``."""
    if not (is_number(value, whole=True) and value >= least):
        raise wrong_value(name, f"a whole number, at least {least}", value)


def check_seed(seed: int) -> None:
    """Raise OptionError unless the seed is a whole number not below zero."""
    if not (is_number(seed, whole=True) and seed >= 0):
        raise wrong_value("seed", "a whole number not below zero", seed)


def check_draws(draws: int) -> None:
    """Raise OptionError unless the draws are none or enough for a p-value of .05."""
    if not (is_number(draws, whole=True) and (draws == 0 or draws >= LEAST_DRAWS)):
        raise wrong_value("draws", f"a whole number, 0 or at least {LEAST_DRAWS}", draws)


def check_jobs(n_jobs: int) -> None:
    """Raise OptionError unless the number of processes is a whole number other than 0."""
    if not (is_number(n_jobs, whole=True) and n_jobs):
        raise wrong_value("n_jobs", "a number of processes, or -1 for all cores", n_jobs)


def size_of(name: str, value: object) -> float:
    """Return the number behind a size such as ``"1T"`` or 1e12, of Python or numpy.

    Raises OptionError, which calls the size ``name``.

    >>> size_of("at", "1.3B"), size_of("at", np.int64(70))
    (1300000000.0, 70.0)
    """
    if is_number(value):
        value = float(value)
    elif not isinstance(value, str):
        raise wrong_value(name, "a size such as 1.3B, 1.3e9 or 1300000000", value)
    try:
        return parse_size(value)
    except UnitError as error:
        raise OptionError(f"{name}: {error}") from None


def sizes_of(name: str, value: object) -> tuple[float, ...]:
    """Return the sizes that a size or several of them stand for, each once, in their order.

    Raises OptionError, which calls them ``name``.

    >>> sizes_of("at", ["1T", 1e12, "2T"]), sizes_of("at", "70B")
    ((1000000000000.0, 2000000000000.0), (70000000000.0,))
    """
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return tuple(dict.fromkeys(size_of(name, one) for one in value))
    return (size_of(name, value),)


def is_number(value: object, *, whole: bool = False) -> TypeGuard[float]:
    """Return whether a value is a number of Python or numpy; text, None and truth values are none.

    >>> is_number(1), is_number(0.5, whole=True), is_number("1"), is_number(True)
    (True, False, False, False)
    """
    return isinstance(value, Integral if whole else Real) and not isinstance(value, bool | np.bool_)


def wrong_value(name: str, expected: str, value: object) -> OptionError:
    """Return the error of an option: what was expected, and the value as it was given.

    >>> wrong_value("seed", "a whole number not below zero", "7").args
    ("seed: expected a whole number not below zero, got '7'",)
    """
    got = repr(value)
    if is_number(value):
        got = str(value) if isinstance(value, Integral) else f"{value:g}"
    return OptionError(f"{name}: expected {expected}, got {got}")
