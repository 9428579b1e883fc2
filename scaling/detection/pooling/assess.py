"""From series to pooled results: groups, the test, the width, and a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scaling.detection.assess import Assessment, assess
from scaling.detection.options import DetectOptions
from scaling.detection.pooling.groups import Group, common_w0, groups
from scaling.detection.pooling.pooled_test import PooledTest, pooled_test
from scaling.detection.pooling.results import Left, PooledResult
from scaling.detection.pooling.shared_width import shared_profile
from scaling.detection.verdict.rules import qualifiers_of, verdict_of
from scaling.detection.verdict.wording import p_text, unit_of, w0_text, width_text
from scaling.fitting.parallel import run
from scaling.fitting.records import Estimate
from scaling.progress import Advance, silent
from scaling.series import Series

CARRIED = ("floor_mismatch", "heterogeneous_family", "family_unknown", "assumed_n_items")


def pool_series(
    series: Sequence[Series], options: DetectOptions, advance: Advance = silent
) -> list[PooledResult]:
    """Return one result for every task that rises in at least two families.

    ``advance`` counts tasks; each result depends on the series of its task alone.
    """
    screened = replace(options, draws=0)
    found = list(groups(series, screened))
    return run(_pool, ((group, options) for group in found), options.n_jobs, advance)


def _pool(group: Group, options: DetectOptions) -> PooledResult:
    screened = replace(options, draws=0)
    own = assess(group.members, screened, resolve=False)
    w0 = common_w0([one.w0 for one in own])
    members = assess(group.members, replace(screened, w0=w0), resolve=False)
    designs = [one.design for one in members]
    test = pooled_test(designs, [one.series.score for one in members], options.draws, options.seed)
    profile, p_shared = shared_profile(members)
    width, unbounded = profile.interval(0, options.level)
    qualifiers = _qualifiers(members)
    claim = "widths_differ"
    if p_shared > options.alpha:
        claim = _claim(test, options.claim_alpha, "floor_mismatch" in qualifiers)
    return PooledResult(
        task=group.key.task,
        metric=group.key.metric,
        n_shots=group.key.n_shots,
        prompting=group.key.prompting,
        tuning=group.key.tuning,
        checkpoint=group.key.checkpoint,
        size=group.members[0].size_axis,
        families=tuple(one.series.key.family for one in members),
        left_out=tuple(Left(*entry) for entry in group.left_out),
        claim=claim,
        reason=_reason(claim, members, test, width, p_shared),
        w0=w0,
        alpha=options.alpha,
        statistic=test.statistic,
        p_sharp=test.p_sharp,
        p_smooth=test.p_smooth,
        p_bell=test.p_bell,
        p_shared=p_shared,
        draws=test.draws,
        width=width,
        notes=("unbounded",) if unbounded else (),
        qualifiers=qualifiers,
    )


def _qualifiers(members: Sequence[Assessment]) -> tuple[str, ...]:
    """Return the qualifiers of the members that limit what may be said of all, in a fixed order."""
    codes: set[str] = set()
    for one in members:
        codes |= set(one.series.qualifiers)
        codes |= set(qualifiers_of(one.evidence, verdict_of(one.evidence)))
    return tuple(code for code in CARRIED if code in codes)


def _claim(test: PooledTest, level: float, floor_mismatch: bool) -> str:
    """Return what may be said; as for a series alone, ``smooth`` needs a floor that fits."""
    if test.p_bell <= level:
        return "sharp" if test.p_sharp <= level else "sharp_shape_sensitive"
    if max(test.p_smooth, test.p_smooth_bell) <= level and not floor_mismatch:
        return "smooth"
    return "unresolved"


def _reason(
    claim: str,
    members: Sequence[Assessment],
    test: PooledTest,
    width: Estimate,
    p_shared: float,
) -> str:
    first = members[0]
    axis = first.series.size_axis
    found = f"one width for {len(members)} families is {width_text(width, unit_of(axis))}"
    w0 = w0_text(first.w0, axis)
    told = {
        "sharp": f"narrower than {w0} under every shape ({p_text(test.p_sharp)})",
        "sharp_shape_sensitive": f"narrower than {w0} for bell-shaped growth "
        f"({p_text(test.p_bell)}), but not if the rises have a kinked onset or a hard ceiling "
        f"({p_text(test.p_sharp)})",
        "smooth": f"at least {w0} under every shape ({p_text(test.p_smooth)})",
        "widths_differ": f"but the families do not share a width ({p_text(p_shared)}), so that "
        "nothing is claimed of it",
        "unresolved": f"neither surely below nor surely above {w0} (sharp "
        f"{p_text(test.p_sharp)}, smooth {p_text(test.p_smooth)})",
    }[claim]
    return f"{found[0].upper()}{found[1:]}{', ' if told.startswith('but') else ': '}{told}."
