"""The power laws N_opt = k C^a and D_opt = k' C^b through the minima of one degree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.records import Estimate
from scaling.forecasting.laws.isoflop.minima import DrawnMinimum, interval, quantiles
from scaling.forecasting.laws.isoflop.power_law import DrawnLaw, power_law
from scaling.forecasting.laws.isoflop.records import ExponentFit, OptimumPoint

BAND_POINTS = 41


@dataclass(frozen=True, eq=False)
class GrowthLaws:
    """How the optimal size and the optimal tokens grow, by the minima of one degree."""

    degree: int
    params: DrawnLaw
    tokens: DrawnLaw
    compute: Array  # (k,) natural logarithms
    level: float

    @classmethod
    def of(cls, minima: Sequence[DrawnMinimum], level: float, seed: int) -> GrowthLaws:
        """Fit both through the minima of two budgets or more."""
        compute = np.log([one.profile.flops for one in minima])
        laws = []
        for log, sign in (("log_params", 1.0), ("log_tokens", -1.0)):
            y, drawn = (
                np.stack([getattr(one.profile, log)(np.asarray(place)) for one, place in zip(
                    minima, places, strict=True)])
                for places in ([one.place for one in minima], [one.held for one in minima])
            )  # fmt: skip
            degree = minima[0].degree
            generator = np.random.default_rng(np.random.SeedSequence([seed, degree]))
            laws.append(power_law(compute, y, drawn, generator, sign))
        return cls(minima[0].degree, laws[0], laws[1], compute, level)

    def record(self) -> ExponentFit:
        """Return what a result says of them."""
        told = {}
        for name, law in (("", self.params), ("tokens_", self.tokens)):
            ends = quantiles(law.exponents, self.level)
            told[f"{name}exponent"] = Estimate(law.exponent, *ends)
            lower, upper = interval(law.levels, self.level)
            told[f"{name}coefficient"] = Estimate(float(np.exp(law.level)), lower, upper)
        return ExponentFit(
            degree=self.degree,
            n_budgets=len(self.compute),
            scatter=self.params.scatter / np.log(10.0),
            scatter_p=self.params.scatter_p,
            band=self._band(),
            **told,
        )

    def _band(self) -> tuple[OptimumPoint, ...]:
        """Return the power laws over the range of the budgets."""
        x = np.linspace(self.compute.min(), self.compute.max(), BAND_POINTS)
        params, tokens = self.params, self.tokens
        columns = [np.exp(x)]
        for law in (params, tokens):
            drawn = law.drawn_at(x)
            ends = np.array([interval(row, self.level) for row in drawn])  # (X, 2)
            columns += [np.exp(law.at(x)), ends[:, 0], ends[:, 1]]
        return tuple(OptimumPoint(*row) for row in np.stack(columns, axis=1).tolist())

    def difference(self, other: GrowthLaws) -> Estimate:
        """Return how far this exponent of the size lies above another one, from the same draws."""
        drawn = self.params.exponents - other.params.exponents
        ends = quantiles(drawn, self.level)
        return Estimate(self.params.exponent - other.params.exponent, *ends)
