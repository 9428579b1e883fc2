"""The kinds of interval by name, each with the condition under which it is valid."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from scaling.fitting.fitted import Fitted
from scaling.fitting.intervals import parametric
from scaling.fitting.intervals.base import Intervals
from scaling.fitting.intervals.sampled import sampled


@dataclass(frozen=True)
class Kind:
    """One kind: its name in results, how it is made, and why it may be refused.

    ``make`` takes the fit and a random generator; ``why_not`` returns the reason, empty if valid.
    """

    label: str
    uses_draws: bool
    make: Callable[[Fitted, np.random.Generator], Intervals]
    why_not: Callable[[Fitted], str]


def _always(fitted: Fitted) -> str:
    return ""


KINDS: dict[str, Kind] = {
    "parametric": Kind(
        "parametric-bootstrap", True, lambda fit, rng: sampled(fit, parametric.draw(fit, rng)),
        _always,
    ),
}  # fmt: skip
