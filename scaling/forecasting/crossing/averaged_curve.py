"""The curve that a crossing is looked for on: several families, averaged, with their bootstrap.

Families have Akaike weights. The draws are a mixture: of B draws, each family gives a share in
proportion to its weight, so that not knowing the family is part of the interval (Burnham & Anderson
2002, chapter 4.3).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scaling.curves.base import Array, Curve
from scaling.curves.registry import get_curve
from scaling.fitting.fitted import Fitted
from scaling.fitting.intervals.base import clipped
from scaling.fitting.intervals.parametric import draw
from scaling.fitting.intervals.sampled import Sampled, sampled
from scaling.fitting.options import LEAST_DRAWS
from scaling.fitting.selection import Criteria, akaike_weights, compare_criteria
from scaling.fitting.solve import Refused, solve_series
from scaling.forecasting.candidates import default_candidates
from scaling.forecasting.crossing.options import CrossingOptions
from scaling.series import Series

LEFT_OUT = ("step",)  # the place of a jump within a gap is not known: the bracket says all of it
MORE_SHAPES = ("onset", "expansion")  # with these the five of the width test: kink, hard ceiling
TWO_PARAMETERS = "logistic"  # with the ceiling held: two parameters predict best up to five sizes
LEAST_WEIGHT = 1e-4  # of a family that could give a draw

Candidate = tuple[Curve, str]


@dataclass(frozen=True, eq=False)
class AveragedCurve:
    """The fits of one series with their weights (C,), which sum to one, and ``draws`` in all.

    Places x are on the axis of the series (decades, or minus the loss), values are scores.
    """

    fits: tuple[Fitted, ...]
    weights: tuple[float, ...]
    draws: int
    seed: int

    @property
    def best(self) -> Fitted:
        """The fit of the greatest weight."""
        return self.fits[int(np.argmax(self.weights))]

    def estimate(self, x: Array) -> Array:
        """Return the averaged curve at places x, (X,) each."""
        return self._mean([clipped(fit, fit.at(x)) for fit in self.fits])

    def values(self, x: Array) -> Array:
        """Return every draw's curve at places x (X,), as (X, B)."""
        return self.each(np.repeat(x[:, None], self.draws, axis=1))

    def each(self, x: Array) -> Array:
        """Return every draw's curve at places of its own, (P, B) each."""
        found = np.empty_like(x)
        for fit, columns, drawn in self._parts:
            theta, design = drawn.draws.theta, drawn.draws.design
            index = np.arange(len(columns))
            placed = design.take(index).at(x[:, columns])
            found[:, columns] = clipped(fit, fit.model.curve.value(theta[:, index], placed))
        return found

    def ceilings(self) -> Array:
        """Return the ceiling of every draw, (B,), NaN of families without one."""
        found = np.full(self.draws, np.nan)
        for fit, columns, drawn in self._parts:
            if fit.model.curve.ceiling_parameter is not None:
                natural = fit.model.curve.natural(drawn.draws.theta, drawn.draws.design)
                found[columns] = natural["ceiling"][: len(columns)]
        return found

    @cached_property
    def _parts(self) -> list[tuple[Fitted, NDArray[np.intp], Sampled]]:
        """The drawn families, each with the places of its draws among all."""
        # In an order of their own, so that draws of two series do not pair family by family.
        order: NDArray[np.intp] = self._random("order").permutation(self.draws)
        ends = np.round(self.draws * np.cumsum(self.weights)).astype(int)
        ends[-1:] = self.draws
        parts = []
        for fit, low, high in zip(self.fits, [0, *ends[:-1]], ends, strict=True):
            if high == low:
                continue
            count = max(int(high - low), LEAST_DRAWS)
            asked = replace(fit, options=replace(fit.options, draws=count))
            sample = draw(asked, self._random(*identity(fit)))
            parts.append((fit, order[low:high], sampled(asked, sample)))
        return parts

    def _random(self, *names: str | bytes) -> np.random.Generator:
        return random_of(self.best.series, self.seed, *names)

    def _mean(self, values: Sequence[Array]) -> Array:
        result: Array = sum(
            (weight * value for weight, value in zip(self.weights, values, strict=True)),
            start=np.zeros_like(values[0]),
        )
        return result


def averaged_curves(
    series: Sequence[Series], options: CrossingOptions
) -> list[AveragedCurve | str]:
    """Return the averaged curve of every series, or why there is none, in their order.

    Curves are solved family by family, so that series of equal design are one array.
    """
    candidates = [_candidates(one, options) for one in series]
    found: list[dict[Candidate, Fitted | Refused]] = [{} for _ in series]
    for candidate in dict.fromkeys(one for part in candidates for one in part):
        curve, ceiling = candidate
        chosen = replace(options.compared.fit_options(curve), ceiling=ceiling)
        places = [at for at, part in enumerate(candidates) if candidate in part]
        fits = solve_series([series[at] for at in places], chosen)
        for at, fit in zip(places, fits, strict=True):
            found[at][candidate] = fit
    return [_averaged(one, fits, options) for one, fits in zip(series, found, strict=True)]


def _candidates(series: Series, options: CrossingOptions) -> tuple[Candidate, ...]:
    """Return the curves of a series, each with the rule of its ceiling."""
    if options.compared.families is not None:
        return tuple((curve, options.ceiling) for curve in options.compared.families)
    usual = [curve for curve in default_candidates(series) if curve.name not in LEFT_OUT]
    found = [(curve, options.ceiling) for curve in usual]
    if series.metric_kind in ("proportion", "bounded"):
        found += [(get_curve(name), options.ceiling) for name in MORE_SHAPES]
        # From 0 to 1 the logit is this curve: one model must not have two weights.
        twice = series.ceiling == 1 and any(curve.name == "logit" for curve in usual)
        if options.ceiling == "auto" and not twice:
            found.append((get_curve(TWO_PARAMETERS), "fixed"))
    return tuple(found)


def _averaged(
    series: Series, fits: dict[Candidate, Fitted | Refused], options: CrossingOptions
) -> AveragedCurve | str:
    able = _distinct([fit for fit in fits.values() if isinstance(fit, Fitted)])
    if not able:
        refused = [fit for fit in fits.values() if isinstance(fit, Refused)]
        return refused[0].why
    able = [fit for fit in able if fit.solution.converged[0]] or able
    found = _weights(able, series.n_sizes)
    kept = [place for place, weight in enumerate(found) if weight > LEAST_WEIGHT]
    total = sum(found[place] for place in kept)
    weights = tuple(found[place] / total for place in kept)
    return AveragedCurve(tuple(able[place] for place in kept), weights, options.draws, options.seed)


def _weights(fits: Sequence[Fitted], n_sizes: int) -> list[float]:
    """Return the weight of each family, NaN of those that are set aside.

    Where the size of the errors is known, as of k of n, AIC needs no correction for few sizes:
    AICc is for an estimated variance (Hurvich & Tsai 1989, doi:10.1093/biomet/76.2.297). With BIC
    among curves of two parameters, which ``compare_criteria`` falls back on at four and five
    sizes, 95 % intervals of a crossing covered .83 within the sizes and .65 beyond; so weighed they
    cover .94 and .95 (docs/crossing.md).
    """
    if any(fit.model.objective.scale_free for fit in fits):
        return list(compare_criteria([Criteria.of(fit) for fit in fits], n_sizes).weight)
    return akaike_weights([2 * (Criteria.of(fit).n_free - fit.likelihood()) for fit in fits])


def _distinct(fits: list[Fitted]) -> list[Fitted]:
    """Return fits without those that are another one's: a ceiling that is held in both."""
    named: dict[tuple[str, bytes], Fitted] = {}
    for fit in fits:
        named.setdefault(identity(fit), fit)
    return list(named.values())


def identity(fit: Fitted) -> tuple[str, bytes]:
    """Return what tells the families of one series apart: the curve, and what is free of it."""
    return fit.model.curve.name, fit.model.free.tobytes()


def random_of(series: Series, seed: int, *names: str | bytes) -> np.random.Generator:
    """Return random numbers that depend on the seed, the series' key and the names alone."""
    digest = hashlib.sha256(repr(names).encode()).digest()
    words = [int.from_bytes(digest[i : i + 4], "big") for i in range(0, 16, 4)]
    return np.random.default_rng(np.random.SeedSequence([seed, *series.entropy(), *words]))
