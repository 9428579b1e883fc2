"""The small frozen records that results of laws are made of."""

from __future__ import annotations

from dataclasses import dataclass

from scaling.fitting.records import NAN


@dataclass(frozen=True, slots=True)
class Excluded:
    """A run that was left out, and why."""

    model: str
    reason: str


@dataclass(frozen=True, slots=True)
class ParameterEstimate:
    """A parameter in natural units, its bootstrap interval and standard error; NaN unknown."""

    estimate: float = NAN
    lower: float = NAN
    upper: float = NAN
    standard_error: float = NAN


@dataclass(frozen=True, slots=True)
class RunPoint:
    """One run that was fitted: its sizes, its loss, the law's with its interval.

    ``residual`` is ln(loss) - ln(fitted).
    """

    model: str
    family: str
    params: float
    tokens: float
    flops: float
    unique_tokens: float
    loss: float
    fitted: float
    lower: float
    upper: float
    residual: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many independent starts there were, and how many of them reached the best optimum."""

    starts: int
    agreeing: int


@dataclass(frozen=True)
class Correlation:
    """Correlation of the natural parameters over the bootstrap draws: rows in order of ``names``.

    Empty where nothing was drawn.
    """

    names: tuple[str, ...] = ()
    matrix: tuple[tuple[float, ...], ...] = ()
