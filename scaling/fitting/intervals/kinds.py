"""The kinds of interval by name, each with the condition under which it is valid."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from scaling.fitting.fitted import Fitted
from scaling.fitting.intervals import case, delta, parametric, wild
from scaling.fitting.intervals.base import Intervals
from scaling.fitting.intervals.delta import Delta
from scaling.fitting.intervals.profile import ProfileLikelihood
from scaling.fitting.intervals.sampled import Sample, sampled


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


def _bootstrap(
    label: str,
    draw: Callable[[Fitted, np.random.Generator], Sample],
    why_not: Callable[[Fitted], str] = _always,
) -> Kind:
    return Kind(label, True, lambda fitted, rng: sampled(fitted, draw(fitted, rng)), why_not)


KINDS: dict[str, Kind] = {
    "parametric": _bootstrap("parametric-bootstrap", parametric.draw),
    "wild": _bootstrap("wild-bootstrap-webb", wild.draw, wild.why_not),
    "case": _bootstrap("case-bootstrap", case.draw, case.why_not),
    "profile": Kind(
        "profile-likelihood", False, lambda fitted, rng: ProfileLikelihood(fitted), _always
    ),
    "delta": Kind("delta-method", False, lambda fitted, rng: Delta(fitted), delta.why_not),
}
