"""Which series belong together, and the models that both of them have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scaling.detection.pairs.results import LeftOut
from scaling.detection.pairs.spec import PairSpec
from scaling.series import Series, SeriesKey
from scaling.units import format_size

LEAST_SIZES = 4  # with three, no width is ever called sharp


@dataclass(frozen=True, eq=False)
class Match:
    """Two series of the same models, and the models of the originals that one of them lacks."""

    spec: PairSpec
    hard: Series
    soft: Series
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, eq=False)
class Unmatched:
    """A series that no pair could be made of: a note's code and a message that says why."""

    spec: PairSpec
    series: Series
    code: str
    message: str
    n_sizes: int = 0
    left_out: tuple[LeftOut, ...] = ()


def match_series(series: Sequence[Series], spec: PairSpec) -> list[Match | Unmatched]:
    """Return every hard series with its partner, then the soft ones that nothing was paired with.

    Partners have the same key but for the metric; where only one of them names its source, the
    sources count as the same. Each pair is restricted to the models that both have.
    """
    hard = [one for one in series if one.key.metric == spec.hard]
    soft = [one for one in series if one.key.metric == spec.soft]
    found: list[Match | Unmatched] = []
    used: set[SeriesKey] = set()
    for one in hard:
        partners = _partners(one, soft)
        used |= {partner.key for partner in partners}
        if len(partners) == 1:
            found.append(_restricted(one, partners[0], spec))
        elif partners:
            sources = ", ".join(str(partner.key.source) for partner in partners)
            why = f"{spec.soft} has several sources ({sources}): name the one of {spec.hard}"
            found.append(Unmatched(spec, one, "no-partner", why))
        else:
            found.append(_alone(one, spec.soft, spec))
    found += [_alone(one, spec.hard, spec) for one in soft if one.key not in used]
    return found


def _partners(one: Series, others: Sequence[Series]) -> list[Series]:
    """Return the series with the same conditions; one of the same source goes first."""
    alike = [other for other in others if _but_metric(other.key) == _but_metric(one.key)]
    same = [other for other in alike if other.key.source == one.key.source]
    return same or [other for other in alike if None in (one.key.source, other.key.source)]


def _but_metric(key: SeriesKey) -> SeriesKey:
    return key._replace(metric="", source=None)


def _alone(one: Series, missing: str, spec: PairSpec) -> Unmatched:
    why = f"no {missing} was measured under the same conditions"
    return Unmatched(spec, one, "no-partner", why)


def _restricted(hard: Series, soft: Series, spec: PairSpec) -> Match | Unmatched:
    """Return two series with the models of both alone."""
    sizes = [dict(zip(one.models, one.size, strict=True)) for one in (hard, soft)]
    left_out = []
    for model in dict.fromkeys([*hard.models, *soft.models]):
        if model not in sizes[0] or model not in sizes[1]:
            missing = spec.hard if model not in sizes[0] else spec.soft
            left_out.append(LeftOut(model, f"no {missing}"))
        elif sizes[0][model] != sizes[1][model]:
            both = " and ".join(format_size(float(size[model])) for size in sizes)
            left_out.append(LeftOut(model, f"two sizes: {both}"))
    dropped = {one.model for one in left_out}
    hard_part, soft_part = (
        one.without(place for place, model in enumerate(one.models) if model in dropped)
        for one in (hard, soft)
    )
    count = hard_part.n_sizes if hard_part.n_points else 0
    if count < LEAST_SIZES:
        why = (
            f"expected at least {LEAST_SIZES} sizes with both {spec.hard} and {spec.soft}, found "
            f"{count}"
        )
        return Unmatched(spec, hard, "few-common-sizes", why, count, tuple(left_out))
    return Match(spec, hard_part, soft_part, tuple(left_out))
