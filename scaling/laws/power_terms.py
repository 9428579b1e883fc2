"""Sums of an irreducible loss and power laws: most published laws are of this form.

L = E + sum over terms of coefficient x size^-exponent, where terms may share an exponent. With
each size centred, ln L is a log-sum-exp of terms that are linear in theta.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scaling.laws.base import (
    LARGEST_EXPONENT,
    Array,
    Centre,
    Sizes,
    coefficient_bounds,
    constant,
    reduced_of_exponents,
    reduced_of_two,
)

EXPONENTS = (0.05, 0.1, 0.17, 0.25, 0.35, 0.5, 0.7, 1.0)  # of nodes; published ones: .05 to .7


@dataclass(frozen=True)
class Term:
    """One power law: its coefficient's and exponent's natural names, and its size.

    ``weights``: the size whose power it is, as weights of the logarithms of the fields of
    ``Sizes``; ln D - ln N is ``{"tokens": 1, "params": -1}``.
    """

    coefficient: str
    exponent: str
    weights: tuple[tuple[str, float], ...]

    def place(self, sizes: Sizes, centre: Centre) -> Array:
        """Return the logarithm of the term's size from the centre, (n,)."""
        total = np.zeros(sizes.n)
        for name, weight in self.weights:
            total += weight * (getattr(sizes, name) - getattr(centre, name))
        return total

    def offset(self, centre: Centre) -> float:
        """Return the logarithm of the term's size at the centre."""
        return float(sum(weight * getattr(centre, name) for name, weight in self.weights))


@dataclass(frozen=True)
class PowerTerms:
    """E + sum of power terms; a ``Law``."""

    name: str
    summary: str
    formula: str
    source: str
    needs: tuple[str, ...]
    terms: tuple[Term, ...]

    @property
    def exponents(self) -> tuple[str, ...]:
        """The names of the exponents, each once."""
        return tuple(dict.fromkeys(term.exponent for term in self.terms))

    @property
    def linear(self) -> tuple[str, ...]:
        """The logarithms of E and of the coefficients at the centre."""
        return ("log E", *(f"log {term.coefficient}" for term in self.terms))

    @property
    def internal(self) -> tuple[str, ...]:
        """The solver's coordinates."""
        return (*self.linear, *self.exponents)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The natural parameters: E, coefficients, exponents."""
        return ("E", *(term.coefficient for term in self.terms), *self.exponents)

    def reduced(self, sizes: Sizes) -> str | None:
        """Return the law that the sizes can identify; None if they can this one."""
        if len(self.terms) == 1 and constant(self.terms[0].place(sizes, Centre())):
            return ""
        if len(self.exponents) > 1:
            return reduced_of_exponents(sizes)
        return reduced_of_two(sizes) if len(self.terms) > 1 else None

    def bounds(self, log_loss: Array) -> tuple[Array, Array]:
        """Return the bounds: coefficients from a millionth of the loss, exponents from 0."""
        low, high = coefficient_bounds(log_loss)
        n_linear, n_exponents = len(self.linear), len(self.exponents)
        lower = np.array([low] * n_linear + [0.0] * n_exponents)
        return lower, np.array([high] * n_linear + [LARGEST_EXPONENT] * n_exponents)

    def nodes(self, sizes: Sizes, centre: Centre, log_loss: Array) -> Array:
        """Return every combination of exponents, (p, G)."""
        levels = np.meshgrid(*[np.array(EXPONENTS)] * len(self.exponents), indexing="ij")
        grid = np.stack([level.ravel() for level in levels])
        return np.concatenate([np.zeros((len(self.linear), grid.shape[1])), grid])

    def basis(self, theta: Array, sizes: Sizes, centre: Centre) -> Array:
        """Return the constant and the power terms with coefficient 1, (L, n, M)."""
        exponent = dict(zip(self.exponents, theta[len(self.linear) :], strict=True))
        rows = [np.ones((sizes.n, theta.shape[1]))]
        for term in self.terms:
            rows.append(np.exp(-np.outer(term.place(sizes, centre), exponent[term.exponent])))
        return np.stack(rows)

    def log_loss(self, theta: Array, sizes: Sizes, centre: Centre) -> Array:
        """Return ln L, (n, M)."""
        logs: Array = np.log(self._terms(theta, sizes, centre)[1])
        return logs

    def log_loss_and_jacobian(
        self, theta: Array, sizes: Sizes, centre: Centre
    ) -> tuple[Array, Array]:
        """Return ln L (n, M) and its derivatives (p, n, M): shares of the terms, times sizes."""
        values, loss = self._terms(theta, sizes, centre)
        first = len(self.linear)
        jacobian = np.zeros((len(theta), *loss.shape))
        inverse = 1.0 / loss
        np.multiply(inverse, np.exp(theta[0]), out=jacobian[0])
        for row, (term, value) in enumerate(zip(self.terms, values, strict=True), 1):
            np.multiply(value, inverse, out=jacobian[row])
            place = term.place(sizes, centre)[:, None]
            jacobian[first + self.exponents.index(term.exponent)] -= jacobian[row] * place
        return np.log(loss), jacobian

    def natural(self, theta: Array, centre: Centre) -> dict[str, Array]:
        """Return E, the coefficients at size 1, and the exponents, each (M,)."""
        exponent = dict(zip(self.exponents, theta[len(self.linear) :], strict=True))
        found = {"E": np.exp(theta[0])}
        for row, term in enumerate(self.terms, 1):
            at_one = theta[row] + exponent[term.exponent] * term.offset(centre)
            found[term.coefficient] = np.exp(np.minimum(at_one, 700.0))
        return found | exponent

    def _terms(self, theta: Array, sizes: Sizes, centre: Centre) -> tuple[list[Array], Array]:
        """Return the power terms and the loss, each (n, M)."""
        exponent = dict(zip(self.exponents, theta[len(self.linear) :], strict=True))
        values = []
        loss = np.broadcast_to(np.exp(theta[0]), (sizes.n, theta.shape[1])).copy()
        for row, term in enumerate(self.terms, 1):
            power = np.multiply.outer(term.place(sizes, centre), -exponent[term.exponent])
            power += theta[row]
            values.append(np.exp(power, out=power))
            loss += power
        return values, loss
