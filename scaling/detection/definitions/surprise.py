"""Surprise: how far the largest size lies above what the smaller ones foretold.

Emergent abilities are those that extrapolating smaller models does not predict (Wei et al. 2022,
arXiv:2206.07682; the number is ours). A logistic from chance, at least w0 wide, is fitted to the
sizes below the largest; a parametric bootstrap refits it to its own draws and adds the sampling
error of the new score. The p-value is the share of draws at or above the observed score. Scores at
the floor leave the midpoint open, so it is kept within two decades beyond the largest size: the
p-value depends on that choice and describes, no more. For logistics one to three decades wide it
was at most .05 in .01 to .15 of cases (150 each; eight sizes, n = 500).
"""

from __future__ import annotations

import numpy as np

from scaling.curves import logistic
from scaling.curves.base import Array, Design, mesh
from scaling.detection.definitions.base import Definition
from scaling.detection.definitions.view import View
from scaling.fitting.objectives import Objective
from scaling.fitting.solver import Solution, maximise

VERSION = 1
BEYOND = 2.0  # decades that the midpoint may lie beyond the largest size
MIDPOINTS, WIDTHS, AMPLITUDES = 24, 5, 10  # of the grid of starts
NEAR = 2.0  # of the log-likelihood: about the cut of a 95 % profile interval
TOLERANCE, MOST_STEPS = 1e-3, 12  # of the log-likelihood; far below the noise of a draw


def foretold(view: View) -> Array:
    """Return predictions (draws,) of the mean score at the largest size from the smaller ones."""
    scored, draws = view.scored, view.options.draws
    largest = scored.x == scored.x[-1]
    below = ~largest
    rng = view.random("surprise")
    column = _design(view, 1)
    weight = scored.weight[below][:, None]
    nodes = _nodes(view, column)
    observed = _fit(view, nodes, scored.y[below][:, None], weight)
    smaller = logistic.CURVE.value(observed.theta, column.at(column.x))
    drawn = view.draw(rng, np.repeat(smaller.T, draws, axis=0), below)
    again = _fit(view, nodes, np.ascontiguousarray(drawn.T), np.repeat(weight, draws, axis=1))
    many = _design(view, draws)
    at = np.full((int(largest.sum()), draws), scored.x[-1])
    value = logistic.CURVE.value(again.theta, many.at(at))
    predicted: Array = view.draw(rng, value.T, largest).mean(axis=1)
    return predicted


def _design(view: View, columns: int) -> Design:
    """Return the sizes below the largest, alike in every column."""
    scored = view.scored
    x = scored.x[scored.x < scored.x[-1]]
    floor, top = np.full(columns, scored.floor), np.full(columns, scored.top)
    spread = np.repeat(x[:, None], columns, axis=1)
    return Design(x=spread, floor=floor, top=top, low=floor, high=top, unit=scored.unit)


def _bounds(view: View, design: Design) -> tuple[Array, Array]:
    """Return the curve's bounds (3, M) with the width at least w0 and the midpoint capped."""
    lower, upper = logistic.CURVE.bounds(design)
    lower[2] = np.log(view.w0)
    upper[1] = view.scored.x[-1] + BEYOND * view.scored.unit
    return lower, upper


def _nodes(view: View, column: Design) -> Array:
    """Return the grid of starts, (3, G), from those that foretell the most to the least."""
    lower, upper = (bound[:, 0] for bound in _bounds(view, column))
    amplitudes = np.arange(1, AMPLITUDES + 1) / AMPLITUDES * upper[0]
    midpoints = np.linspace(lower[1], upper[1], MIDPOINTS)
    nodes = np.stack(mesh(amplitudes, midpoints, np.linspace(lower[2], upper[2], WIDTHS)))
    at = column.take(np.zeros(nodes.shape[1])).at(np.full((1, nodes.shape[1]), view.scored.x[-1]))
    order = np.argsort(-logistic.CURVE.value(nodes, at)[0], kind="stable")
    return nodes[:, order]


def _fit(view: View, nodes: Array, score: Array, weight: Array) -> Solution:
    """Fit the logistic to data sets (K, M) at the smaller sizes.

    Each starts from the node that foretells the most among those nearly as likely as the best:
    where the scores leave curves open, the fit stays with one of them.
    """
    objective: Objective = view.scored.objective
    grid, design = _design(view, nodes.shape[1]), _design(view, score.shape[1])
    terms = np.concatenate(objective.node_terms(logistic.CURVE.value(nodes, grid.at(grid.x))))
    data = np.concatenate(objective.data_terms(score, weight))
    likelihood = data.T @ terms
    near = likelihood >= likelihood.max(axis=1, keepdims=True) - NEAR
    start = nodes[:, near.argmax(axis=1)]
    return maximise(
        logistic.CURVE,
        objective,
        design,
        score,
        weight,
        start,
        np.ones(start.shape, dtype=bool),
        bounds=_bounds(view, design),
        tolerance=TOLERANCE,
        max_iterations=MOST_STEPS,
    )


def _scores(view: View) -> dict[str, float]:
    if not (view.has_errors and view.has_scale and view.options.draws):
        return {}
    as_good = np.count_nonzero(foretold(view) >= view.score[-1])
    return {"surprise": (1 + as_good) / (1 + view.options.draws)}


DEFINITION = Definition(
    id="surprise",
    version=VERSION,
    names=("surprise",),
    summary="how seldom smaller sizes foretell a score as good as that of the largest",
    formula="share of predictive draws of a logistic (W >= w0) at or above the last score",
    source="the wording of Wei et al. 2022, arXiv:2206.07682; the test is ours",
    fails="scores at the floor say nothing of the midpoint: it depends on the cap",
    least_sizes=4,
    compute=_scores,
)
