"""Starting points of a law: nodes of its grid, their linear coordinates in closed form.

Variable projection (Golub & Pereyra 1973, SIAM J. Numer. Anal. 10): a law that is a sum of
coefficients times functions is only searched over the others. No random numbers.
"""

from __future__ import annotations

import numpy as np

from scaling.fitting.boxes import least_squares_in_box
from scaling.fitting.laws.solver import Problem
from scaling.laws.base import Array

STARTS = 8  # independent ones, whose agreement is reported
LEAST_SHARE = 0.02  # of a term in the loss: where it is next to none, so is its slope


def starts(problem: Problem) -> Array:
    """Return starts (p, S): the best node first, then others evenly down to the middle rank."""
    nodes = projected(problem)
    value = problem.value(nodes, np.ones((problem.sizes.n, 1)))
    order = np.argsort(value, kind="stable")
    order = order[: max(1, int(np.isfinite(value).sum()))]
    chosen = np.unique(np.linspace(0, len(order) // 2, STARTS).astype(np.intp))
    return np.ascontiguousarray(nodes[:, order[chosen]])


def projected(problem: Problem) -> Array:
    """Return the nodes (p, G), each with its best linear coordinates.

    Squares of residuals relative to the loss come near squares of log residuals.
    """
    law, sizes, centre = problem.law, problem.sizes, problem.centre
    nodes = law.nodes(sizes, centre, problem.log_loss)
    places = [law.internal.index(name) for name in law.linear]
    if not places:
        return nodes
    relative = law.basis(nodes, sizes, centre) * np.exp(-problem.log_loss)[:, None]
    lower, upper = (np.exp(bound[places])[:, None] for bound in law.bounds(problem.log_loss))
    gram = [
        [(relative[i] * relative[j]).sum(axis=0) for j in range(i + 1)] for i in range(len(places))
    ]
    lower = np.maximum(lower, LEAST_SHARE * np.exp(problem.log_loss.min()))
    found = least_squares_in_box(gram, relative.sum(axis=1), lower, upper)
    nodes[places] = np.log(found)
    return nodes
