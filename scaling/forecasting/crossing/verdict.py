"""The rules of a crossing, in the order they are asked, as data and small functions.

``docs/crossing.md`` states them; to change a rule, change its function here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scaling.fitting.records import NAN

SURE = 0.975  # of the bootstrap curves
SPLIT = 0.05  # a share of them that counts


@dataclass(frozen=True)
class Evidence:
    """What a verdict rests on.

    ``n_sizes``, ``n_above``, ``n_below``: distinct sizes, and those surely above and below.
    ``n_worse``: of a pair, the sizes at which the second condition is surely worse. ``never``: the
    share of the bootstrap curves that do not reach the baseline within reach, NaN without a model.
    ``ceiling_below``: whether the scores level off surely below it. ``pair``: whether two
    conditions are compared.
    """

    n_sizes: int
    n_above: int
    n_below: int
    n_worse: int = 0
    never: float = NAN
    ceiling_below: bool = False
    pair: bool = False


Condition = Callable[[Evidence], bool]


def always_better(e: Evidence) -> bool:
    """The second condition is surely better at every size."""
    return e.pair and e.n_above == e.n_sizes


def crossed(e: Evidence) -> bool:
    """Some size is surely above."""
    return e.n_above > 0


def ceiling_below(e: Evidence) -> bool:
    """The rise has slowed to nothing, and the upper limit of the ceiling is below."""
    return e.ceiling_below


def never_within(e: Evidence) -> bool:
    """Nearly all bootstrap curves stay below up to the end of the reach."""
    return e.never >= SURE


def always_worse(e: Evidence) -> bool:
    """The second condition is surely worse at every size, and no curve says that it will pass."""
    return e.pair and e.n_worse == e.n_sizes and never_within(e)


def tied(e: Evidence) -> bool:
    """No size is surely above, and not all of them are surely below."""
    return e.n_below < e.n_sizes


def unidentified(e: Evidence) -> bool:
    """All sizes are below, and the bootstrap curves do not agree on what comes next."""
    return SPLIT < e.never < 1 - SPLIT


def not_yet(e: Evidence) -> bool:
    """All sizes are surely below."""
    return True


RULES: tuple[tuple[str, Condition], ...] = (
    ("always_better", always_better),
    ("crossed", crossed),
    ("ceiling_below", ceiling_below),
    ("always_worse", always_worse),
    ("never_within", never_within),
    ("tied", tied),
    ("unidentified", unidentified),
    ("not_yet", not_yet),
)


def verdict_of(evidence: Evidence) -> str:
    """Return the verdict of the first rule that holds.

    >>> verdict_of(Evidence(n_sizes=4, n_above=0, n_below=4, never=0.5))
    'unidentified'
    """
    return next(verdict for verdict, holds in RULES if holds(evidence))
