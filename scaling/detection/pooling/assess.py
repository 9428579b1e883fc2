"""From series to pooled results: groups, the test, the width, and a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.special import chdtrc

from scaling.detection.assess import assess
from scaling.detection.options import DetectOptions
from scaling.detection.pooled_sigma import with_pooled_sigma
from scaling.detection.pooling.groups import Group, groups
from scaling.detection.pooling.pooled_test import PooledTest, pooled_test
from scaling.detection.pooling.results import Left, PooledResult
from scaling.detection.profile import Profile, profile_width
from scaling.detection.scored import upright
from scaling.detection.sets import DataSets
from scaling.detection.verdicts import untestable
from scaling.detection.wording import p_text, unit_of, w0_text, width_text
from scaling.fitting.parallel import run
from scaling.fitting.records import Estimate
from scaling.progress import Advance, silent
from scaling.series import Series


def pool_series(
    series: Sequence[Series], options: DetectOptions, advance: Advance = silent
) -> list[PooledResult]:
    """Return one result for every task that rises in at least two families.

    ``advance`` counts tasks; each result depends on the series of its task alone.
    """
    known = with_pooled_sigma(series, options)
    testable = [upright(one) for one in known if untestable(one, options) is None]
    found = list(groups(assess(testable, replace(options, draws=0))))
    return run(_pool, ((group, options) for group in found), options.n_jobs, advance)


def _pool(group: Group, options: DetectOptions) -> PooledResult:
    designs = [one.design for one in group.members]
    scores = [one.series.score for one in group.members]
    test = pooled_test(designs, scores, options.draws, options.seed)
    profile, p_shared = _shared_profile(group)
    width, unbounded = profile.interval(0, options.level)
    claim = _claim(test, options.claim_alpha) if p_shared > options.alpha else "widths_differ"
    return PooledResult(
        task=group.key.task,
        metric=group.key.metric,
        n_shots=group.key.n_shots,
        prompting=group.key.prompting,
        tuning=group.key.tuning,
        checkpoint=group.key.checkpoint,
        size=group.members[0].series.size_axis,
        families=tuple(one.series.key.family for one in group.members),
        left_out=tuple(Left(*entry) for entry in group.left_out),
        claim=claim,
        reason=_reason(claim, group, test, width, p_shared),
        w0=group.members[0].w0,
        alpha=options.alpha,
        statistic=test.statistic,
        p_sharp=test.p_sharp,
        p_smooth=test.p_smooth,
        p_bell=test.p_bell,
        p_shared=p_shared,
        draws=test.draws,
        width=width,
        notes=("unbounded",) if unbounded else (),
    )


def _shared_profile(group: Group) -> tuple[Profile, float]:
    """Return the sum of the width profiles, and the p-value of one width for all.

    The latter is a likelihood ratio against a width for each, chi-square with one degree of
    freedom less than series.
    """
    parts = [
        profile_width(DataSets((one.design,), one.series.score[None]), one.curves)
        for one in group.members
    ]
    likelihood = np.sum([part.likelihood for part in parts], axis=0)
    step = np.sum([part.step_likelihood for part in parts], axis=0)
    rung = int(likelihood[0].argmax())
    at_step = bool(step[0] >= likelihood[0, rung])
    width = 0.0 if at_step else float(parts[0].ladder[0, rung])
    top = float(max(step[0], likelihood[0, rung]))
    apart = 2 * (sum(float(part.best[0, 0]) for part in parts) - top)
    pooled = replace(
        parts[0],
        likelihood=likelihood,
        step_likelihood=step,
        best=np.array([[top, np.nan, np.nan, width]]),
    )
    return pooled, float(chdtrc(len(parts) - 1, max(apart, 0.0)))


def _claim(test: PooledTest, level: float) -> str:
    if test.p_bell <= level:
        return "sharp" if test.p_sharp <= level else "sharp_shape_sensitive"
    if max(test.p_smooth, test.p_smooth_bell) <= level:
        return "smooth"
    return "unresolved"


def _reason(claim: str, group: Group, test: PooledTest, width: Estimate, p_shared: float) -> str:
    first = group.members[0]
    axis = first.series.size_axis
    found = f"one width for {len(group.members)} families is {width_text(width, unit_of(axis))}"
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
