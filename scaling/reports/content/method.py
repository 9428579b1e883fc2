"""The method in prose: what was done to these series, with the settings that were in use."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from scaling.detection.defaults import REASONS, reasons_of_defaults
from scaling.detection.result_set import DetectResults
from scaling.detection.results import DetectResult
from scaling.detection.verdict.wording import unit_of, w0_text
from scaling.notes import MATERIAL_VERDICTS
from scaling.plots.style.text import clean, number_text
from scaling.plots.style.verdicts import FAILED
from scaling.reports.content.model import Sentence

DEFINITIONS = MappingProxyType(
    {
        "bb_breakthrough": ("srivastava2022", "xia2023"),
        "bb_linearity": ("srivastava2022", "xia2023"),
        "schaeffer2023": ("schaeffer2023",),
        "wei2022": ("wei2022",),
        "du2024": ("du2024",),
        "passuntil": ("hu2024",),
        "nonlinearity": ("andrews1993",),
        "surprise": ("wei2022",),
    }
)
"""Where the published scores come from, by the start of their names."""


AXES = MappingProxyType(
    {
        "params": "parameters",
        "active_params": "active parameters",
        "flops": "training compute",
        "tokens": "training tokens",
    }
)
INTERVAL_SOURCES = MappingProxyType({"profile": "venzon1988", "bootstrap": "efron1993"})


def method(results: DetectResults) -> tuple[Sentence, ...]:
    """Return how the verdicts came about: only what was done to these series is told."""
    members = list(results)
    done = [one for one in members if one.status != FAILED]
    tested = [one for one in done if one.test is not None]
    material = [one for one in tested if one.verdict in MATERIAL_VERDICTS]
    parts: list[Callable[[], Iterable[Sentence]]] = [
        lambda: _series(members, results),
        lambda: _shapes(material, results),
        lambda: _likelihood(tested),
        lambda: _p_values(material, results),
        lambda: _multiplicity(tested),
        lambda: _resolvability(material),
        lambda: _courses(tested),
        lambda: _intervals(done),
        lambda: _definitions(done),
        lambda: _beside(results),
        lambda: _defaults(results, material),
    ]
    return tuple(sentence for part in parts for sentence in part())


def _series(members: Sequence[DetectResult], results: DetectResults) -> Iterable[Sentence]:
    axes = " and ".join(sorted({AXES.get(one.size, clean(one.size)) for one in members}))
    yield Sentence(
        "A series holds the scores of one family on one task, with one metric and under one set "
        f"of conditions, by size ({axes}; {_scale(members)})."
    )
    notes = {*results.notes, *(note for one in members for note in one.notes)}
    if "derived-flops" in notes and any(one.size == "flops" for one in members):
        yield Sentence(
            "Compute that is not stated is 6 times parameters times tokens.", ("kaplan2020",)
        )
    if "seeds-averaged" in notes:
        yield Sentence("Scores that differ in their seed alone were averaged.")
    if "checkpoint-last" in notes:
        yield Sentence("Of several checkpoints of a model the last was used.")


def _scale(members: Sequence[DetectResult]) -> str:
    loss = {one.size == "loss" for one in members}
    if loss == {True}:
        return "lower is better, widths are in nats"
    return "on a logarithmic scale, whose unit is the decade" if loss == {False} else "both scales"


def _shapes(material: Sequence[DetectResult], results: DetectResults) -> Iterable[Sentence]:
    if not material:
        return
    yield Sentence(
        "An ability is said to emerge if smaller models do not have it and larger ones do.",
        ("wei2022",),
    )
    yield Sentence(
        "How suddenly it appears was judged by the width of its rise: the range of sizes over "
        "which the score goes from 10% to 90% of its way."
    )
    yield Sentence(
        "Curves of five shapes with a free width, midpoint and height above the chance level were "
        "compared (logistic, Gompertz, complementary Gompertz, a kinked onset, an exponential rise "
        "to a hard ceiling), because a smooth ability seen through an exact-match metric need not "
        "follow a logistic curve.",
        ("wichmann2001", "schaeffer2023"),
    )
    widths = _distinct((one.w0, one.size) for one in material if math.isfinite(one.w0))
    if len(widths) == 1:
        told = w0_text(*widths[0])
    elif widths:
        told = f"{number_text(widths[0][0], 3)} to {number_text(widths[-1][0], 3)} " + "/".join(
            sorted({unit_of(axis) for _, axis in widths})
        )
    else:
        return
    yield Sentence(f"A rise is called sharp if it is narrower than w0 = {told}, else gradual.")
    if _options(results).get("w0") is None and any(axis == "flops" for _, axis in widths):
        yield Sentence(
            "On compute, w0 is one decade of parameters, times the decades of compute that a "
            "family spends on each of them (2 where that is not known)."
        )


def _likelihood(tested: Sequence[DetectResult]) -> Iterable[Sentence]:
    rhos = _numbers(one.rho for one in tested)
    if rhos:
        yield Sentence(
            "Scores that count items were fitted by quasi-binomial likelihood with an "
            f"over-dispersion of rho = {', '.join(rhos)} between models of one size.",
            ("mccullagh1989",),
        )
    if any(math.isnan(one.rho) for one in tested):
        pooled = any("sigma-pooled" in one.notes for one in tested)
        error = "an error pooled over the series of a task" if pooled else "their stated errors"
        yield Sentence(f"Other scores were fitted by Gaussian likelihood with {error}.")


def _p_values(material: Sequence[DetectResult], results: DetectResults) -> Iterable[Sentence]:
    if not material:
        return
    draws = _distinct(one.test.draws for one in material if one.test and one.test.draws)
    alphas = ", ".join(_numbers(one.alpha for one in material))
    yield Sentence(
        "The statistic is twice the difference in log-likelihood between the best curve narrower "
        "than w0 and the best one at least that wide; p sharp tests against rises at least w0 wide "
        "and p smooth against narrower ones."
    )
    if draws:
        number = " or ".join(f"{count:,}" for count in draws)
        yield Sentence(
            "Where a claim was open, p-values come from a parametric bootstrap under each of the "
            f"five shapes at a width of w0 ({number} draws), and the largest over the shapes "
            "counts; elsewhere those of a chi-square screening stand.",
            ("davison1997",),
        )
    elif _options(results).get("draws"):
        yield Sentence(
            "P-values are those of a chi-square screening: no claim was open that a bootstrap "
            "could have decided."
        )
    else:
        yield Sentence(
            "P-values are those of a chi-square screening without a bootstrap, so a claim needed "
            f"half of alpha = {alphas}."
        )
        return
    yield Sentence(f"Claims were made at a level of alpha = {alphas}.")


def _multiplicity(tested: Sequence[DetectResult]) -> Iterable[Sentence]:
    corrected = sum(math.isfinite(one.q_sharp) for one in tested)
    if corrected:
        series = "one series" if corrected == 1 else f"{corrected} series"
        yield Sentence(
            f"Sharp claims were corrected for {series} that could have been found sharp (false "
            "discovery rate); the download also has q-values that hold under dependence.",
            ("benjamini1995", "benjamini2001"),
        )


def _resolvability(material: Sequence[DetectResult]) -> Iterable[Sentence]:
    if any(math.isfinite(one.certifiable_width) for one in material):
        yield Sentence(
            "The certifiable width is the least width that a perfect step between the same sizes "
            "could be shown to stay below; where it is above w0, these sizes cannot show that a "
            "rise there is sharp."
        )


def _courses(tested: Sequence[DetectResult]) -> Iterable[Sentence]:
    proportions = any(math.isfinite(one.rho) for one in tested)
    if tested:
        yield Sentence(
            "Whether scores rise with size at all was judged by a trend test, and whether they "
            "turn by two lines that meet at a size.",
            ("armitage1955", "simonsohn2018") if proportions else ("simonsohn2018",),
        )


def _intervals(done: Sequence[DetectResult]) -> Iterable[Sentence]:
    found = _distinct(
        (one.interval.kind, one.interval.level, one.interval.draws) for one in done if one.interval
    )
    for kind, level, draws in found:
        sources = [key for word, key in INTERVAL_SOURCES.items() if word in kind]
        drawn = f", {draws:,} bootstrap draws" if draws and "bootstrap" in kind else ""
        yield Sentence(f"Intervals are {level:.0%} intervals: {kind}{drawn}.", tuple(sources))
    if any(one.series.metric_kind == "proportion" and one.points for one in done):
        yield Sentence("Intervals of single scores that count items are Wilson's.", ("wilson1927",))


def _definitions(done: Sequence[DetectResult]) -> Iterable[Sentence]:
    used = {name for one in done for name, value in one.scores.items() if math.isfinite(value)}
    sources = [
        key
        for start, keys in DEFINITIONS.items()
        if any(name.startswith(start) for name in used)
        for key in keys
    ]
    if sources:
        yield Sentence(
            "Published measures of emergence stand in the download beside the verdicts and decided "
            "nothing.",
            tuple(dict.fromkeys(sources)),
        )


def _beside(results: DetectResults) -> Iterable[Sentence]:
    if results.pairs:
        yield Sentence(
            "Where the same answers were scored by a hard and by a soft metric, a sharp rise on "
            "the hard one was looked for on the soft one at the sizes that both have.",
            ("schaeffer2023",),
        )
    if results.pooled:
        yield Sentence(
            "Each task was also tested once with one width and one shape for all families that "
            "rise on it materially."
        )


def _defaults(results: DetectResults, material: Sequence[DetectResult]) -> Iterable[Sentence]:
    reasons = reasons_of_defaults(_options(results), results)
    if not material:  # no rise was held against w0
        reasons = [reason for reason in reasons if reason != REASONS["w0"]]
    if reasons:
        sources = ("ruan2024",) if any("published" in reason for reason in reasons) else ()
        yield Sentence(f"Defaults were used: {'; '.join(reasons)}.", sources)


def _options(results: DetectResults) -> Mapping[str, Any]:
    options: Mapping[str, Any] = results.manifest.get("options", {})
    return options


def _numbers(values: Iterable[float]) -> list[str]:
    return [number_text(value, 4) for value in _distinct(v for v in values if math.isfinite(v))]


def _distinct(values: Iterable[Any]) -> list[Any]:
    return sorted(set(values))
