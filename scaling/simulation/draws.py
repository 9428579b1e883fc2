"""Random true curves, and random scores of them, many series at once as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array
from scaling.detection.width.detectable import MIDPOINTS
from scaling.errors import OptionError
from scaling.fitting.intervals.parametric import beta_binomial
from scaling.fitting.options import DEFAULT_RHO
from scaling.simulation.base import CUT_OFF_MIDPOINTS, Placement, Truth


@dataclass(frozen=True, eq=False)
class TrueCurves:
    """S true curves of one kind: ``amplitude`` (S, 1) is a share of ceiling - chance."""

    truth: Truth
    chance: float
    ceiling: float
    amplitude: Array
    placement: Placement

    def share(self, x: Array) -> Array:
        """Return the share of the rise that is done at x (K,), as (S, K)."""
        return self.truth.share(x, self.placement)

    def value(self, x: Array) -> Array:
        """Return the expected scores at x (K,), as (S, K), if no run fails."""
        return self.at_share(self.share(x), self.amplitude)

    def at_share(self, share: Array, amplitude: Array) -> Array:
        """Return the scores where these shares of the rise are done; arrays broadcast."""
        lift = self.truth.lift
        rise = lift + (1 - lift) * amplitude * share
        result: Array = self.chance + (self.ceiling - self.chance) * rise
        return result


def draw_curves(
    truth: Truth,
    x: Array,
    rng: np.random.Generator,
    count: int,
    *,
    width: float = 1.0,
    chance: float = 0.0,
    ceiling: float = 1.0,
    amplitude: float | None = None,
    midpoint: float | None = None,
) -> TrueCurves:
    """Return ``count`` curves with random amplitudes and midpoints, where those are None.

    ``x``: (K,) increasing log10 sizes; ``width``, ``midpoint`` in the same decades. A number
    that is given does not change how the other one is drawn. Raises OptionError where the truth
    ends at a score of its own that chance and ceiling exclude.
    """
    first, second = rng.random((2, count, 1))
    low, high = float(x[0]), float(x[-1])
    if midpoint is not None:
        middle = np.full((count, 1), midpoint)
    elif truth.cut_off:
        middle = high + width * _between(CUT_OFF_MIDPOINTS, second)
    else:
        middle = low + (high - low) * _between(MIDPOINTS, second)
    if truth.top is not None:
        if not chance < truth.top <= ceiling:
            raise OptionError(
                f"{truth.name}: expected chance below {truth.top:g} and a ceiling not below it, "
                f"got {chance:g} and {ceiling:g}"
            )
        amplitude = (truth.top - chance) / (ceiling - chance)
    if amplitude is None:
        height = _between(truth.amplitudes, first)
    else:
        height = np.full((count, 1), amplitude)
    return TrueCurves(truth, chance, ceiling, height, Placement(middle, width, low, high))


def draw_scores(
    curves: TrueCurves,
    x: Array,
    rng: np.random.Generator,
    *,
    n_items: float | Array = 250,
    rho: float = DEFAULT_RHO,
    runs: int = 1,
) -> Array:
    """Return beta-binomial scores at x (K,), as (S, K): means over ``runs`` runs a size.

    ``n_items``: of each run, one number or (K,). ``rho`` is the over-dispersion of one run.
    Probabilities are held at .001 to .999, as everywhere.
    """
    share = np.repeat(curves.share(x)[:, None, :], runs, axis=1)  # (S, R, K)
    if curves.truth.accident is not None:
        share = curves.truth.accident(share, rng)
    p = curves.at_share(share, curves.amplitude[:, :, None])
    score: Array = beta_binomial(rng, p, np.asarray(n_items, dtype=np.float64), rho).mean(axis=1)
    return score


def _between(ends: tuple[float, float], uniform: Array) -> Array:
    return ends[0] + (ends[1] - ends[0]) * uniform
