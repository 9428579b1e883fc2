"""The averaged forecast with its draws.

Draw b of the average is the weighted mean of the members' draws b: the bootstrap of the average
itself, whose members pull one another back, and not a mixture of curves drawn alone. The weights
are those of the data (Burnham & Anderson 2002, section 4.3.2, hold them as well). A new model's
score adds the noise of ``scaling.forecasting.ahead.noise``.

The last value forecasts what lies beyond the largest size. Elsewhere it has no say: the curves
share its weight. Scores are held to the limits of the metric, and to nothing that the data reach.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.fitted import Fitted
from scaling.fitting.intervals.parametric import draw
from scaling.fitting.intervals.sampled import Sampled, sampled_together
from scaling.fitting.objectives import effective_items
from scaling.forecasting.ahead.noise import Noise
from scaling.forecasting.ahead.reach import ROUNDING
from scaling.forecasting.ahead.solving import Cut
from scaling.forecasting.baselines import LAST, last_value, within_limits
from scaling.forecasting.predict import Prediction
from scaling.series import Series

LEAST_VARIANCE = 1e-4  # of p (1 - p): a last score of 0 or 1 is no certainty


@dataclass(frozen=True, eq=False)
class AveragePrediction(Prediction):
    """A prediction whose ``curve`` draws (X, B) stand without the noise of a new model."""

    curve: Array

    def mean_interval(self, level: float) -> tuple[Array, Array]:
        """Return both ends (X,) of the average's interval, stretched to hold the estimate."""
        low, high = Prediction(self.estimate, self.curve).interval(level)
        return np.minimum(low, self.estimate), np.maximum(high, self.estimate)

    def interval(self, level: float) -> tuple[Array, Array]:
        """Return both ends (X,) for a new model's score, stretched to hold the curve's."""
        low, high = super().interval(level)
        lower, upper = self.mean_interval(level)
        return np.minimum(low, lower), np.maximum(high, upper)


@dataclass(frozen=True, eq=False)
class Outlook:
    """The weighted members of one series, ready to predict anywhere on its axis.

    ``sampled``: the refitted draws of each curve, none without draws. ``normal`` and ``units``
    (B,): random numbers of the last value and of new models, which serve all places, so that
    bands are smooth.
    """

    series: Series
    rho: float
    weights: Mapping[str, float]
    fits: Mapping[str, Fitted]
    sampled: Mapping[str, Sampled]
    noise: Noise
    normal: Array
    units: Array

    def alone(self, name: str) -> Outlook:
        """Return the outlook of one curve of the average, on the same draws."""
        fit = self.fits[name]
        return replace(
            self,
            weights={name: 1.0},
            fits={name: fit},
            noise=Noise.of(self.series, within_limits(self.series, fit.value)),
        )

    def shares(self, x: Array) -> dict[str, Array]:
        """Return the weight of every member at places x, (X,) each."""
        last = self.weights.get(LAST, 0.0)
        beyond = x > self.series.x.max() + ROUNDING
        curves = {name: self.weights[name] for name in self.fits}
        found = {name: np.where(beyond, one, one / (1 - last)) for name, one in curves.items()}
        if LAST in self.weights:
            found[LAST] = np.where(beyond, last, 0.0)
        return found

    def members(self, x: Array) -> dict[str, Array]:
        """Return what every member says at places x, (X,) each."""
        found = {name: within_limits(self.series, fit.at(x)) for name, fit in self.fits.items()}
        if LAST in self.weights:
            found[LAST] = last_value(self.series, x)
        return found

    def predict(self, x: Array) -> AveragePrediction:
        """Return the averaged prediction at places x, (X,)."""
        alone, shares = self.members(x), self.shares(x)
        estimate = np.sum([shares[name] * alone[name] for name in alone], axis=0)
        curve = np.zeros((len(x), len(self.units)))
        for name, share in shares.items():
            curve += share[:, None] * self._drawn(name, x)
        scores = curve + self.noise.deviation(x, curve) * self.units
        return AveragePrediction(estimate, within_limits(self.series, scores), curve)

    def _drawn(self, name: str, x: Array) -> Array:
        """Return draws of one member, (X, B)."""
        if name == LAST:
            return self._last(x)
        if not self.sampled:
            return np.empty((len(x), 0))
        return within_limits(self.series, self.sampled[name].unclipped(x))

    def _last(self, x: Array) -> Array:
        """Return draws of the last value, (X, B), with the error of its own measurement."""
        series, value = self.series, last_value(self.series, x)
        if series.binomial:
            n = float(np.median(effective_items(series.n_items, self.rho)))
            spread = np.sqrt(np.maximum(value * (1 - value), LEAST_VARIANCE) / n)
        else:
            known = float(series.sigma[-1])
            spread = np.full_like(value, known if np.isfinite(known) else self.noise.scale)
        return within_limits(series, value[:, None] + spread[:, None] * self.normal)


def outlooks_of(
    weighted: Sequence[tuple[Cut, Mapping[str, float]]], draws: int, seed: int
) -> list[Outlook]:
    """Return the outlooks of several series from their fits and the weights of these.

    The draws of all are refitted together; 0 for no intervals. The seed and the key of a series
    decide its random numbers; members share theirs.
    """
    bare = [_without_draws(cut, weights, draws, seed) for cut, weights in weighted]
    if not draws:
        return bare
    fits = [
        replace(fit, options=replace(fit.options, draws=draws))
        for one in bare
        for fit in one.fits.values()
    ]
    drawn = iter(sampled_together(fits, [draw(fit, fit.series.random(seed)) for fit in fits]))
    return [replace(one, sampled={name: next(drawn) for name in one.fits}) for one in bare]


def _without_draws(cut: Cut, weights: Mapping[str, float], draws: int, seed: int) -> Outlook:
    series = cut.series
    fits = {name: cut.able[name] for name in weights if name != LAST}
    shares = {name: weights[name] for name in fits}
    total = sum(shares.values())
    value = np.sum(
        [shares[n] / total * within_limits(series, fit.value) for n, fit in fits.items()], axis=0
    )
    noise = Noise.of(series, value)
    first, second = (
        np.random.default_rng(child)
        for child in np.random.SeedSequence([seed, *series.entropy()]).spawn(2)
    )
    return Outlook(
        series=series,
        rho=next(iter(fits.values())).options.known_rho,
        weights=weights,
        fits=fits,
        sampled={},
        noise=noise,
        normal=first.standard_normal(draws),
        units=noise.units(second, draws),
    )
