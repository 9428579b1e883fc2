"""One verdict: from the numbers of a series to the result that is printed."""

from __future__ import annotations

import numpy as np

from scaling.detection.assess import Assessment, scale_of
from scaling.detection.definitions import Descriptions, describe
from scaling.detection.drawing import turned
from scaling.detection.options import DetectOptions
from scaling.detection.results import DetectResult, Test
from scaling.detection.scored import upright
from scaling.detection.two_lines import lines_of
from scaling.detection.verdict.reasons import insufficient_reason, reason_of
from scaling.detection.verdict.remarks import (
    other_floors,
    what_the_drop_blocks,
    what_the_sizes_certify,
)
from scaling.detection.verdict.rules import (
    FIT_P,
    LEAST_DECADES,
    LEAST_SIZES,
    blocked_by_drop,
    qualifiers_of,
    verdict_of,
)
from scaling.detection.verdict.stability import Finding, stability
from scaling.detection.verdict.wording import unit_of
from scaling.detection.width.detectable import WIDTHS, chances_of_passing
from scaling.detection.width.grid import SHAPES
from scaling.detection.width.profile import Profile
from scaling.fitting.points import observed_points
from scaling.fitting.records import NAN, Band, Estimate, Interval, SeriesFacts
from scaling.notes import RISING_VERDICTS, SHARP_VERDICTS
from scaling.series import Series

INTERVAL_KIND = "profile-likelihood (width), parametric-bootstrap (midpoint, band)"


def untestable(one: Series, options: DetectOptions) -> DetectResult | None:
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
        why = (
            "The error of these scores is not known: add the column stderr, or --sigma pooled "
            "where at least five series of the task can tell it."
        )
        return _plain(one, options, "inconclusive", why, ("no-error-model",))
    return None


def _plain(
    one: Series, options: DetectOptions, verdict: str, reason: str, notes: tuple[str, ...]
) -> DetectResult:
    described = describe(upright(one), options)
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


def conclude(
    original: Series,
    found: Assessment,
    profile: Profile,
    drawn: tuple[Estimate, Band],
    described: Descriptions,
    options: DetectOptions,
) -> DetectResult:
    """Return the result of a tested series.

    ``original`` is the series as published, ``found`` its numbers with better scores higher,
    ``profile`` its width profile alone, ``drawn`` the midpoint and the band of its best curve,
    ``described`` the published scores.
    """
    one, evidence = found.series, found.evidence
    verdict = verdict_of(evidence)
    width, unbounded = profile.interval(0, options.level)
    unbounded = unbounded and verdict in RISING_VERDICTS
    shape = SHAPES[int(profile.shape[0])]
    findings = stability(found, verdict, options)
    qualifiers = _qualifiers(found, verdict, findings)
    midpoint, band = drawn
    if original.metric_kind == "loss":
        band = turned(band)
    draws = int(found.test.draws[0])
    notes = {"unbounded": unbounded, "lack-of-fit": evidence.best_fit_p <= FIT_P}
    reason = [reason_of(verdict, original, found, width)]
    reason += _remarks(original, found, qualifiers, options)
    reason += [finding.sentence for finding in findings]
    reason += _closing_remarks(found, qualifiers, options)
    return DetectResult(
        series=SeriesFacts.of(original),
        size=one.size_axis,
        n_sizes=one.n_sizes,
        notes=(*one.notes, *(code for code, holds in notes.items() if holds)),
        qualifiers=tuple(qualifiers),
        interval=Interval(INTERVAL_KIND, options.level, options.draws),
        points=observed_points(original, options.rho, options.level),
        references=one.references,
        band=band,
        verdict=verdict,
        reason=" ".join(reason),
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
        test=Test("bootstrap" if draws else "screening", draws),
        gaps=found.gaps,
        width=width,
        midpoint=midpoint,
        two_lines=lines_of(original, evidence.scored),
        scores=described.scores,
        breakthroughness=described.breakthroughness,
        linearity=described.linearity,
    )


def _qualifiers(found: Assessment, verdict: str, findings: list[Finding]) -> list[str]:
    one = found.series
    codes = [*one.qualifiers, *qualifiers_of(found.evidence, verdict)]
    codes += [finding.qualifier for finding in findings]
    if verdict in SHARP_VERDICTS and one.hardness == "hard":
        codes.append("metric_artifact_candidate")
    if verdict in RISING_VERDICTS and "seeds-averaged" not in one.notes:
        codes.append("one_seed")
    return codes


def _remarks(
    original: Series, found: Assessment, qualifiers: list[str], options: DetectOptions
) -> list[str]:
    """Return what blocks a claim, and what another floor would give."""
    remarks = []
    if blocked_by_drop(found.evidence):
        remarks.append(what_the_drop_blocks(original, found, options))
    if "floor_mismatch" in qualifiers and verdict_of(found.evidence) != "weak_rise":
        remarks.append(other_floors(original, found, options))
    return remarks


def _closing_remarks(found: Assessment, qualifiers: list[str], options: DetectOptions) -> list[str]:
    """Return what the sizes could find, and what else limits the verdict."""
    one, remarks = found.series, []
    if verdict_of(found.evidence) == "rise_unresolved":
        remarks.append(what_the_sizes_certify(found))
    if "low_power" in qualifiers:
        remarks.append(_power_row(found, options))
    if "heterogeneous_family" in qualifiers and verdict_of(found.evidence) in RISING_VERDICTS:
        why = one.heterogeneous_reason.rstrip(".")
        remarks.append(f"The models differ in more than scale: {why}.")
    if "assumed-chance" in one.notes:
        remarks.append("No chance level is given: 0 was assumed.")
    return remarks


def _power_row(found: Assessment, options: DetectOptions) -> str:
    """Return the sentence on what these few sizes would find."""
    chances = chances_of_passing(found.design, options.claim_alpha, options.draws)
    unit = unit_of(found.series.size_axis)
    step, *others = (f"{5 * round(20 * chance)}%" for chance in chances)
    wider = " and ".join(
        f"{share * found.w0:.2g} {unit} wide in {chance}"
        for share, chance in zip(WIDTHS[1:], others, strict=True)
    )
    return (
        f"At these {found.evidence.n_sizes} sizes a step would pass the width test in about {step} "
        f"of cases, a rise {wider}."
    )
