"""A fitted law with its draws: values anywhere, and the same fit under other weights."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from scaling.errors import DataError
from scaling.fitting.laws.bootstrap import refit_weighted
from scaling.fitting.laws.options import LawOptions
from scaling.fitting.laws.records import Agreement, Excluded
from scaling.fitting.laws.solver import Flags, Problem
from scaling.laws.base import Array, Law, Sizes
from scaling.runs import Runs
from scaling.units import training_flops


@dataclass(frozen=True, eq=False)
class FittedLaw:
    """A law fitted to runs.

    ``theta`` (p,) and ``draws`` (p, B) are internal coordinates, ``at_bound`` (p,) says which
    stopped at the edge of their range. ``runs`` are those that were fitted, in the order of the
    problem; ``asked`` names the law that was asked for. ``flat``: independent starts reached the
    same objective at other parameters. ``unidentified`` says why the parameters mean nothing,
    ``refused`` why there are no draws; both are empty where all is well. ``notes`` are codes of
    ``scaling.notes``.
    """

    problem: Problem
    options: LawOptions
    runs: Runs
    theta: Array
    draws: Array
    converged: bool
    at_bound: Flags
    agreement: Agreement
    excluded: tuple[Excluded, ...] = ()
    notes: tuple[str, ...] = ()
    asked: str = ""
    flat: bool = False
    unidentified: str = ""
    refused: str = ""

    @property
    def law(self) -> Law:
        """The law that was fitted."""
        return self.problem.law

    @property
    def value(self) -> float:
        """The objective at the estimate, a sum over runs."""
        return self.problem.objective.reported(self.residuals)

    @cached_property
    def residuals(self) -> Array:
        """ln(loss) - ln(law) of the runs, (n,)."""
        gap: Array = -self.problem.residual(self.theta[:, None])[:, 0]
        return gap

    def natural(self, theta: Array | None = None) -> dict[str, Array]:
        """Return natural parameters for theta (p,) or (p, M); of the estimate by default."""
        chosen = self.theta if theta is None else theta
        wide = chosen if chosen.ndim == 2 else chosen[:, None]
        found = self.law.natural(wide, self.problem.centre)
        return {name: row if chosen.ndim == 2 else row[0] for name, row in found.items()}

    def at(
        self,
        params: Array | None = None,
        tokens: Array | None = None,
        flops: Array | None = None,
        unique_tokens: Array | None = None,
    ) -> Array:
        """Return the loss at sizes, (X,) counts; flops are 6 N D where they are not given.

        Without ``unique_tokens`` no token is repeated. Raises DataError for a size that the law
        needs and that is missing.
        """
        places = self.sizes(params, tokens, flops, unique_tokens)
        loss: Array = np.exp(self.law.log_loss(self.theta[:, None], places, self.problem.centre))
        return loss[:, 0]

    def draws_at(
        self,
        params: Array | None = None,
        tokens: Array | None = None,
        flops: Array | None = None,
        unique_tokens: Array | None = None,
    ) -> Array:
        """Return the loss at sizes in every draw, (X, B)."""
        places = self.sizes(params, tokens, flops, unique_tokens)
        loss: Array = np.exp(self.law.log_loss(self.draws, places, self.problem.centre))
        return loss

    def sizes(
        self,
        params: Array | None = None,
        tokens: Array | None = None,
        flops: Array | None = None,
        unique_tokens: Array | None = None,
    ) -> Sizes:
        """Return places (X,) that the law can be evaluated at, from counts."""
        given = {
            "params": params, "tokens": tokens, "flops": flops, "unique_tokens": unique_tokens
        }  # fmt: skip
        known = {
            name: np.atleast_1d(np.asarray(row, dtype=np.float64))
            for name, row in given.items()
            if row is not None
        }
        if "flops" not in known and {"params", "tokens"} <= set(known):
            known["flops"] = training_flops(known["params"], known["tokens"])
        missing = [name for name in self.law.needs if name not in known and name != "unique_tokens"]
        if missing:
            raise DataError(
                f"the law {self.law.name} needs {' and '.join(self.law.needs)}: expected "
                f"{', '.join(missing)} as well"
            )
        length = max((len(row) for row in known.values()), default=0)
        blank = np.full(length, np.nan)
        rows = {name: np.broadcast_to(known.get(name, blank), length) for name in given}
        return Sizes.of(**rows)

    def with_draws(self, draws: Array) -> FittedLaw:
        """Return the fit with other draws (p, B), such as those of a joint bootstrap."""
        return replace(self, draws=draws)


def refit(fitted: FittedLaw, weights: Array) -> Array:
    """Return the law's coordinates (p, B) under weights (B, n) of its runs, in their order."""
    if weights.ndim != 2 or weights.shape[1] != fitted.runs.n:
        raise DataError(
            f"expected weights of {fitted.runs.n} runs a draw, found an array of shape "
            f"{weights.shape}; pass (draws, runs)"
        )
    return refit_weighted(fitted.problem, fitted.theta, weights).theta
