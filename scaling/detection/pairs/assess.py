"""From series to pairs: which belong together, both verdicts on the same models, the rules."""

from __future__ import annotations

import math
from collections.abc import Sequence

from scaling.detection.detect import detect_series
from scaling.detection.options import DetectOptions
from scaling.detection.pairs.limit import below_limit
from scaling.detection.pairs.matching import Match, Unmatched, match_series
from scaling.detection.pairs.ratio import log_width_ratio
from scaling.detection.pairs.reasons import pair_reason
from scaling.detection.pairs.results import PairResult
from scaling.detection.pairs.spec import PairSpec
from scaling.detection.pairs.transform import length_fits, shortest_length
from scaling.detection.pairs.verdict import PairEvidence, pair_verdict
from scaling.detection.results import DetectResult
from scaling.fitting.records import Estimate, Interval, SeriesFacts
from scaling.notes import RISING_VERDICTS
from scaling.progress import Advance, silent
from scaling.series import Series

INTERVAL_KIND = "parametric-bootstrap (log ratio of widths)"


def assess_pairs(
    series: Sequence[Series],
    specs: Sequence[PairSpec],
    options: DetectOptions,
    advance: Advance = silent,
) -> list[PairResult]:
    """Return a result for every pair of series, in the order of the specs and series.

    Series without a partner, or with too few sizes in common, are results with status
    ``failed``. Each result depends on its own two series and the options alone.
    """
    found = [one for spec in specs for one in match_series(series, spec)]
    matches = [one for one in found if isinstance(one, Match)]
    restricted = [one for match in matches for one in (match.hard, match.soft)]
    verdicts = iter(detect_series(restricted, options, advance))
    return [
        _assessed(one, next(verdicts), next(verdicts), options)
        if isinstance(one, Match)
        else _failed(one, options)
        for one in found
    ]


def _assessed(
    match: Match, hard: DetectResult, soft: DetectResult, options: DetectOptions
) -> PairResult:
    """Return the result of a pair from the verdicts on its two series."""
    evidence = PairEvidence(hard, soft, _log_ratio(match, hard, soft, options), options.claim_alpha)
    verdict = pair_verdict(evidence)
    below = below_limit(match.hard, match.soft, options.rho, options.alpha)
    lengths = length_fits(match.hard, options.rho, options.alpha)
    length = shortest_length(lengths)
    drawn = math.isfinite(evidence.log_ratio.lower)
    return PairResult(
        series=SeriesFacts.of(match.hard),
        hard=match.spec.hard,
        soft=match.spec.soft,
        size=match.hard.size_axis,
        n_sizes=match.hard.n_sizes,
        notes=("models-unpaired",) if match.left_out else (),
        interval=Interval(INTERVAL_KIND, options.level, options.draws) if drawn else None,
        left_out=match.left_out,
        verdict=verdict,
        reason=pair_reason(verdict, match, evidence, below, length),
        alpha=options.alpha,
        hard_verdict=hard.verdict,
        soft_verdict=soft.verdict,
        hard_p_sharp=hard.p_sharp,
        soft_p_sharp=soft.p_sharp,
        soft_p_smooth=soft.p_smooth,
        hard_width=hard.width,
        soft_width=soft.width,
        log_ratio=evidence.log_ratio,
        hard_limit=below.limit,
        n_below_limit=below.n_sizes,
        soft_below_limit=(below.soft_first, below.soft_last),
        lengths=lengths,
        length=length,
    )


def _log_ratio(
    match: Match, hard: DetectResult, soft: DetectResult, options: DetectOptions
) -> Estimate:
    """Return the log ratio of two widths, NaN unless both series rise."""
    if hard.verdict not in RISING_VERDICTS or soft.verdict not in RISING_VERDICTS:
        return Estimate()
    return log_width_ratio(match.hard, match.soft, hard, soft, options)


def _failed(unmatched: Unmatched, options: DetectOptions) -> PairResult:
    return PairResult(
        series=SeriesFacts.of(unmatched.series),
        hard=unmatched.spec.hard,
        soft=unmatched.spec.soft,
        size=unmatched.series.size_axis,
        n_sizes=unmatched.n_sizes,
        status="failed",
        message=unmatched.message,
        notes=(unmatched.code,),
        left_out=unmatched.left_out,
        alpha=options.alpha,
    )
