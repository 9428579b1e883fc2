"""Which series are pooled: those of one task, metric and conditions, whatever the family."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from scaling.detection.assess import assess
from scaling.detection.options import DetectOptions
from scaling.detection.scored import upright
from scaling.detection.verdict.conclude import untestable
from scaling.detection.verdict.rules import blocked_by_drop, verdict_of
from scaling.notes import MATERIAL_VERDICTS
from scaling.series import Series, SeriesKey

LEAST_FAMILIES = 2
NON_MONOTONE = "non_monotone"


@dataclass(frozen=True, eq=False)
class Group:
    """The series of one task that rise (upright), and who was left out with the reason's code."""

    key: SeriesKey
    members: tuple[Series, ...]
    left_out: tuple[tuple[str, str], ...]


def groups(series: Sequence[Series], options: DetectOptions) -> Iterator[Group]:
    """Yield the groups of at least two rising series, in the order of their first one.

    Only a series with a material rise says anything of its width; one with a step back that
    blocks its own claim would block that of all. A family measured by several sources counts
    once for each.
    """
    why = _reasons(series, options)
    by_key: dict[SeriesKey, list[int]] = {}
    for place, one in enumerate(series):
        by_key.setdefault(one.key._replace(family="", source=None), []).append(place)
    for key, places in by_key.items():
        members = tuple(upright(series[place]) for place in places if not why[place])
        if len(members) >= LEAST_FAMILIES:
            left_out = [(series[place].key.family, why[place]) for place in places if why[place]]
            yield Group(key, members, tuple(left_out))


def common_w0(w0: Sequence[float]) -> float:
    """Return one null width for series that have their own: the geometric mean.

    On flops w0 depends on how each family's compute grows with its parameters.
    """
    return float(np.exp(np.mean(np.log(w0)))) if len(set(w0)) > 1 else w0[0]


def _reasons(series: Sequence[Series], options: DetectOptions) -> list[str]:
    """Return why each series is left out, empty if it is not."""
    reasons = [""] * len(series)
    testable = []
    for place, one in enumerate(series):
        untested = untestable(one, options)
        if untested is None:
            testable.append(place)
        else:
            reasons[place] = untested.verdict
    found = assess([upright(series[place]) for place in testable], options)
    for place, assessed in zip(testable, found, strict=True):
        evidence = assessed.evidence
        verdict = verdict_of(evidence)
        if blocked_by_drop(evidence):
            reasons[place] = NON_MONOTONE
        elif verdict not in MATERIAL_VERDICTS:
            reasons[place] = verdict
    return reasons
