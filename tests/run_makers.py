"""Training runs of a known law, for tests."""

from __future__ import annotations

import numpy as np

from scaling.runs import Runs

BESIROGLU = {"E": 1.8172, "A": 482.01, "B": 2085.43, "alpha": 0.3478, "beta": 0.3658}


def chinchilla_loss(params: np.ndarray, tokens: np.ndarray) -> np.ndarray:
    """The law of Besiroglu et al. 2024, arXiv:2404.10102, table 1."""
    c = BESIROGLU
    return c["E"] + c["A"] / params ** c["alpha"] + c["B"] / tokens ** c["beta"]


def some_runs(n: int = 40, noise: float = 0.0, seed: int = 0, **changes: object) -> Runs:
    """Runs spread over 2.5 decades of params and tokens, with log-normal noise."""
    rng = np.random.default_rng(seed)
    params = 10.0 ** rng.uniform(7.5, 10.0, n)
    tokens = 10.0 ** rng.uniform(9.0, 11.5, n)
    values: dict[str, object] = {
        "models": tuple(f"run-{place:03d}" for place in range(n)),
        "params": params,
        "tokens": tokens,
        "loss": chinchilla_loss(params, tokens) * np.exp(rng.normal(0.0, noise, n)),
    }
    return Runs(**(values | changes))
