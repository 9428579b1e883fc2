"""The losses of one budget against size, fitted by a parabola and by a cubic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from scaling.curves.base import Array
from scaling.forecasting.laws.isoflop.budgets import LEAST_SIZES, Budget
from scaling.forecasting.laws.isoflop.polynomials import minimum, powers, projector
from scaling.runs import Runs

PARABOLA, CUBIC = 2, 3
DEGREES = (PARABOLA, CUBIC)
LEAST_OF = {PARABOLA: LEAST_SIZES, CUBIC: LEAST_SIZES + 1}  # distinct sizes


@dataclass(frozen=True, eq=False)
class Profile:
    """The runs of one budget in the order of their size, and what is fitted to them.
    ``flops``: the budget's compute, ``compute``: (n,) that of its runs. ``x``: (n,) log size,
    scaled so that the sizes reach from -1 to 1; ``response``: (n,) loss or log loss; ``centre``,
    ``half``: of ln N, so that ln N = centre + half x. ``product``: (2,) the line
    ln(N D) = product[0] + product[1] x, which turns sizes into tokens.
    """

    flops: float
    models: tuple[str, ...]
    params: Array
    tokens: Array
    compute: Array
    loss: Array
    response: Array
    x: Array = field(init=False)
    centre: float = field(init=False)
    half: float = field(init=False)
    product: Array = field(init=False)

    def __post_init__(self) -> None:
        logs = np.log(self.params)
        low, high = float(logs.min()), float(logs.max())
        set_once = object.__setattr__
        set_once(self, "centre", (low + high) / 2)
        set_once(self, "half", (high - low) / 2 or 1.0)
        set_once(self, "x", (logs - self.centre) / self.half)
        degree = 1 if high > low else 0
        line = projector(self.x, degree) @ np.log(self.params * self.tokens)
        set_once(self, "product", np.concatenate([line, np.zeros(1 - degree)]))

    @classmethod
    def of(cls, runs: Runs, budget: Budget, response: str) -> Profile:
        """Take the runs of a budget; equal runs stand in one order whatever that of the file."""
        part = runs.take(budget.places)
        order = np.lexsort((np.asarray(part.models), part.loss, part.tokens, part.params))
        part = part.take(order)
        return cls(
            flops=budget.flops,
            models=part.models,
            params=part.params,
            tokens=part.tokens,
            compute=part.flops,
            loss=part.loss,
            response=part.log_loss if response == "log-loss" else part.loss,
        )

    @property
    def n_sizes(self) -> int:
        """Number of distinct sizes."""
        return len(np.unique(self.params))

    def bears(self, degree: int) -> bool:
        """Whether there are sizes enough for a polynomial of this degree, and one to spare."""
        return self.n_sizes >= LEAST_OF[degree]

    def coefficients(self, degree: int) -> Array:
        """Return the least-squares coefficients (degree + 1,)."""
        result: Array = projector(self.x, degree) @ self.response
        return result

    def residuals(self, degree: int) -> Array:
        """Return response less polynomial, (n,)."""
        result: Array = self.response - powers(self.x, degree) @ self.coefficients(degree)
        return result

    def drawn(self, degree: int, errors: Array) -> Array:
        """Return coefficients (degree + 1, B) as they vary with errors (n, B) of the responses."""
        result: Array = self.coefficients(degree)[:, None] + projector(self.x, degree) @ errors
        return result

    def log_params(self, place: Array) -> Array:
        """Return ln N of scaled places, whatever their shape."""
        result: Array = self.centre + self.half * place
        return result

    def log_tokens(self, place: Array) -> Array:
        """Return ln D of scaled places on the budget."""
        known = np.isfinite(place)
        inside = np.where(known, place, 0.0)
        logs = self.product[0] + self.product[1] * inside - self.log_params(inside)
        return np.where(known, logs, -place)

    def lowest(self, degree: int) -> float:
        """Return the scaled place of the minimum; infinite where there is none."""
        return float(minimum(self.coefficients(degree)[:, None])[0])


@dataclass(frozen=True, eq=False)
class PooledError:
    """The error of a response, pooled over budgets: standard deviation and degrees of freedom."""

    sigma: float
    degrees: int

    @classmethod
    def of(cls, profiles: Sequence[Profile]) -> PooledError:
        """Pool the residuals of the highest degree that each budget bears."""
        squares, degrees = 0.0, 0
        for one in profiles:
            degree = CUBIC if one.bears(CUBIC) else PARABOLA
            squares += float((one.residuals(degree) ** 2).sum())
            degrees += len(one.x) - degree - 1
        return cls(float(np.sqrt(squares / degrees)), degrees)

    def drawn(self, count: int, seed: int) -> Array:
        """Return standard deviations (B,) as they vary: sigma^2 = s^2 nu / chi^2(nu)."""
        generator = np.random.default_rng(np.random.SeedSequence([seed]))
        squares = generator.chisquare(self.degrees, size=count)
        result: Array = self.sigma * np.sqrt(self.degrees / squares)
        return result


def drawn_errors(profile: Profile, sigma: Array, seed: int) -> Array:
    """Return errors (n, B) of a budget's responses; its sizes decide them, not other budgets."""
    words = np.frombuffer(np.asarray(profile.params, dtype="<f8").tobytes(), dtype="<u4")
    generator = np.random.default_rng(np.random.SeedSequence([seed, *words.tolist()]))
    result: Array = sigma * generator.standard_normal((len(profile.x), len(sigma)))
    return result
