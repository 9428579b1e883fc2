"""Which series are pooled: those of one task, metric and conditions, whatever the family."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scaling.detection.assess import Assessment
from scaling.detection.rules import material_rise, verdict_of
from scaling.notes import RISING_VERDICTS
from scaling.series import SeriesKey

LEAST_FAMILIES = 2


@dataclass(frozen=True, eq=False)
class Group:
    """The series of one task that rise, and the families that were left out with their verdict."""

    key: SeriesKey
    members: tuple[Assessment, ...]
    left_out: tuple[tuple[str, str], ...]


def groups(found: Sequence[Assessment]) -> Iterator[Group]:
    """Yield the groups of at least two rising series, in the order of their first one.

    Only series with a material rise say anything of its width; a family measured by several
    sources counts once for each.
    """
    by_key: dict[tuple[SeriesKey, float], list[Assessment]] = {}
    for one in found:
        shared = one.series.key._replace(family="", source=None)
        by_key.setdefault((shared, one.w0), []).append(one)
    for (key, _), own in by_key.items():
        members = tuple(one for one in own if _rises(one))
        if len(members) >= LEAST_FAMILIES:
            left_out = tuple(
                (one.series.key.family, verdict_of(one.evidence)) for one in own if not _rises(one)
            )
            yield Group(key, members, left_out)


def _rises(one: Assessment) -> bool:
    return verdict_of(one.evidence) in RISING_VERDICTS and material_rise(one.evidence)
