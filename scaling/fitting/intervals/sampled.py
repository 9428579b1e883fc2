"""Percentile intervals from refits of drawn data; the kinds of drawing have a file each.

Efron & Tibshirani 1993, chapters 6.5 and 13.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from scaling.curves.base import Array, Design
from scaling.fitting.diagnostics import fixed_names
from scaling.fitting.fitted import Fitted
from scaling.fitting.intervals.base import Intervals, clipped, noise
from scaling.fitting.records import NAN, Estimate
from scaling.fitting.solver import beside, maximise
from scaling.fitting.starts import best_nodes, draw_nodes

STARTS = 2  # per draw
TOLERANCE = 1e-6  # of the log-likelihood of a draw: a thousandth of a standard error
MAX_ITERATIONS = 60


@dataclass(frozen=True, eq=False)
class Sample:
    """Drawn data: ``score``, ``weight`` (K, B), and normal numbers (B,) for new models' scores."""

    score: Array
    weight: Array
    normal: Array


@dataclass(frozen=True, eq=False)
class Draws:
    """The refits of one series: ``theta`` (p, B), and its design repeated B times."""

    theta: Array
    design: Design


@dataclass(frozen=True, eq=False)
class Sampled(Intervals):
    """Percentile intervals of the refits of a sample."""

    draws: Draws
    normal: Array
    _last: dict[bytes, tuple[Array, Array, Array]] = field(default_factory=dict, repr=False)

    def parameters(self) -> dict[str, Estimate]:
        """Return every natural parameter with its percentile interval."""
        drawn = self.fitted.model.curve.natural(self.draws.theta, self.draws.design)
        return {
            name: percentile_interval(drawn[name], estimate, self.level)
            for name, estimate in self.fitted.natural().items()
        }

    def notes(self) -> tuple[str, ...]:
        """Say where draws lie beyond all numbers, or do not differ."""
        found = self.parameters()
        ends = [end for one in found.values() for end in (one.lower, one.upper)]
        notes = () if np.isfinite(ends).all() else ("unbounded",)
        fixed = fixed_names(self.fitted)
        still = any(one.lower == one.upper for name, one in found.items() if name not in fixed)
        discrete = getattr(self.fitted.model.curve, "discrete", ())
        return (*notes, "no-spread") if still and not discrete else notes

    def values(self, x: Array) -> Array:
        """Return the refitted curves at places x, (X, B), within the range of the metric."""
        return clipped(self.fitted, self.unclipped(x))

    def unclipped(self, x: Array) -> Array:
        """Return the refitted curves at places x, (X, B), wherever they lead."""
        count = self.draws.theta.shape[1]
        placed = self.draws.design.at(np.repeat(x[:, None], count, axis=1))
        return self.fitted.model.curve.value(self.draws.theta, placed)

    def new_scores(self, x: Array) -> Array:
        """Return drawn scores of new models at places x, (X, B).

        One normal number a draw serves all places, which keeps bands smooth; it is marginal at
        every place.
        """
        values = self._at(x)[0]
        return clipped(self.fitted, values + noise(self.fitted, values) * self.normal)

    def curve(self, x: Array) -> tuple[Array, Array]:
        """Return the percentiles of the refitted curves, stretched to hold the estimate."""
        return self._at(x)[1:]

    def prediction(self, x: Array) -> tuple[Array, Array]:
        """Return the percentiles of drawn scores of new models, stretched to hold the curve's."""
        lower, upper = self.curve(x)
        low, high = self._percentiles(self.new_scores(x))
        return np.minimum(low, lower), np.maximum(high, upper)

    def _at(self, x: Array) -> tuple[Array, Array, Array]:
        """Return the refitted curves (X, B) and their ends (X,), kept for the places asked last."""
        place = x.tobytes()
        if place not in self._last:
            values, estimate = self.values(x), clipped(self.fitted, self.fitted.at(x))
            low, high = self._percentiles(values)
            self._last.clear()
            self._last[place] = values, np.minimum(low, estimate), np.maximum(high, estimate)
        return self._last[place]

    def _percentiles(self, values: Array) -> tuple[Array, Array]:
        share = [(1 - self.level) / 2, (1 + self.level) / 2]
        low, high = np.quantile(values, share, axis=1)
        return low, high


def sampled(fitted: Fitted, sample: Sample) -> Sampled:
    """Return the intervals of a sample: refit every draw."""
    return Sampled(fitted, refit(fitted, sample.score, sample.weight), sample.normal)


def sampled_together(fits: Sequence[Fitted], samples: Sequence[Sample]) -> list[Sampled]:
    """Return the intervals of a sample of each fit; fits that are alike are refitted as one batch.

    The same to the last bit as one by one: the solver's columns do not know of each other.
    """
    groups: dict[tuple[Any, ...], list[int]] = {}
    for place, (fitted, sample) in enumerate(zip(fits, samples, strict=True)):
        one = fitted.model
        alike = (id(one.curve), one.objective, one.free.tobytes(), sample.score.shape)
        groups.setdefault(alike, []).append(place)
    found: dict[int, Sampled] = {}
    for places in groups.values():
        data = [(fits[place], samples[place].score, samples[place].weight) for place in places]
        for place, draws in zip(places, refit_together(data), strict=True):
            found[place] = Sampled(fits[place], draws, samples[place].normal)
    return [found[place] for place in range(len(fits))]


def refit(fitted: Fitted, scores: Array, weight: Array) -> Draws:
    """Refit one series to many drawn data sets, ``scores``, ``weight``: (K, B)."""
    return refit_together([(fitted, scores, weight)])[0]


def refit_together(data: Sequence[tuple[Fitted, Array, Array]]) -> list[Draws]:
    """Refit series of one curve, objective and number of points: fit, scores and weight of each."""
    model, n_draws = data[0][0].model, data[0][1].shape[1]
    solved = maximise(
        model.curve,
        model.objective,
        beside([fitted.model.design.column(0, STARTS * n_draws) for fitted, _, _ in data]),
        np.concatenate([scores for _, scores, _ in data for _ in range(STARTS)], axis=1),
        np.concatenate([weight for _, _, weight in data for _ in range(STARTS)], axis=1),
        np.concatenate([start for one in data for start in refit_starts(*one)], axis=1),
        np.repeat(model.free, STARTS * n_draws * len(data), axis=1),
        tolerance=TOLERANCE,
        max_iterations=MAX_ITERATIONS,
    )
    columns = np.arange(STARTS * n_draws)
    return [
        Draws(
            solved.take(place * len(columns) + columns).best_of(STARTS).theta,
            fitted.model.design.column(0, n_draws),
        )
        for place, (fitted, _, _) in enumerate(data)
    ]


def refit_starts(fitted: Fitted, scores: Array, weight: Array) -> Array:
    """Return where the refits of drawn data sets (K, B) start from, (STARTS, p, B).

    Each draw starts twice, from its best grid node in both halves of the grid; the estimate
    itself takes the place of the worse one where it is likelier.
    """
    model, estimate = fitted.model, fitted.theta
    n_draws = scores.shape[1]
    many = model.design.column(0, n_draws)
    at_estimate = np.repeat(estimate, n_draws, axis=1)
    value = model.curve.value(at_estimate, many.at(many.x))
    terms = np.concatenate(model.objective.node_terms(value))
    own = (terms * np.concatenate(model.objective.data_terms(scores, weight))).sum(axis=0)
    start, ranking = best_nodes(model, draw_nodes(model), scores, weight)
    columns = np.arange(n_draws)
    worse = ranking.argmin(axis=0)
    replaced = np.where(own >= ranking[worse, columns], at_estimate, start[worse, :, columns].T)
    start[worse, :, columns] = replaced.T
    return start


def percentile_interval(values: Array, estimate: float, level: float) -> Estimate:
    """Return an estimate with the percentile interval of its draws, ``values``: (B,).

    The interval is stretched to hold the estimate: with very few items, or a parameter at the
    edge of its range, the draws can lie to one side of it. An end that lies among draws beyond
    all numbers has no bound (NaN).
    """
    share = [(1 - level) / 2, (1 + level) / 2]
    if np.isfinite(values).all():
        low, high = np.quantile(values, share)
    else:  # nothing to interpolate between: take draws themselves
        low, high = np.quantile(np.nan_to_num(values, nan=np.inf), share, method="inverted_cdf")
    lower, upper = min(float(low), estimate), max(float(high), estimate)
    return Estimate(
        estimate, lower if np.isfinite(lower) else NAN, upper if np.isfinite(upper) else NAN
    )
