"""A curve set against a batch of series: objective, weights, fixed parameters, the best fit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scaling.curves.base import Array, Curve, Design, Flags
from scaling.curves.registry import get_curve
from scaling.curves.sigmoid import SigmoidCurve
from scaling.curves.sigmoid_free_floor import SigmoidFreeFloor
from scaling.fitting.objectives import Objective
from scaling.fitting.objectives.chosen import objective_and_weight
from scaling.fitting.options import FitOptions
from scaling.fitting.problem import Problem
from scaling.fitting.solver import Solution, maximise
from scaling.fitting.starts import diverse_starts
from scaling.series import Series, SeriesBatch

DEFAULT_CURVES = {
    "proportion": "logistic",
    "bounded": "logistic",
    "loss": "power-law-floor",
    "real": "linear",
}
LEAST_SIZES = 4  # to estimate a ceiling
TOLERANCE, MAX_ITERATIONS = 1e-9, 400
FIRST_ITERATIONS = 8  # from every start; most are beaten by then and only the best goes on
EASY_ITERATIONS = 30  # of each easier objective on the way to a hard one


@dataclass(frozen=True, eq=False)
class Model(Problem):
    """One curve family and objective for the series of one batch: a column a series."""

    batch: SeriesBatch

    @property
    def n_free(self) -> Array:
        """Free parameters of each series, the error's scale included where estimated, (S,)."""
        return np.asarray(self.free.sum(axis=0) + self.objective.scale_free, dtype=np.float64)

    def row(self, place: int) -> Model:
        """Return the model of one series alone."""
        return self.take([place])

    def take(self, places: list[int] | NDArray[np.intp]) -> Model:
        """Return the model of some of the series."""
        index = np.asarray(places, dtype=np.intp)
        return Model(
            self.curve,
            self.objective,
            self.design.take(index),
            np.take(self.score, index, axis=1),
            np.take(self.weight, index, axis=1),
            np.take(self.free, index, axis=1),
            np.take(self.fixed, index, axis=1),
            self.batch.take(index),
        )

    def solve(self) -> Solution:
        """Return the best of several starts for every series; one batch, no random numbers."""
        starts = diverse_starts(self)
        for easier in self.objective.ladder:
            solved = self._polish(easier, starts, EASY_ITERATIONS)
            starts = np.stack(np.split(solved.theta, len(starts), axis=1))
        first = self._polish(self.objective, starts, FIRST_ITERATIONS).best_of(len(starts))
        return self._polish(self.objective, first.theta[None], MAX_ITERATIONS)

    def _polish(self, objective: Objective, starts: Array, iterations: int) -> Solution:
        """Return the solutions from starts (S, p, M), start by start."""
        tiled = np.tile(np.arange(self.score.shape[1]), len(starts))
        return maximise(
            self.curve,
            objective,
            self.design.take(tiled),
            np.take(self.score, tiled, axis=1),
            np.take(self.weight, tiled, axis=1),
            np.concatenate(list(starts), axis=1),
            np.take(self.free, tiled, axis=1),
            tolerance=TOLERANCE,
            max_iterations=iterations,
        )


def family_of(series: Series, options: FitOptions) -> Curve:
    """Return the curve family that a series gets under the options."""
    curve = options.curve or DEFAULT_CURVES[series.metric_kind]
    family = get_curve(curve) if isinstance(curve, str) else curve
    if options.floor == "free":
        return family.with_free_floor() if isinstance(family, SigmoidCurve) else family
    return family


def why_no_floor(curve: Curve, options: FitOptions) -> str:
    """Return why the floor cannot be estimated; empty if it can, or need not be."""
    if options.floor != "free" or isinstance(curve, SigmoidFreeFloor):
        return ""
    return (
        f"floor free: the curve {curve.name} has no floor; use logistic, gompertz, "
        "complementary-gompertz, onset or expansion"
    )


def set_model(batch: SeriesBatch, curve: Curve, options: FitOptions) -> Model:
    """Return the model of a batch under the options."""
    objective, weight = objective_and_weight(batch, options)
    design = Design.of(batch)
    score = np.ascontiguousarray(batch.score.T)
    free = np.ones((len(curve.internal), score.shape[1]), dtype=bool)
    fixed = np.zeros_like(free, dtype=np.float64)
    if curve.ceiling_parameter is not None:
        place = curve.internal.index(curve.ceiling_parameter)
        free[place] = ceiling_is_free(batch, objective.scale_free, options.ceiling)
        fixed[place] = curve.bounds(design)[1][place]
    return Model(curve, objective, design, score, weight, free, fixed, batch)


def ceiling_is_free(batch: SeriesBatch, scale_free: bool, rule: str) -> Flags:
    """Return for each series whether the ceiling is estimated, (S,).

    The ``auto`` rule frees it wherever the sizes allow: from four on, or five where the
    error is estimated too. A ceiling held at 1 that is really lower makes the intervals of
    midpoint and width cover less than half of the time.
    """
    sizes = 1 + (np.diff(batch.x, axis=1) > 0).sum(axis=1)
    enough = sizes >= LEAST_SIZES + scale_free
    return enough if rule == "auto" else np.full(len(sizes), rule == "free")
