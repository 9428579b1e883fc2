"""Kaplan et al.'s joint law of parameters and tokens; it has no irreducible loss."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scaling.laws.base import (
    LARGEST_EXPONENT,
    Array,
    Centre,
    Sizes,
    coefficient_bounds,
    reduced_of_two,
)

EXPONENTS = (0.03, 0.06, 0.1, 0.2, 0.4)  # of the nodes
LEAST_EXPONENT = 1e-3  # alpha_D divides


@dataclass(frozen=True)
class Kaplan:
    """L = [(Nc/N)^(alpha_N/alpha_D) + Dc/D]^alpha_D; a ``Law``.

    Internally L^(1/alpha_D) = exp(q - r n) + exp(d - t), n and t centred logarithms of N and D,
    with r = alpha_N/alpha_D; q and d over alpha_D are logarithms of losses.
    """

    name: str = "kaplan"
    summary: str = "Kaplan's joint form; its loss falls to 0, so it suits a range below the floor"
    formula: str = "[(Nc/N)^(alpha_N/alpha_D) + Dc/D]^alpha_D"
    source: str = "Kaplan et al. 2020, arXiv:2001.08361, eq. 1.5"
    needs: tuple[str, ...] = ("params", "tokens")
    internal: tuple[str, ...] = ("log loss of N", "log loss of D", "alpha_N", "alpha_D")
    linear: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ("Nc", "Dc", "alpha_N", "alpha_D")

    def reduced(self, sizes: Sizes) -> str | None:
        """Return the law that the sizes can identify; None if they can this one."""
        return reduced_of_two(sizes)

    def bounds(self, log_loss: Array) -> tuple[Array, Array]:
        """Return the bounds: each term's own loss, and the exponents."""
        low, high = coefficient_bounds(log_loss)
        return (
            np.array([low, low, LEAST_EXPONENT, LEAST_EXPONENT]),
            np.array([high, high, LARGEST_EXPONENT, LARGEST_EXPONENT]),
        )

    def nodes(self, sizes: Sizes, centre: Centre, log_loss: Array) -> Array:
        """Return exponents and shares of the two terms, (p, G), at the middle of the losses."""
        levels = np.array(EXPONENTS)
        by_n, by_d, share = np.meshgrid(levels, levels, [0.2, 0.5, 0.8], indexing="ij")
        of_n = log_loss.mean() + by_d * np.log(share)
        of_d = log_loss.mean() + by_d * np.log(1.0 - share)
        return np.stack([part.ravel() for part in (of_n, of_d, by_n, by_d)])

    def basis(self, theta: Array, sizes: Sizes, centre: Centre) -> Array:
        """Return no functions: no coordinate is the logarithm of a coefficient."""
        return np.empty((0, sizes.n, theta.shape[1]))

    def log_loss(self, theta: Array, sizes: Sizes, centre: Centre) -> Array:
        """Return ln L, (n, M)."""
        of_n, of_d = self._terms(theta, sizes, centre)
        logs: Array = theta[3] * np.logaddexp(of_n, of_d)
        return logs

    def log_loss_and_jacobian(
        self, theta: Array, sizes: Sizes, centre: Centre
    ) -> tuple[Array, Array]:
        """Return ln L (n, M) and its derivatives (p, n, M)."""
        of_n, of_d = self._terms(theta, sizes, centre)
        both = np.logaddexp(of_n, of_d)
        share = np.exp(of_n - both)
        place = (sizes.params - centre.params)[:, None]
        # Of the term in D only d/alpha_D moves with alpha_D: what is left when t is put back.
        by_power = both - share * of_n - (1.0 - share) * (of_d + _tokens_from(sizes, centre))
        jacobian = np.stack([share, 1.0 - share, -share * place, by_power])
        return theta[3] * both, jacobian

    def natural(self, theta: Array, centre: Centre) -> dict[str, Array]:
        """Return Nc, Dc and the exponents, each (M,); Nc is infinite beyond all numbers."""
        of_n, of_d, alpha_n, alpha_d = theta
        return {
            "Nc": np.exp(np.minimum(of_n / alpha_n + centre.params, 700.0)),
            "Dc": np.exp(np.minimum(of_d / alpha_d + centre.tokens, 700.0)),
            "alpha_N": alpha_n,
            "alpha_D": alpha_d,
        }

    def _terms(self, theta: Array, sizes: Sizes, centre: Centre) -> tuple[Array, Array]:
        """Return the logarithms of both terms of L^(1/alpha_D), (n, M) each."""
        place = (sizes.params - centre.params)[:, None]
        return (
            (theta[0] - theta[2] * place) / theta[3],
            theta[1] / theta[3] - _tokens_from(sizes, centre),
        )


def _tokens_from(sizes: Sizes, centre: Centre) -> Array:
    """Return the logarithm of the tokens from the centre, (n, 1)."""
    return (sizes.tokens - centre.tokens)[:, None]


LAW = Kaplan()
