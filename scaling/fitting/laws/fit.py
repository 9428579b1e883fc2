"""From runs to a fitted law: exclusions, the law that they can identify, solution, draws."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scaling.errors import DataError
from scaling.fitting.laws.bootstrap import draw_weights, refit_weighted
from scaling.fitting.laws.exclusions import exclude, lacking
from scaling.fitting.laws.fitted import FittedLaw
from scaling.fitting.laws.identification import (
    distinct_sizes,
    near_places,
    why_no_interval,
    why_unidentified,
)
from scaling.fitting.laws.judging import doubts_of, notes_of
from scaling.fitting.laws.objectives import objective_of
from scaling.fitting.laws.options import LawOptions
from scaling.fitting.laws.records import Agreement, Excluded
from scaling.fitting.laws.solver import Problem, minimise
from scaling.fitting.laws.starts import starts
from scaling.laws.base import Law, Sizes
from scaling.laws.registry import get_law
from scaling.runs import Runs

SAME_OPTIMUM = 1e-6  # relative to the objective
WIDEST = 1e6  # ratio of losses: beyond it numbers overflow, and they are no losses of one unit
SAME_RESIDUAL = 1e-6  # below it log residuals are as good as zero


class NotIdentified(DataError):
    """Runs that no law of the asked kind can be fitted to; ``code`` is of ``scaling.notes``."""

    def __init__(self, message: str, code: str) -> None:
        """Take the message and the code."""
        super().__init__(message)
        self.code = code


def fit_runs(runs: Runs, options: LawOptions) -> FittedLaw:
    """Fit a law to runs, with bootstrap draws.

    Where the sizes cannot identify the law, the reduced one is fitted and the note
    ``reduced-law`` says so. A fit whose parameters the runs leave open has no draws, and
    ``unidentified`` says why. Raises NotIdentified where no law can be fitted.
    """
    asked = options.family
    left, excluded = exclude(_sorted(runs), options.exclude, options.rules)
    left, law, excluded = identified(left, asked, excluded)
    sizes = Sizes.of(left.params, left.tokens, left.flops, left.unique_tokens)
    objective = objective_of(options.objective, options.delta)
    problem = Problem(law, objective, sizes, sizes.centre, left.log_loss)
    solved = minimise(problem, starts(problem), np.ones((left.n, 1)), far=True)
    best = int(np.argmin(solved.value))
    rounding = objective.value(np.full((left.n, 1), SAME_RESIDUAL), np.ones((left.n, 1)))
    near = solved.value <= solved.value[best] * (1 + SAME_OPTIMUM) + rounding
    theta = solved.theta[:, best].copy()
    same = near & near_places(problem, solved.theta, theta)
    fitted = FittedLaw(
        problem=problem,
        options=options,
        runs=left,
        theta=theta,
        draws=np.empty((len(theta), 0)),
        converged=bool(solved.converged[best]),
        at_bound=solved.at_bound[:, best],
        agreement=Agreement(len(near), int(same.sum())),
        flat=bool((near & ~same).any()),
        excluded=excluded,
        asked=asked.name,
    )
    fitted = replace(fitted, unidentified=why_unidentified(fitted))
    refused = why_no_interval(fitted)
    if options.draws and not refused:
        weights = draw_weights(options.bootstrap, left.n, options.draws, options.seed)
        fitted = fitted.with_draws(refit_weighted(problem, theta, weights).theta)
    return judged(replace(fitted, refused=refused if options.draws else ""))


def judged(fitted: FittedLaw) -> FittedLaw:
    """Return the fit with its notes, and its runs with remarks on those that look diverged."""
    found = doubts_of(fitted)
    runs = replace(fitted.runs, doubts=(*fitted.runs.doubts, *found))
    return replace(fitted, runs=runs, notes=notes_of(replace(fitted, runs=runs)))


def identified(
    runs: Runs, law: Law, excluded: tuple[Excluded, ...]
) -> tuple[Runs, Law, tuple[Excluded, ...]]:
    """Return the runs that have what the law needs, and the law that they can identify.

    Raises NotIdentified where they are all alike, or fewer than the law has parameters.
    """
    left = runs.needing(law.needs)
    if left.loss.max() > WIDEST * left.loss.min():
        raise DataError(
            f"losses from {left.loss.min():.3g} to {left.loss.max():.3g}: expected losses of one "
            "unit, within a factor of a million; correct or exclude what is none"
        )
    gone = lacking(runs, left)
    sizes = Sizes.of(left.params, left.tokens, left.flops, left.unique_tokens)
    instead = law.reduced(sizes)
    if instead == "":
        raise NotIdentified(
            f"all runs have the same {' and '.join(law.needs)}, within 5 %: expected runs of "
            "different sizes; "
            f"no law can be fitted to {left.n} runs of one size",
            "one-size",
        )
    if instead is not None:
        return identified(left, get_law(instead), (*excluded, *gone))
    count = distinct_sizes(sizes, law.needs)
    if count < len(law.internal):
        alike = "" if count == left.n else f" of {count} different sizes"
        raise NotIdentified(
            f"{left.n} runs{alike} for the {len(law.internal)} parameters of the law {law.name} "
            f"({', '.join(law.parameters)}): expected at least as many; choose a law with fewer "
            "parameters",
            "too-few-runs",
        )
    return left, law, (*excluded, *gone)


def _sorted(runs: Runs) -> Runs:
    """Return the runs in an order of their own, so that no result depends on that of a file."""
    columns = (runs.loss, runs.unique_tokens, runs.flops, runs.tokens, runs.params)
    return runs.take(np.lexsort((np.array(runs.models), *columns)))
