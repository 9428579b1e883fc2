"""Does a claim survive leaving out a size, and another assumed over-dispersion?"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from scaling.detection.assess import Assessment, assess
from scaling.detection.options import DetectOptions
from scaling.detection.verdict.rules import FIT_P, calls_for_test, verdict_of
from scaling.detection.verdict.wording import p_text
from scaling.detection.width.search import search_of
from scaling.notes import SHARP_VERDICTS
from scaling.units import format_size

LEAST_SIZES_LEFT_OUT = 5  # with fewer, three would be left
LOW_RHO, HIGH_RHO = 0.001, 0.02  # of multiple choice, and of generated answers and arithmetic
MOST_DRAWS = 199
LEAST_STATISTIC = 2.71  # T below which chi-square does not reject at .05


@dataclass(frozen=True)
class Finding:
    """A qualifier, and the sentence that says why."""

    qualifier: str
    sentence: str


def stability(found: Assessment, verdict: str, options: DetectOptions) -> list[Finding]:
    """Return what a claim (sharp or smooth) depends on."""
    findings = [leaving_out(found, verdict, options), dispersion(found, verdict, options)]
    return [finding for finding in findings if finding is not None]


def rerun(options: DetectOptions) -> DetectOptions:
    """Return the options of a second look: fewer draws tell as well on which side of alpha p is."""
    return replace(options, draws=min(options.draws, MOST_DRAWS))


def leaving_out(found: Assessment, verdict: str, options: DetectOptions) -> Finding | None:
    """Return ``fragile`` if a sharp claim rests on one size, or if no curve fits the scores.

    Every size but the two ends of the rise gap is left out in turn; the claim is that of p_sharp,
    or of p_bell where only bell shapes are narrower.
    """
    evidence = found.evidence
    if verdict not in SHARP_VERDICTS or evidence.n_sizes < LEAST_SIZES_LEFT_OUT:
        return None
    one, sizes = found.series, evidence.scored.sizes
    ends = (evidence.rise_gap, evidence.rise_gap + 1)
    dropped = [x for place, x in enumerate(sizes) if place not in ends]
    left = [one.without(np.flatnonzero(one.x == x).tolist()) for x in dropped]
    # w0 stays that of all sizes: on flops it would depend on those that are left.
    again = assess(left, replace(rerun(options), w0=found.w0), resolve=False)
    worst, at = -1.0, 0.0
    for x, without in zip(dropped, again, strict=True):
        e = without.evidence
        p = e.p_sharp if verdict == "emergent_sharp" else e.p_bell
        p = p if calls_for_test(e) else np.inf  # no rise is left that could be sharp
        if p > worst:
            worst, at = p, float(one.size[one.x == x][0])
    if worst > again[0].evidence.test_alpha:
        why = p_text(worst) if np.isfinite(worst) else "no rise is left to test"
        return Finding("fragile", f"Without {format_size(at)} it is no longer sharp ({why}).")
    if evidence.best_fit_p <= FIT_P:
        why = p_text(evidence.best_fit_p)
        return Finding("fragile", f"No curve fits the scores well (deviance {why}).")
    return None


def dispersion(found: Assessment, verdict: str, options: DetectOptions) -> Finding | None:
    """Return ``rho_sensitive`` if a claim hangs on the assumed over-dispersion of proportions.

    It does if T at rho = .02 is at most 2.71 in the direction of the claim, or if the verdict at
    rho = .001 is another.
    """
    if not found.design.binomial or verdict not in (*SHARP_VERDICTS, "smooth"):
        return None
    high = search_of(replace(found.design, rho=HIGH_RHO)).winners(found.series.score[None])
    every, bell, _ = (float(t) for t in high.statistics()[0])
    statistic = bell if verdict == "sharp_shape_sensitive" else every
    if (-statistic if verdict == "smooth" else statistic) <= LEAST_STATISTIC:
        return Finding(
            "rho_sensitive",
            f"At an over-dispersion of {HIGH_RHO:g} the evidence is thin (T = {statistic:.2f}).",
        )
    low = verdict_of(assess([found.series], rerun(options), rho=LOW_RHO)[0].evidence)
    if low != verdict:
        return Finding("rho_sensitive", f"At an over-dispersion of {LOW_RHO:g} it is {low}.")
    return None
