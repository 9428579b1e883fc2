"""Smooth truths: the seventeen kinds of rise of a given width that nothing may call a jump."""

from __future__ import annotations

from scaling.curves.base import Array
from scaling.curves.complementary_gompertz import SHAPE as COMPLEMENTARY_GOMPERTZ
from scaling.curves.expansion import SHAPE as EXPANSION
from scaling.curves.gompertz import SHAPE as GOMPERTZ
from scaling.curves.logistic import SHAPE as LOGISTIC
from scaling.curves.onset import SHAPE as ONSET
from scaling.curves.sigmoid import Shape
from scaling.simulation.base import Placement, Share, Truth
from scaling.simulation.shapes import BROKEN, PER_TOKEN, PROBIT, RAMP

LOW_CEILING = 0.6

SUMMARIES = {
    LOGISTIC: "symmetric S-curve",
    GOMPERTZ: "fast take-off, slow approach",
    COMPLEMENTARY_GOMPERTZ: "slow take-off, fast approach",
    PROBIT: "normal distribution function",
    **{
        shape: f"exact match of {shape.name.rpartition('_')[2]} tokens of logistic accuracy"
        for shape in PER_TOKEN
    },
    BROKEN[0]: "errors bend into a slow power law",
    BROKEN[1]: "errors bend into a fast power law",
    RAMP: "straight rise between two kinks",
    ONSET: "kinked start, exponential approach",
    EXPANSION: "exponential growth into a hard ceiling",
}


def rising(shape: Shape) -> Share:
    """Return the share of a rise of this shape."""

    def share(x: Array, at: Placement) -> Array:
        return shape.rise(x, at.midpoint, at.width)

    return share


def cut_off(shape: Shape) -> Truth:
    """Return a rise to the ceiling whose midpoint lies near the largest size or beyond."""
    return Truth(
        f"cut_off_{shape.name}",
        f"{SUMMARIES[shape]}, cut off by the largest size",
        rising(shape),
        amplitudes=(1.0, 1.0),
        cut_off=True,
    )


SMOOTH: tuple[Truth, ...] = (
    *(Truth(shape.name, summary, rising(shape)) for shape, summary in SUMMARIES.items()),
    Truth(
        "ceiling_06",
        f"logistic that ends at {LOW_CEILING:g}",
        rising(LOGISTIC),
        options=("midpoint", "width"),
        top=LOW_CEILING,
    ),
    *(cut_off(shape) for shape in (LOGISTIC, GOMPERTZ, COMPLEMENTARY_GOMPERTZ)),
)
