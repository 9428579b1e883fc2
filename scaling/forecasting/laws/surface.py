"""A law as a surface over sizes, at the estimate and at every draw of its parameters."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from scaling.curves.base import Array
from scaling.laws.base import Centre, Law, Sizes
from scaling.units import training_flops

CHUNK = 32  # columns of which each has a size of its own; the law is evaluated at all pairs


@dataclass(frozen=True, eq=False)
class Surface:
    """A law at M columns of parameters: the estimate first, then B draws.

    ``theta``: (p, M). ``unique_tokens``: how many different tokens there are, None for as many
    as are needed. Compute is 6 N D.
    """

    law: Law
    theta: Array
    centre: Centre
    unique_tokens: float | None = None

    @property
    def count(self) -> int:
        """Number of columns M."""
        return int(self.theta.shape[1])

    def log_loss(self, log_params: Array, log_tokens: Array) -> Array:
        """Return ln L (X, M) at sizes (X,), natural logarithms."""
        params, tokens = np.exp(log_params), np.exp(log_tokens)
        unique = None
        if self.unique_tokens is not None:
            unique = np.full(len(tokens), self.unique_tokens)
        sizes = Sizes.of(params, tokens, training_flops(params, tokens), unique)
        return self.law.log_loss(self.theta, sizes, self.centre)

    def each(self, log_params: Array, log_tokens: Array) -> Array:
        """Return ln L (M,) at one size a column, (M,)."""
        found = np.empty(self.count)
        for low in range(0, self.count, CHUNK):
            part = slice(low, low + CHUNK)
            some = replace(self, theta=self.theta[:, part])
            found[part] = np.diagonal(some.log_loss(log_params[part], log_tokens[part]))
        return found
