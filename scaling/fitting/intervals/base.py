"""What every kind of interval gives: of parameters, of the curve, of a new model's score."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.fitted import Fitted
from scaling.fitting.records import Estimate

RECIPE_NOISE = (
    0.03  # s.d. of a new model's score about its family's curve (three quarters of 92 real series)
)


@dataclass(frozen=True, eq=False)
class Intervals(ABC):
    """Intervals of one fit at its level; ends without a bound are NaN."""

    fitted: Fitted

    @abstractmethod
    def parameters(self) -> dict[str, Estimate]:
        """Return every natural parameter with its interval."""

    @abstractmethod
    def curve(self, x: Array) -> tuple[Array, Array]:
        """Return the lower and upper end for the curve (the mean) at places x, (X,) each."""

    @abstractmethod
    def prediction(self, x: Array) -> tuple[Array, Array]:
        """Return both ends for the score of a new model at places x, (X,) each."""

    def notes(self) -> tuple[str, ...]:
        """Return the codes of what is particular about these intervals."""
        return ()

    @property
    def level(self) -> float:
        """The nominal coverage."""
        return self.fitted.options.level


def clipped(fitted: Fitted, values: Array) -> Array:
    """Return scores held to the range of the metric."""
    design = fitted.design
    result: Array = np.clip(values, design.low[0], design.high[0])
    return result


def noise(fitted: Fitted, values: Array) -> Array:
    """Return the s.d. of a new model's score about curve values, of their shape.

    Proportions: recipe noise and the sampling of as many items as the median score has.
    Other scores: their own median error, relative on log objectives.
    """
    if fitted.series.binomial:
        n = float(np.median(fitted.series.n_items))
        p = np.clip(values, 0.0, 1.0)
        result: Array = np.sqrt(RECIPE_NOISE**2 + p * (1 - p) / n)
        return result
    spread = float(np.median(fitted.sigma))
    return np.abs(values) * spread if fitted.logarithmic else np.full_like(values, spread)
