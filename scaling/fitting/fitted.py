"""One fitted series: what intervals, predictions and notes are computed from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scaling.curves.base import Array, Design
from scaling.fitting.model import Model
from scaling.fitting.objectives import LAPSE, total
from scaling.fitting.options import FitOptions
from scaling.fitting.solver import PERFECT_FIT, Solution
from scaling.series import Series


@dataclass(frozen=True, eq=False)
class Fitted:
    """The model of one series, its solution (one column each) and the options."""

    model: Model
    solution: Solution
    options: FitOptions

    @property
    def series(self) -> Series:
        """The series."""
        return self.model.batch.series[0]

    @property
    def design(self) -> Design:
        """The design, of one column."""
        return self.model.design

    @property
    def theta(self) -> Array:
        """The estimate in internal coordinates, (p, 1)."""
        return self.solution.theta

    @property
    def binomial(self) -> bool:
        """Whether scores are fitted as k of n."""
        return self.model.objective.binomial

    @property
    def degrees(self) -> int:
        """Points of weight above zero less the free parameters of the curve."""
        points = int((self.model.weight[:, 0] > 0).sum())
        return points - int(self.model.free[:, 0].sum())

    @cached_property
    def value(self) -> Array:
        """The curve at the sizes of the series, (K,)."""
        return self.at(self.design.x[:, 0])

    @cached_property
    def sigma(self) -> Array:
        """The standard error of each score about the curve, (K,), of ln score on log objectives.

        Estimated from the residuals where the objective is free of scale; the effective
        items' where scores are k of n.
        """
        weight = self.model.weight[:, 0]
        if self.binomial:
            p = np.clip(self.value, 2 * LAPSE, 1 - 2 * LAPSE)[:, None]
            _, information = self.model.objective.gradient(p, self.model.score, self.model.weight)
            result: Array = 1.0 / np.sqrt(np.maximum(information[:, 0], 1e-12))
            return result
        scale = 1.0
        if self.model.objective.scale_free:
            squares = (weight * self.residual**2).sum()
            scale = float(np.sqrt(squares / max(self.degrees, 1)))
        return scale / np.sqrt(np.where(weight > 0, weight, 1.0))

    @cached_property
    def residual(self) -> Array:
        """Score less curve, (K,); of logarithms on log objectives."""
        score = self.model.score[:, 0]
        if self.logarithmic:
            result: Array = np.log(score) - np.log(np.maximum(self.value, 1e-300))
            return result
        return np.asarray(score - self.value)

    @property
    def logarithmic(self) -> bool:
        """Whether errors are relative."""
        return self.model.objective.logarithmic

    def at(self, x: Array) -> Array:
        """Return the curve at places x (X,) of the axis."""
        values: Array = self.model.curve.value(self.theta, self.design.at(x[:, None]))[:, 0]
        return values

    def natural(self) -> dict[str, float]:
        """Return the parameters that people read."""
        found = self.model.curve.natural(self.theta, self.design)
        return {name: float(value[0]) for name, value in found.items()}

    def likelihood(self) -> float:
        """Return the log-likelihood that information criteria use.

        Where the errors' size is estimated, that of a curve through every score is of rounding
        errors; two such curves must not differ by them.
        """
        model, found = self.model, self.solution.log_likelihood
        if model.objective.scale_free:
            whole = model.objective.whole(model.score, model.weight)
            found = np.minimum(found, -0.5 * PERFECT_FIT * whole)
        return float(model.objective.profiled(found, model.score, model.weight)[0])


def pearson(fitted: Fitted) -> float:
    """Return the sum of squared residuals over their known variances."""
    if fitted.model.objective.scale_free:
        return float("nan")
    squares = (fitted.residual / fitted.sigma) ** 2
    return float(total(squares[:, None])[0])
