"""From series to verdicts: numbers, rules, reason, intervals and the curve to draw."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scaling.detection.assess import Assessment, assess, scale_of
from scaling.detection.breakthrough import describe
from scaling.detection.drawing import best_curve, turned
from scaling.detection.evidence import Evidence
from scaling.detection.grid import SHAPES
from scaling.detection.options import DetectOptions
from scaling.detection.reasons import insufficient_reason, reason_of
from scaling.detection.remarks import other_floors, what_the_drop_blocks
from scaling.detection.results import DetectResult, Test
from scaling.detection.rules import (
    FIT_P,
    LEAST_DECADES,
    LEAST_SIZES,
    blocked_by_drop,
    qualifiers_of,
    verdict_of,
)
from scaling.detection.scored import upright
from scaling.fitting.parallel import run
from scaling.fitting.points import observed_points
from scaling.fitting.records import NAN, Interval, SeriesFacts
from scaling.notes import RISING_VERDICTS, SHARP_VERDICTS
from scaling.progress import Advance, silent
from scaling.series import Series

INTERVAL_KIND = "profile-likelihood (width), parametric-bootstrap (midpoint, band)"


def detect_series(
    series: Sequence[Series], options: DetectOptions, advance: Advance = silent
) -> list[DetectResult]:
    """Return one verdict a series, in the order given; each depends on its own series alone."""
    results: dict[int, DetectResult] = {}
    testable = []
    for place, one in enumerate(series):
        untested = _untestable(one, options)
        if untested is None:
            testable.append(place)
        else:
            results[place] = untested
            advance()
    originals = [series[place] for place in testable]
    better_is_higher = [upright(one) for one in originals]
    found = assess(better_is_higher, options)
    jobs = (
        (original, one, assessment, options)
        for original, one, assessment in zip(originals, better_is_higher, found, strict=True)
    )
    results |= zip(testable, run(_result, jobs, options.n_jobs, advance), strict=True)
    return [results[place] for place in range(len(series))]


def _untestable(one: Series, options: DetectOptions) -> DetectResult | None:
    """Return the verdict of a series that no test can be run on, None if one can."""
    _, unit = scale_of(one, options)
    if one.n_sizes < LEAST_SIZES or float(np.ptp(one.x)) < LEAST_DECADES * unit:
        return _plain(one, options, "insufficient", insufficient_reason(one), ())
    if not (np.isfinite(one.chance) and np.isfinite(one.ceiling)):
        why = (
            f"A {one.metric_kind} score without chance level and ceiling has no scale to place a "
            "transition on: add the columns chance and ceiling."
        )
        return _plain(one, options, "inconclusive", why, ("no-bounds",))
    if not one.binomial and not np.isfinite(one.sigma).all():
        why = "The error of these scores is not known: add the column stderr."
        return _plain(one, options, "inconclusive", why, ("no-error-model",))
    return None


def _plain(
    one: Series, options: DetectOptions, verdict: str, reason: str, notes: tuple[str, ...]
) -> DetectResult:
    described = describe(upright(one))
    return DetectResult(
        series=SeriesFacts.of(one),
        size=one.size_axis,
        n_sizes=one.n_sizes,
        notes=(*one.notes, *notes),
        qualifiers=one.qualifiers,
        points=observed_points(one, options.rho, options.level),
        references=one.references,
        verdict=verdict,
        reason=reason,
        w0=scale_of(one, options)[0],
        alpha=options.alpha,
        rho=options.rho if one.binomial else NAN,
        scores=described.scores,
        breakthroughness=described.breakthroughness,
        linearity=described.linearity,
    )


def _notes(evidence: Evidence, unbounded: bool) -> list[str]:
    """Return the notes on a test's numbers."""
    notes = {"unbounded": unbounded, "lack-of-fit": evidence.best_fit_p <= FIT_P}
    return [code for code, holds in notes.items() if holds]


def _result(
    original: Series, one: Series, found: Assessment, options: DetectOptions
) -> DetectResult:
    """Return the result of a tested series; ``one`` is ``original`` with better scores higher."""
    evidence = found.evidence
    verdict = verdict_of(evidence)
    width, unbounded = found.profile.interval(0, options.level)
    shape = SHAPES[int(found.profile.shape[0])]
    qualifiers = [*one.qualifiers, *qualifiers_of(evidence, verdict)]
    if verdict in SHARP_VERDICTS and one.hardness == "hard":
        qualifiers.append("metric_artifact_candidate")
    if verdict in RISING_VERDICTS and "seeds-averaged" not in one.notes:
        qualifiers.append("one_seed")
    reason = reason_of(verdict, original, found, width)
    if blocked_by_drop(evidence):
        reason += " " + what_the_drop_blocks(original, one, found, options)
    if "floor_mismatch" in qualifiers and verdict != "weak_rise":
        reason += " " + other_floors(original, one, found, options)
    if "heterogeneous_family" in qualifiers and verdict in RISING_VERDICTS:
        why = one.heterogeneous_reason.rstrip(".")
        reason += f" The models differ in more than scale: {why}."
    if "assumed-chance" in one.notes:
        reason += " No chance level is given: 0 was assumed."
    midpoint, band = best_curve(one, found, options)
    if original.metric_kind == "loss":
        band = turned(band)
    described = describe(one)
    return DetectResult(
        series=SeriesFacts.of(original),
        size=one.size_axis,
        n_sizes=one.n_sizes,
        notes=(*one.notes, *_notes(evidence, unbounded and verdict in RISING_VERDICTS)),
        qualifiers=tuple(qualifiers),
        interval=Interval(INTERVAL_KIND, options.level, options.draws),
        points=observed_points(original, options.rho, options.level),
        references=one.references,
        band=band,
        verdict=verdict,
        reason=reason,
        resolvable=evidence.resolvable,
        certifiable_width=evidence.certifiable_width,
        w0=found.w0,
        alpha=options.alpha,
        rho=options.rho if one.binomial else NAN,
        p_sharp=evidence.p_sharp,
        p_smooth=evidence.p_smooth,
        p_bell=evidence.p_bell,
        p_logistic=float(found.test.p_logistic[0]),
        statistic=float(found.test.statistic[0]),
        shape=shape.name if width.estimate > 0 else "step",
        test=Test("screening", 0),
        gaps=found.gaps,
        width=width,
        midpoint=midpoint,
        scores=described.scores,
        breakthroughness=described.breakthroughness,
        linearity=described.linearity,
    )
