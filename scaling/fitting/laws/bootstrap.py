"""Bootstrap over runs as weights, all draws solved together."""

from __future__ import annotations

import hashlib

import numpy as np

from scaling.fitting.laws.solver import Problem, Solved, minimise
from scaling.laws.base import Array

TOLERANCE = 1e-8  # of the draws: far below their spread


def random_of(seed: int, what: str) -> np.random.Generator:
    """Return the generator of one use of random numbers; uses do not share any."""
    digest = hashlib.sha256(what.encode()).digest()
    words = [int.from_bytes(digest[i : i + 4], "big") for i in range(0, 16, 4)]
    return np.random.default_rng(np.random.SeedSequence([seed, *words]))


def draw_weights(kind: str, n: int, draws: int, seed: int) -> Array:
    """Return the weights of ``draws`` draws, (B, n), each summing to n.

    ``case``: how often each run is drawn of n with replacement (Efron 1979, Annals of Statistics
    7); ``weighted``: Dirichlet weights (Rubin 1981, Annals of Statistics 9).
    """
    rng = random_of(seed, f"bootstrap over runs: {kind}")
    if kind == "weighted":
        return n * rng.dirichlet(np.ones(n), size=draws)
    return rng.multinomial(n, np.full(n, 1.0 / n), size=draws).astype(np.float64)


def refit_weighted(problem: Problem, theta: Array, weights: Array) -> Solved:
    """Return the solutions (p, B) with weights (B, n), each from ``theta`` (p,)."""
    start = np.repeat(theta[:, None], len(weights), axis=1)
    return minimise(problem, start, np.ascontiguousarray(weights.T), tolerance=TOLERANCE)
