"""Runs of known truth: grids of equal compute and random sizes, from a Chinchilla law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scaling.runs import Runs


@dataclass(frozen=True)
class Truth:
    """E + A/N^alpha + B/D^beta; the default is Besiroglu et al. 2024, arXiv:2404.10102."""

    E: float = 1.8172
    A: float = 482.01
    B: float = 2085.43
    alpha: float = 0.3478
    beta: float = 0.3658

    @property
    def exponent(self) -> float:
        """Of the optimal size in compute."""
        return self.beta / (self.alpha + self.beta)

    def loss(self, params, tokens):
        return self.E + self.A / params**self.alpha + self.B / tokens**self.beta

    def best(self, flops):
        """The optimal size: alpha A N^-alpha = beta B D^-beta at N D = C / 6."""
        both = self.alpha + self.beta
        level = (self.alpha * self.A / (self.beta * self.B)) ** (1 / both)
        return level * (np.asarray(flops) / 6) ** (self.beta / both)


HOFFMANN = Truth(1.69, 406.4, 410.7, 0.34, 0.28)  # arXiv:2203.15556, equation 10
LOPSIDED = Truth(1.8, 5000.0, 150.0, 0.5, 0.25)
BUDGETS = (6e18, 3e19, 1e20, 6e20, 3e21)


def runs_at(params, tokens, loss, **facts) -> Runs:
    models = tuple(f"run {place}" for place in range(len(params)))
    return Runs(models=models, params=np.asarray(params), tokens=np.asarray(tokens),
                loss=np.asarray(loss), **facts)  # fmt: skip


def isoflop_runs(
    truth: Truth = Truth(),
    budgets: Sequence[float] = BUDGETS,
    *,
    sizes: int = 9,
    half: float = 0.6,
    off: float = 0.0,
    drift: float = 0.0,
    noise: float = 0.0,
    seed: int = 0,
) -> Runs:
    """Sizes evenly within ``half`` decades of the optimum, which ``off`` and ``drift`` displace."""
    rng = np.random.default_rng(seed)
    params, tokens = [], []
    for place, flops in enumerate(budgets):
        centre = np.log10(truth.best(flops)) + off + drift * place
        some = 10 ** np.linspace(centre - half, centre + half, sizes)
        params.append(some)
        tokens.append(flops / 6 / some)
    n, d = np.concatenate(params), np.concatenate(tokens)
    return runs_at(n, d, truth.loss(n, d) * np.exp(noise * rng.standard_normal(len(n))))


def random_runs(
    truth: Truth = Truth(), count: int = 60, *, noise: float = 0.003, seed: int = 0
) -> Runs:
    """Sizes from 50M to 10B on 3 to 100 tokens a parameter."""
    rng = np.random.default_rng(seed)
    n = 10 ** rng.uniform(7.7, 10, count)
    d = n * 10 ** rng.uniform(0.5, 2, count)
    return runs_at(n, d, truth.loss(n, d) * np.exp(noise * rng.standard_normal(count)))
