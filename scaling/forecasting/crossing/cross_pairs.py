"""Two conditions of one thing: where the second starts to be better than the first.

Curves of both are fitted at the sizes that both have, and their difference is followed in joint
draws: a draw of the one less a draw of the other, independent, because how the errors of answers
to the same items go together is not published. It has to reach a margin, and the last rise to it
counts, for at the floor two curves differ by nothing that means anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.parallel import run
from scaling.fitting.points import observed_points
from scaling.fitting.records import NAN
from scaling.forecasting.crossing.assembling import Found, assembled, band_of
from scaling.forecasting.crossing.averaged_curve import AveragedCurve, averaged_curves
from scaling.forecasting.crossing.baselines import CONDITION, Baseline
from scaling.forecasting.crossing.bracket import bracket_of_pair, direction
from scaling.forecasting.crossing.cross import CHUNK, observed_of, without_baseline
from scaling.forecasting.crossing.options import CrossingOptions
from scaling.forecasting.crossing.pair_matching import Match
from scaling.forecasting.crossing.results import CrossingResult, PairFacts
from scaling.forecasting.crossing.search import crossing_of, evaluators, reach_of
from scaling.progress import Advance, silent


def cross_pairs(
    matches: Sequence[Match], options: CrossingOptions, advance: Advance = silent
) -> list[CrossingResult]:
    """Return a result for every pair of conditions, in the order given."""
    results: list[CrossingResult] = []
    for low in range(0, len(matches), CHUNK):
        part = matches[low : low + CHUNK]
        both = [one for match in part for one in (match.baseline, match.augmented)]
        curves = averaged_curves(both, options)
        jobs = (
            (match, curves[2 * at], curves[2 * at + 1], options) for at, match in enumerate(part)
        )
        results += run(_crossed, jobs, options.n_jobs, advance)
    return results


def _crossed(
    match: Match,
    baseline_curve: AveragedCurve | str,
    curve: AveragedCurve | str,
    options: CrossingOptions,
) -> CrossingResult:
    spec, one = match.spec, match.augmented
    named = Baseline(name=spec.told(spec.baseline), kind=CONDITION, stderr=NAN)
    facts = PairFacts(spec.column, spec.baseline, spec.augmented)
    if match.message:
        return replace(without_baseline(one, named, match.message, options), pair=facts)
    base, baseline_curve, notes = observed_of(match.baseline, baseline_curve, options)
    ours, curve, more = observed_of(one, curve, options)
    notes += (*more, *(["sizes-unpaired"] if match.left_out else []))
    margin = options.margin_of(one)
    bracket = bracket_of_pair(base, ours, margin, options.alpha)
    refused = next((part for part in (baseline_curve, curve) if isinstance(part, str)), None)
    found = Found(
        one,
        curve if refused is None else refused,
        named,
        bracket,
        ours.score,
        n_worse=int((bracket.upper < 0).sum()),
        augmented=spec.told(spec.augmented),
        margin=margin,
        notes=notes,
    )
    points = observed_points(match.baseline, options.rho, options.level)
    if isinstance(baseline_curve, str) or isinstance(curve, str):
        return replace(assembled(found, options), pair=facts, baseline_points=points)
    n_draws = min(curve.draws, baseline_curve.draws)  # none where an error is not known
    found = replace(found, curve=replace(curve, draws=n_draws))
    reach = reach_of(one, options)
    sign = direction(one)
    ours_at, our_draws = evaluators(curve, sign)
    theirs_at, their_draws = evaluators(baseline_curve, sign)

    def estimate(x: Array) -> Array:
        return ours_at(x) - theirs_at(x)

    def draws(x: Array) -> Array:
        return our_draws(x) - their_draws(x)

    levels = np.full(n_draws, margin)
    crossing = crossing_of(estimate, draws, margin, levels, reach, options.level, last=True)
    return replace(
        assembled(replace(found, reach=reach, crossing=crossing), options),
        pair=facts,
        baseline_points=points,
        baseline_band=band_of(baseline_curve, reach, options.level),
    )
