"""Step one: a loss law fitted to the runs, with what a joint bootstrap needs of it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from scaling.curves.base import Array
from scaling.errors import DataError
from scaling.fitting.intervals.wild import hat_diagonal
from scaling.fitting.laws import FittedLaw, NotIdentified, fit_runs, refit
from scaling.fitting.laws.judging import notes_of
from scaling.forecasting.two_step.joint import weights_of
from scaling.forecasting.two_step.options import TwoStepOptions
from scaling.runs import Runs

TURNS = 6  # of weights and fit: each gains about two digits
SMALL = 1e-9  # of a log residual, below which the weight is its limit
KEPT = 64  # fits: tasks of the same runs share one, and so do their hold-outs


@dataclass(frozen=True, eq=False)
class LawStep:
    """A fitted law and the weights (n,) of its runs' errors, 1 where they are relative."""

    fitted: FittedLaw
    weight: Array

    @property
    def runs(self) -> Runs:
        """The runs that were fitted, in the order of everything here."""
        return self.fitted.runs

    @property
    def degrees(self) -> int:
        """Runs less parameters, at least one."""
        return self.runs.n - len(self.fitted.theta)

    @cached_property
    def sigma(self) -> float:
        """The s.d. of a run's ln loss about the law."""
        return float(np.sqrt((self.fitted.residuals**2).sum() / self.degrees))

    @cached_property
    def leverage(self) -> Array:
        """The diagonal of the hat matrix of log losses, (n,), over parameters inside bounds."""
        problem, theta = self.fitted.problem, self.fitted.theta[:, None]
        _, jacobian = problem.law.log_loss_and_jacobian(theta, problem.sizes, problem.centre)
        basis = jacobian[~self.fitted.at_bound, :, 0].T * np.sqrt(self.weight)[:, None]
        return hat_diagonal(basis)

    def drawn(self, draws: int, seed: int) -> LawStep:
        """Return the step with draws under the weights of the joint bootstrap; 0 for none."""
        if not draws:
            return self
        multipliers = weights_of(self.runs.models, self.leverage, draws, seed)
        found = refit(self.fitted, (self.weight[:, None] * multipliers).T)
        fitted = self.fitted.with_draws(found)
        return replace(self, fitted=replace(fitted, notes=notes_of(fitted)))


@dataclass(frozen=True)
class _Asked:
    """Runs and options with a key: equal where every number, name and note is."""

    key: tuple[Any, ...]
    runs: Runs = field(compare=False)
    options: TwoStepOptions = field(compare=False)

    @classmethod
    def of(cls, runs: Runs, options: TwoStepOptions) -> _Asked:
        facts = (getattr(runs, one.name) for one in fields(runs))
        told = (fact.tobytes() if isinstance(fact, np.ndarray) else fact for fact in facts)
        return cls((*told, options.law_options, options.loss_errors), runs, options)


def drawn_law_step(runs: Runs, options: TwoStepOptions) -> LawStep:
    """Fit the law of the options to runs and draw from it; equal runs share one fit.

    Raises what ``fit_law_step`` raises.
    """
    if isinstance(options.law, str):
        return _drawn(_Asked.of(runs, options), options.draws, options.seed)
    step = fit_law_step(runs, options)  # a law of one's own need not be hashable
    return step.drawn(options.draws, options.seed)


@lru_cache(maxsize=KEPT)
def _drawn(asked: _Asked, draws: int, seed: int) -> LawStep:
    return _fitted(asked).drawn(draws, seed)


@lru_cache(maxsize=KEPT)
def _fitted(asked: _Asked) -> LawStep:
    return fit_law_step(asked.runs, asked.options)


def fit_law_step(runs: Runs, options: TwoStepOptions) -> LawStep:
    """Fit the law of the options to runs; raises DataError where they cannot bear it.

    Errors of losses are relative in laws. Absolute ones, as Gadre et al. take them, are relative
    ones under weights that are found in turns.
    """
    fitted = fit_runs(runs, options.law_options)
    least = len(fitted.theta) + 1
    if fitted.runs.n < least:
        raise DataError(
            f"{fitted.runs.n} runs for the {least - 1} parameters of the law {fitted.law.name} "
            f"leave nothing to judge its error by: expected at least {least} runs; choose a law of "
            "fewer parameters with --law, such as over-training or power-flops"
        )
    if fitted.unidentified:
        raise NotIdentified(fitted.unidentified, "weakly-identified")
    if options.loss_errors == "relative":
        return LawStep(fitted, np.ones(fitted.runs.n))
    weight = np.ones(fitted.runs.n)
    for _ in range(TURNS):
        weight = _absolute(fitted.runs.loss, fitted.residuals)
        theta = refit(fitted, weight[None])[:, 0]
        fitted = replace(fitted, theta=theta)
    return LawStep(fitted, weight)


def _absolute(loss: Array, residuals: Array) -> Array:
    """Return weights (n,) of mean 1 under which squares of log residuals have the slope of squares.

    (p - L)^2 has the slope 2 (p - L) p by ln p, and r^2 the slope 2 r, with r = ln p - ln L.
    """
    fitted = loss * np.exp(-residuals)
    small = np.abs(residuals) < SMALL
    gap = np.where(small, 1.0, -residuals)
    weight = fitted * np.where(small, fitted, (fitted - loss) / gap)
    mean_one: Array = weight / weight.mean()
    return mean_one
