"""Which series are two conditions of one thing, and the sizes that both of them have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scaling.forecasting.crossing.pair_spec import PairSpec
from scaling.series import Series, SeriesKey

OF_FAMILIES = "; families that are two tunings of one pair as family:NAME:NAME"
SIZES_OF_MODELS = ("params", "active_params", "tokens", "flops")  # not costs, times or losses


@dataclass(frozen=True, eq=False)
class Match:
    """Two conditions at the same sizes; ``left_out`` are models of sizes that only one has.

    ``message`` says why there is no pair; then both are the series that stands alone.
    """

    spec: PairSpec
    baseline: Series
    augmented: Series
    left_out: tuple[str, ...] = ()
    message: str = ""


def match_pairs(series: Sequence[Series], spec: PairSpec) -> list[Match]:
    """Return every augmented series with its partner, in order; those without one say why.

    Partners have the same key but for the column (and the tuning, where the column is the family).
    The source counts only where there are several partners: then the one of the same source is
    taken. Only sizes that both have are kept.
    """
    baselines = [one for one in series if spec.value(one.key) == spec.baseline and one.n_points]
    found = []
    for one in series:
        if spec.value(one.key) != spec.augmented or not one.n_points:
            continue
        alike = [other for other in baselines if _rest(other.key, spec) == _rest(one.key, spec)]
        same = [other for other in alike if other.key.source == one.key.source] or alike
        if len(same) == 1:
            found.append(_restricted(same[0], one, spec))
        elif same:
            told = "; ".join(sorted({other.key.label(source=True) for other in same}))
            why = f"several series with {spec.column} {spec.baseline} match ({told}): select one"
            found.append(Match(spec, one, one, message=why))
        else:
            why = f"no {spec.column} {spec.baseline} was measured under the same conditions"
            why += "" if spec.column == "family" else OF_FAMILIES
            found.append(Match(spec, one, one, message=why))
    return found


def _rest(key: SeriesKey, spec: PairSpec) -> tuple[object, ...]:
    """Return the parts of a key that are alike within a pair."""
    left_out = ("source", *spec.ignored)
    return tuple(value for name, value in key._asdict().items() if name not in left_out)


def _restricted(baseline: Series, augmented: Series, spec: PairSpec) -> Match:
    """Return two series with the sizes of both alone."""
    common = np.intersect1d(baseline.x, augmented.x)
    gone = [np.flatnonzero(~np.isin(one.x, common)).tolist() for one in (baseline, augmented)]
    left_out = tuple(
        one.models[place]
        for one, places in zip((baseline, augmented), gone, strict=True)
        for place in places
    )
    if not len(common):
        why = "no size was measured under both conditions"
        if augmented.size_axis not in SIZES_OF_MODELS:
            why += f": one model has another {augmented.size_axis} under each; choose another size"
        return Match(spec, augmented, augmented, left_out, why)
    return Match(spec, baseline.without(gone[0]), augmented.without(gone[1]), left_out)
