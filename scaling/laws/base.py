"""What a loss law is: pure functions of arrays, evaluated for many columns at once.

To add a law, write one file that makes a ``Law`` and add one line to
``scaling.laws.registry.LAWS``. A law states its parameters twice: *internal* coordinates that a
solver likes (``theta``: logarithms of coefficients, at the middle of the data) and *natural* ones
that people read.

Shapes: n runs, M columns (starts or bootstrap draws), p internal parameters. All columns share
the sizes, and columns never mix.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

LARGEST_EXPONENT = 5.0  # no published exponent of a loss law exceeds 1
SAME_SIZE = 0.1  # of ln size: within 5 % of a middle, a term of it is as good as constant
LEAST_SPAN = float(np.log(2.0))  # of ln size: over less than a factor of two no curve bends
SAME_PROPORTION = 0.02  # of ln D around a line in ln N: less tells nothing of two exponents
LEAST_SHARE = 1e-6  # of the smallest loss: a term below it is as good as absent


class Centre(NamedTuple):
    """Mean natural logarithms of the sizes of the fitted runs; 0 where they are not known.

    Coefficients are those at the centre: that removes the ridge between the logarithm of a
    coefficient and its exponent.
    """

    params: float = 0.0
    tokens: float = 0.0
    flops: float = 0.0
    unique_tokens: float = 0.0


@dataclass(frozen=True, eq=False)
class Sizes:
    """Natural logarithms of the sizes of runs, each (n,); NaN where a size is not known."""

    params: Array
    tokens: Array
    flops: Array
    unique_tokens: Array

    @classmethod
    def of(
        cls, params: Array, tokens: Array, flops: Array, unique_tokens: Array | None = None
    ) -> Sizes:
        """Take counts, each (n,); without ``unique_tokens`` no token is repeated."""
        unique = tokens if unique_tokens is None else unique_tokens
        unique = np.fmin(np.where(np.isnan(unique), tokens, unique), tokens)
        return cls(np.log(params), np.log(tokens), np.log(flops), np.log(unique))

    @property
    def n(self) -> int:
        """Number of runs."""
        return len(self.params)

    @property
    def centre(self) -> Centre:
        """The middle of these sizes."""
        rows = (self.params, self.tokens, self.flops, self.unique_tokens)
        return Centre(*(float(row.mean()) if np.isfinite(row).all() else 0.0 for row in rows))


class Law(Protocol):
    """A loss law; dataclasses with these attributes and functions of arrays."""

    @property
    def name(self) -> str:
        """What users call it."""
        ...

    @property
    def summary(self) -> str:
        """When to use it, on one line."""
        ...

    @property
    def formula(self) -> str:
        """The law in natural parameters: N parameters, D tokens, C compute."""
        ...

    @property
    def source(self) -> str:
        """Where it was published."""
        ...

    @property
    def needs(self) -> tuple[str, ...]:
        """The sizes that every run must have, fields of ``Sizes``."""
        ...

    @property
    def internal(self) -> tuple[str, ...]:
        """The solver's coordinates; few, for it writes its small systems out."""
        ...

    @property
    def linear(self) -> tuple[str, ...]:
        """The coordinates that are logarithms of coefficients of ``basis``; may be none."""
        ...

    @property
    def parameters(self) -> tuple[str, ...]:
        """The natural parameters, as many as coordinates."""
        ...

    def reduced(self, sizes: Sizes) -> str | None:
        """Return the law that such sizes can identify in its place; None if they can this one."""
        ...

    def bounds(self, log_loss: Array) -> tuple[Array, Array]:
        """Return the lower and upper bound of each internal parameter, each (p,)."""
        ...

    def nodes(self, sizes: Sizes, centre: Centre, log_loss: Array) -> Array:
        """Return a grid of starting points, (p, G); linear coordinates may have any value."""
        ...

    def basis(self, theta: Array, sizes: Sizes, centre: Centre) -> Array:
        """Return the functions of which the loss is a sum, (L, n, M), for theta (p, M).

        Their coefficients are the ``linear`` coordinates; for finding starts, so near is enough.
        """
        ...

    def log_loss(self, theta: Array, sizes: Sizes, centre: Centre) -> Array:
        """Return the natural logarithm of the loss, (n, M), for theta (p, M)."""
        ...

    def log_loss_and_jacobian(
        self, theta: Array, sizes: Sizes, centre: Centre
    ) -> tuple[Array, Array]:
        """Return the logarithm of the loss (n, M) and its derivatives by theta (p, n, M)."""
        ...

    def natural(self, theta: Array, centre: Centre) -> dict[str, Array]:
        """Return the natural parameters, each (M,), for theta (p, M)."""
        ...


def coefficient_bounds(log_loss: Array) -> tuple[float, float]:
    """Return the bounds of the logarithm of a coefficient at the centre of the data."""
    return float(log_loss.min() + np.log(LEAST_SHARE)), float(log_loss.max() + 3.0)


def constant(values: Array) -> bool:
    """Return whether a size, (n,) logarithms, is the same in all runs, within 5 % of a middle."""
    return bool(np.ptp(values) <= SAME_SIZE)


def bends(values: Array) -> bool:
    """Return whether a size, (n,) logarithms, can show a curve: three values, a factor of two.

    Values within 5 % of a middle count as one.
    """
    distinct, last = 0, -np.inf
    for value in np.sort(values):
        if value - last > SAME_SIZE:
            distinct, last = distinct + 1, value
    return distinct > 2 and bool(np.ptp(values) >= LEAST_SPAN)


def proportional(params: Array, tokens: Array) -> bool:
    """Return whether tokens are a power of params in all runs, so that neither says more."""
    if len(params) < 3:  # two always are
        return False
    n, d = params - params.mean(), tokens - tokens.mean()
    rest = d - n * float(n @ d) / float(n @ n)
    return bool(np.abs(rest).max() <= SAME_PROPORTION)


def reduced_of_two(sizes: Sizes) -> str | None:
    """Return the law in one size that is left of a law in N and D; None if they differ enough.

    Runs at one D hold the term in D constant, and it cannot be told from the irreducible loss.
    """
    if constant(sizes.tokens):
        return "power-params"
    if constant(sizes.params):
        return "power-tokens"
    return "power-flops" if proportional(sizes.params, sizes.tokens) else None


def reduced_of_exponents(sizes: Sizes) -> str | None:
    """Return the law that is left of one with an exponent each of N and D; None if they differ.

    A size of two values, or of a narrow range, shows a slope and no curve: any exponent fits it.
    """
    if bends(sizes.params) and bends(sizes.tokens):
        return reduced_of_two(sizes)
    return reduced_of_two(sizes) or "tied-exponent"
