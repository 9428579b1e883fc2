"""Delta-method intervals, a quick look: they take the likelihood for a parabola.

An estimate plus and minus a quantile times its standard error, from the inverse information of the
free parameters inside their bounds; natural parameters that are positive on the log scale. The
quantile is the normal one, or Student's t where the size of the errors is estimated. For the
generalised linear models the covariance is multiplied by the dispersion, where that is above 1
(quasi-likelihood: McCullagh & Nelder 1989, section 4.5).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scaling.curves.base import Array
from scaling.curves.glm import GlmCurve
from scaling.fitting.diagnostics import Diagnostics, inside, scores_and_information
from scaling.fitting.fitted import Fitted
from scaling.fitting.intervals.band import band_places
from scaling.fitting.intervals.base import UNBOUNDED, Intervals, clipped, predicted, quantile
from scaling.fitting.intervals.quantities import Naturals, aimed, naturals
from scaling.fitting.records import NAN, Estimate

QUICK_LOOK = "quick-look"
NO_INFORMATION = 1e-10  # eigenvalues of the information with unit diagonal below it are none
NEGLIGIBLE = 1e-6  # share of a gradient in directions without information


def why_not(fitted: Fitted) -> str:
    """Return why the delta method is not valid for a fit; empty if it is."""
    name = fitted.model.objective.name
    if fitted.model.objective.smooth:
        return ""
    return f"the delta method needs second derivatives, {name} has none: use the interval profile"


@dataclass(frozen=True, eq=False)
class Delta(Intervals):
    """Delta-method intervals of one fit."""

    @cached_property
    def quantity(self) -> Naturals:
        """The natural parameters on their working scales."""
        with np.errstate(all="ignore"):
            return naturals(self.fitted)

    def parameters(self) -> dict[str, Estimate]:
        """Return every natural parameter with its interval, of multiples where it is positive."""
        quantity, theta = self.quantity, self.fitted.theta
        found = {}
        with np.errstate(all="ignore"):
            for at, (name, estimate) in enumerate(self.fitted.natural().items()):
                design = aimed(self.fitted.design, np.array([at]))
                middle = float(quantity.value(theta, design)[0])
                slopes = quantity.slopes(theta, design)
                reach = quantile(self.fitted) * float(self.standard_errors(slopes)[0])
                ends = [quantity.natural(name, middle + side * reach) for side in (-1, 1)]
                known = name not in quantity.fixed | quantity.discrete and np.isfinite(ends).all()
                found[name] = Estimate(estimate, *(ends if known else (NAN, NAN)))
        return found

    def curve(self, x: Array) -> tuple[Array, Array]:
        """Return the curve plus and minus a quantile of standard errors, within the metric."""
        curve, design = self.fitted.model.curve, self.fitted.design
        value, jacobian = curve.value_and_jacobian(self.fitted.theta, design.at(x[:, None]))
        reach = quantile(self.fitted) * self.standard_errors(jacobian[:, :, 0])
        low, high = (value[:, 0] + side * reach for side in (-1, 1))
        return clipped(self.fitted, low), clipped(self.fitted, high)

    def prediction(self, x: Array) -> tuple[Array, Array]:
        """Return the mean interval widened by the noise of a new model's score."""
        return predicted(self.fitted, x, *self.curve(x), quantile(self.fitted))

    def notes(self) -> tuple[str, ...]:
        """Return ``quick-look``, and ``unbounded`` where there is no information on something."""
        fixed, found = self.quantity.fixed, self.parameters()
        ends = [value.lower for name, value in found.items() if name not in fixed]
        open_ = np.isnan(ends).any() or np.isnan(self.curve(band_places(self.fitted.design))).any()
        return (QUICK_LOOK, UNBOUNDED) if open_ else (QUICK_LOOK,)

    def standard_errors(self, slopes: Array) -> Array:
        """Return the standard errors of Q numbers from their slopes by theta (p, Q), (Q,).

        The variance of each is its own slopes times the covariance times its own slopes, never
        a sum over several. NaN where a number moves in a direction without information.
        """
        root, vectors, values = self._information
        unit = vectors.T @ (slopes[inside(self.fitted)] / root[:, None])  # (q, Q), in eigenvectors
        known = values > NO_INFORMATION
        size = np.sqrt((unit**2).sum(axis=0))
        lost = np.sqrt((unit[~known] ** 2).sum(axis=0)) > NEGLIGIBLE * size
        variance = (unit[known] ** 2 / values[known][:, None]).sum(axis=0)
        unmoved = (size == 0) & (slopes[self.fitted.model.free[:, 0]] != 0).any(axis=0)
        result: Array = np.where(lost | unmoved, NAN, np.sqrt(self._dispersion * variance))
        return result

    @cached_property
    def _information(self) -> tuple[Array, Array, Array]:
        """Roots of the diagonal (q,), eigenvectors (q, q) and eigenvalues (q,) of the rest."""
        _, information = scores_and_information(self.fitted)
        root = np.sqrt(np.maximum(np.diag(information), 1e-300))
        values, vectors = np.linalg.eigh(information / np.outer(root, root))
        return root, vectors, values

    @cached_property
    def _dispersion(self) -> float:
        """What the covariance is multiplied by."""
        if not (self.fitted.binomial and isinstance(self.fitted.model.curve, GlmCurve)):
            return 1.0
        return float(np.fmax(1.0, Diagnostics.of(self.fitted).dispersion))
