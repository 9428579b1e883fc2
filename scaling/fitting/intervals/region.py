"""The confidence region of a fit: the parameters whose log-likelihood is within a cut of the best.

Profile intervals are the extremes of a quantity over it. Distances are measured by the root
r = sqrt(2 (l_best - l)), which is linear in a quantity where the likelihood is Gaussian.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.diagnostics import error_scale
from scaling.fitting.fitted import Fitted
from scaling.fitting.intervals.base import quantile
from scaling.fitting.objectives.base import used
from scaling.fitting.solver import maximise
from scaling.fitting.starts import diverse_starts, likely_nodes, moved

OFFSETS = (0.3, 0.1, 0.03, 0.01, 0.003)  # of the range of a linear coordinate
NEAR = 2.0  # times the cut: points within it are worth knowing
MOST_KNOWN = 400
PERFECT = 1e-6  # relative residuals below it are the rounding of published scores


@dataclass(frozen=True, eq=False)
class Region:
    """The region of one fit: ``cut`` is its edge as a root; ``scale`` that of the objective.

    ``known``: (p, G) points in it or near it, with their ``roots`` (G,); ``nodes``: (p, N) the
    likeliest of the grid, in it or not.
    """

    fitted: Fitted
    cut: float
    scale: float
    known: Array
    roots: Array
    nodes: Array

    def root_of(self, theta: Array) -> Array:
        """Return the root at theta (p, M), (M,); 0 where it is likelier than the estimate."""
        return _root(self.fitted, theta)

    def with_known(self, theta: Array) -> Region:
        """Return the region with further points known, theta (p, M)."""
        return Region(
            self.fitted,
            self.cut,
            self.scale,
            np.concatenate([self.known, theta], axis=1),
            np.concatenate([self.roots, self.root_of(theta)]),
            self.nodes,
        )

    def with_nodes_solved(self) -> Region:
        """Return the region with the optimum near every grid node known."""
        return self.with_known(_solved(self.fitted, self.nodes))


def region_of(fitted: Fitted) -> Region:
    """Return the region at the level of a fit.

    With errors of known size the cut is that of chi-squared with one degree of freedom. Where
    their size is estimated it is n ln(1 + F/(n - p)), F the quantile of F(1, n - p): exact for
    straight lines, where chi-squared with few points covers too little (Bates & Watts 1988,
    Nonlinear Regression Analysis, section 6.1).
    """
    model = fitted.model
    squared = quantile(fitted) ** 2
    if model.objective.scale_free:
        n, degrees = float(used(model.weight)[0]), max(fitted.degrees, 1)
        squared = n * np.log1p(squared / degrees)
    cut = float(np.sqrt(squared))
    nodes = likely_nodes(model)
    optima = _solved(fitted, diverse_starts(model)[:, :, 0].T)
    around = moved(model, nodes, OFFSETS)  # the edge of the region lies off the best coordinates
    near = np.flatnonzero(_root(fitted, around) <= NEAR * cut)
    every = -(-len(near) // MOST_KNOWN)
    known = np.concatenate([fitted.theta, optima, around[:, near[:: max(every, 1)]]], axis=1)
    scale = max(error_scale(fitted), _least_variance(fitted))
    return Region(fitted, cut, scale, known, _root(fitted, known), nodes)


def _solved(fitted: Fitted, starts: Array) -> Array:
    """Return the optima that starts (p, M) lead to, (p, M)."""
    model, many = fitted.model, starts.shape[1]
    return maximise(
        model.curve,
        model.objective,
        model.design.column(0, many),
        np.repeat(model.score, many, axis=1),
        np.repeat(model.weight, many, axis=1),
        starts,
        np.repeat(model.free, many, axis=1),
    ).theta


def _root(fitted: Fitted, theta: Array) -> Array:
    model = fitted.model
    both = np.concatenate([fitted.theta, theta], axis=1)  # the estimate first
    many = both.shape[1]
    design = model.design.column(0, many)
    score, weight = (np.repeat(array, many, axis=1) for array in (model.score, model.weight))
    value = model.curve.value(both, design.at(design.x))
    found = model.objective.log_likelihood(value, score, weight)
    if model.objective.scale_free:
        found = found - 0.5 * len(score) * _least_variance(fitted)
    likelihood = model.objective.profiled(found, score, weight)
    result: Array = np.sqrt(np.maximum(2 * (likelihood[0] - likelihood[1:]), 0.0))
    return result


def _least_variance(fitted: Fitted) -> float:
    """Return the variance below which residuals are the rounding of scores; 0 if it is known."""
    model = fitted.model
    if not model.objective.scale_free:
        return 0.0
    size = 1.0 if fitted.logarithmic else float(np.mean(model.weight * model.score**2))
    return PERFECT**2 * size + 1e-300
