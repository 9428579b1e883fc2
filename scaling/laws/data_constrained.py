"""Muennighoff et al.'s law of repeated data: repeats, and parameters in excess, are worth less."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from scaling.laws.base import (
    LARGEST_EXPONENT,
    Array,
    Centre,
    Sizes,
    coefficient_bounds,
    reduced_of_two,
)

EXPONENTS = (0.16, 0.3, 0.5)  # of the nodes
HALF_LIVES = (2.0, 8.0, 32.0)  # of the nodes: published ones are 15.4 repeats and 5.3 excesses
LEAST_EXPONENT = 0.01  # alpha divides
MOST_EXCESS = 300.0  # logarithm: beyond it no number holds the excess, which is worth nothing
SHORTEST, LONGEST = 1e-2, 1e4  # half-lives that any number of epochs could tell apart


class Base(NamedTuple):
    """The constants of the Chinchilla law for data without repeats."""

    E: float
    A: float
    B: float
    alpha: float
    beta: float


@dataclass(frozen=True)
class DataConstrained:
    """L = E + A/N'^alpha + B/D'^beta in effective sizes; a ``Law``.

    D' = U + U R_D (1 - exp(-(D/U - 1)/R_D)) for U unique tokens, and N' alike for the parameters
    beyond U_N, the optimum for U tokens. With ``base`` only R_N and R_D are estimated, as the
    authors did.
    """

    base: Base | None = None
    name: str = "data-constrained"
    summary: str = "runs that repeat their data: needs unique_tokens (or epochs)"
    formula: str = (
        "E + A/N'^alpha + B/D'^beta, D' = U (1 + R_D (1 - exp(-(D/U - 1)/R_D))), N' alike from "
        "U_N = min(N, (alpha A/(beta B))^(1/alpha) U^(beta/alpha)) and R_N"
    )
    source: str = "Muennighoff et al. 2023, arXiv:2305.16264, eqs. 5 and 6, app. A"
    needs: tuple[str, ...] = ("params", "tokens", "unique_tokens")

    @property
    def linear(self) -> tuple[str, ...]:
        """The logarithms of E, A and B at the centre, unless they are given."""
        return ("log E", "log A", "log B") if self.base is None else ()

    @property
    def internal(self) -> tuple[str, ...]:
        """The solver's coordinates."""
        exponents = ("alpha", "beta") if self.base is None else ()
        return (*self.linear, *exponents, "log R_N", "log R_D")

    @property
    def parameters(self) -> tuple[str, ...]:
        """The natural parameters that are estimated."""
        return (*(Base._fields if self.base is None else ()), "R_N", "R_D")

    def reduced(self, sizes: Sizes) -> str | None:
        """Return the law that the sizes can identify; without repeats that is Chinchilla's."""
        if (sizes.tokens - sizes.unique_tokens).max() <= 1e-3:
            return reduced_of_two(sizes) or "chinchilla"
        return None

    def bounds(self, log_loss: Array) -> tuple[Array, Array]:
        """Return the bounds of coefficients, exponents and half-lives."""
        low, high = coefficient_bounds(log_loss)
        lives = np.log([[SHORTEST] * 2, [LONGEST] * 2])
        lower = np.array([low] * 3 + [LEAST_EXPONENT] * 2 + lives[0].tolist())
        upper = np.array([high] * 3 + [LARGEST_EXPONENT] * 2 + lives[1].tolist())
        return lower[-len(self.internal) :], upper[-len(self.internal) :]

    def nodes(self, sizes: Sizes, centre: Centre, log_loss: Array) -> Array:
        """Return exponents and half-lives, (p, G)."""
        lives = np.log(HALF_LIVES)
        levels = [lives, lives]
        if self.base is None:
            levels = [np.array(EXPONENTS)] * 2 + levels
        grid = np.stack([part.ravel() for part in np.meshgrid(*levels, indexing="ij")])
        return np.concatenate([np.zeros((len(self.linear), grid.shape[1])), grid])

    def basis(self, theta: Array, sizes: Sizes, centre: Centre) -> Array:
        """Return the terms with coefficient 1, (L, n, M), as if no parameter were in excess."""
        if self.base is not None:
            return np.empty((0, sizes.n, theta.shape[1]))
        tokens = _effective(sizes.tokens, sizes.unique_tokens[:, None], theta[6]).value
        by_params = np.exp(-np.outer(sizes.params - centre.params, theta[3]))
        return np.stack(
            [np.ones_like(by_params), by_params, np.exp(-(tokens - centre.tokens) * theta[4])]
        )

    def log_loss(self, theta: Array, sizes: Sizes, centre: Centre) -> Array:
        """Return ln L, (n, M)."""
        return self.log_loss_and_jacobian(theta, sizes, centre)[0]

    def log_loss_and_jacobian(
        self, theta: Array, sizes: Sizes, centre: Centre
    ) -> tuple[Array, Array]:
        """Return ln L (n, M) and its derivatives (p, n, M)."""
        whole = self._whole(theta, centre)
        _, _, _, alpha, beta, log_life_n, log_life_d = whole
        unique = sizes.unique_tokens[:, None]
        tokens = _effective(sizes.tokens, unique, log_life_d)
        best = _optimal_params(whole, unique, centre)
        in_excess = best < sizes.params[:, None]
        used = np.where(in_excess, best, sizes.params[:, None])
        params = _effective(sizes.params, used, log_life_n)
        place_n, place_d = params.value - centre.params, tokens.value - centre.tokens
        terms = np.exp(
            np.stack(
                [
                    np.broadcast_to(whole[0], place_n.shape),
                    whole[1] - alpha * place_n,
                    whole[2] - beta * place_d,
                ]
            )
        )
        loss = terms.sum(axis=0)
        of_e, of_n, of_d = terms / loss
        # What moves U_N, the parameters that U tokens can use, moves N' where some are in excess.
        moved = np.where(in_excess, -of_n * params.by_start, 0.0)
        jacobian = np.stack(
            [
                of_e,
                of_n + moved,
                of_d - moved,
                -of_n * place_n + moved * (1.0 / alpha - used + centre.params),
                -of_d * place_d + moved * (unique - centre.tokens - 1.0 / beta),
                -of_n * alpha * params.by_life,
                -of_d * beta * tokens.by_life,
            ]
        )
        return np.log(loss), jacobian[-len(theta) :]

    def natural(self, theta: Array, centre: Centre) -> dict[str, Array]:
        """Return the parameters that are estimated, each (M,)."""
        log_e, log_a, log_b, alpha, beta, life_n, life_d = self._whole(theta, centre)
        found = {
            "E": np.exp(log_e),
            "A": np.exp(np.minimum(log_a + alpha * centre.params, 700.0)),
            "B": np.exp(np.minimum(log_b + beta * centre.tokens, 700.0)),
            "alpha": alpha,
            "beta": beta,
            "R_N": np.exp(life_n),
            "R_D": np.exp(life_d),
        }
        return {name: found[name] for name in self.parameters}

    def _whole(self, theta: Array, centre: Centre) -> Array:
        """Return all seven coordinates, (7, M), the given constants among them."""
        if self.base is None:
            return theta
        e, a, b, alpha, beta = self.base
        given = [
            np.log(e),
            np.log(a) - alpha * centre.params,
            np.log(b) - beta * centre.tokens,
            alpha,
            beta,
        ]
        return np.concatenate([np.repeat(np.array(given)[:, None], theta.shape[1], 1), theta])


class _Effective(NamedTuple):
    """The logarithm of an effective size (n, M), its derivatives by ln(life) and by its start."""

    value: Array
    by_life: Array
    by_start: Array


def _effective(size: Array, start: Array, log_life: Array) -> _Effective:
    """Return ln of s (1 + R (1 - exp(-(x/s - 1)/R))) for x = exp(size), s = exp(start)."""
    life = np.exp(log_life)
    excess = np.expm1(np.clip(size[:, None] - start, 0.0, MOST_EXCESS))
    fading = np.exp(-excess / life)
    worth = -life * np.expm1(-excess / life)
    whole = 1.0 + worth
    return _Effective(
        value=start + np.log(whole),
        by_life=(worth - excess * fading) / whole,
        by_start=1.0 - fading * (1.0 + excess) / whole,
    )


def _optimal_params(whole: Array, unique: Array, centre: Centre) -> Array:
    """Return ln of the compute-optimal N of U tokens, (n, M): alpha A N^-alpha = beta B U^-beta."""
    _, log_a, log_b, alpha, beta, _, _ = whole
    at_one = np.log(alpha / beta) + log_a - log_b + alpha * centre.params - beta * centre.tokens
    best: Array = (at_one + beta * unique) / alpha
    return best


LAW = DataConstrained()
