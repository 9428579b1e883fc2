"""Truths that are no smooth rise: steps and mixtures of them, lines, turns, accidents of runs."""

from __future__ import annotations

import numpy as np

from scaling.curves.base import Array
from scaling.curves.logistic import SHAPE as LOGISTIC
from scaling.simulation.base import Placement, Share, Truth
from scaling.simulation.smooth import rising

LINEAR_AMPLITUDES = (0.3, 0.9)  # of the span
LINEAR_LIFT = 0.02  # of the span: the smallest model is just above chance
STEP_OPTIONS = ("amplitude", "midpoint")


def step(x: Array, at: Placement) -> Array:
    """Return 0 up to the midpoint and 1 above it: a rise of width zero."""
    return (x > at.midpoint).astype(np.float64)


def drift(linear: float) -> Share:
    """Return a step that shares the rise with a line, whose part is ``linear``."""

    def share(x: Array, at: Placement) -> Array:
        return (1 - linear) * step(x, at) + linear * at.along(x)

    return share


def staircase(apart: float) -> Share:
    """Return two equal steps that lie ``apart`` decades around the midpoint."""

    def share(x: Array, at: Placement) -> Array:
        below = at._replace(midpoint=at.midpoint - apart / 2)
        above = at._replace(midpoint=at.midpoint + apart / 2)
        return 0.5 * (step(x, below) + step(x, above))

    return share


def line(x: Array, at: Placement) -> Array:
    """Return a line from 0 at the smallest size to 1 at the largest."""
    return at.along(x)


def nothing(x: Array, at: Placement) -> Array:
    """Return 0 at every size."""
    return np.zeros(np.broadcast_shapes(x.shape, at.midpoint.shape))


def fall(x: Array, at: Placement) -> Array:
    """Return a logistic rise upside down."""
    return 1 - LOGISTIC.rise(x, at.midpoint, at.width)


def turn(x: Array, at: Placement) -> Array:
    """Return a parabola that is 0 at the midpoint and 1 at the end of the sizes farthest away."""
    farthest = np.maximum(at.midpoint - at.low, at.high - at.midpoint)
    result: Array = ((x - at.midpoint) / farthest) ** 2
    return result


def turn_down(x: Array, at: Placement) -> Array:
    """Return the turn upside down."""
    return 1 - turn(x, at)


def one_fails(share: Array, rng: np.random.Generator) -> Array:
    """Let one random run of each series fail at one random size; shares (S, R, K)."""
    series, runs, sizes = share.shape
    failed = rng.integers(runs * sizes, size=series)
    result = share.reshape(series, -1).copy()
    result[np.arange(series), failed] = 0.0
    return result.reshape(share.shape)


def two_modes(share: Array, rng: np.random.Generator) -> Array:
    """Let every run be all or nothing; the share is how probable all is."""
    return (rng.random(share.shape) < share).astype(np.float64)


OTHER: tuple[Truth, ...] = (
    Truth("step", "everything at one size", step, options=STEP_OPTIONS),
    Truth("drift_015", "a step and a line, 85 : 15", drift(0.15), options=STEP_OPTIONS),
    Truth("drift_03", "a step and a line, 70 : 30", drift(0.3), options=STEP_OPTIONS),
    Truth("staircase_05", "two steps .5 decades apart", staircase(0.5), options=STEP_OPTIONS),
    Truth("staircase_1", "two steps a decade apart", staircase(1.0), options=STEP_OPTIONS),
    Truth("staircase_15", "two steps 1.5 decades apart", staircase(1.5), options=STEP_OPTIONS),
    Truth(
        "linear",
        "a line in the logarithm of size",
        line,
        options=("amplitude",),
        amplitudes=LINEAR_AMPLITUDES,
        lift=LINEAR_LIFT,
    ),
    Truth("flat", "chance at every size", nothing, options=()),
    Truth("inverse", "a logistic fall to chance", fall),
    Truth("u_shaped", "a parabola down to chance and up", turn, options=STEP_OPTIONS),
    Truth("inverted_u", "a parabola up and down", turn_down, options=STEP_OPTIONS),
    Truth("failed_run", "logistic, one random size at chance", rising(LOGISTIC), one_fails),
    Truth("two_seed_modes", "runs low or high, logistic odds", rising(LOGISTIC), two_modes),
)
