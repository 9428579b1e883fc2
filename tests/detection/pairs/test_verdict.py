"""Each rule of a pair: evidence that fires it, and evidence that just misses."""

from dataclasses import replace

import pytest

from scaling.detection.pairs.verdict import RULES, PairEvidence, pair_verdict
from scaling.detection.results import DetectResult
from scaling.fitting.records import Estimate, SeriesFacts
from scaling.notes import QUALIFIERS
from tests.series_makers import make_series

FACTS = SeriesFacts.of(make_series([0.1, 0.2, 0.3, 0.4]))


def found(verdict, p_sharp, p_smooth):
    return DetectResult(series=FACTS, size="params", n_sizes=4, verdict=verdict,
                        p_sharp=p_sharp, p_smooth=p_smooth)  # fmt: skip


SHARP = found("emergent_sharp", 0.05, 1.0)
NOT_SHARP = found("rise_unresolved", 0.051, 1.0)
SMOOTH = found("smooth", 1.0, 0.05)
NOT_SMOOTH = found("rise_unresolved", 1.0, 0.051)
WIDER, MAYBE = Estimate(1.0, 0.01, 2.0), Estimate(1.0, -0.01, 2.0)

CASES = {
    "sharp and smooth, surely wider": (SHARP, SMOOTH, WIDER, "metric_artifact"),
    "not surely wider": (SHARP, SMOOTH, MAYBE, "metric_artifact_untested"),
    "no interval": (SHARP, SMOOTH, Estimate(1.0), "metric_artifact_untested"),
    "soft not smooth": (SHARP, NOT_SMOOTH, WIDER, "metric_artifact_untested"),
    "soft without a test": (SHARP, replace(SMOOTH, verdict="inconclusive"), WIDER,
                            "metric_artifact_untested"),
    "sharp twice": (SHARP, SHARP, MAYBE, "robust_to_metric"),
    "soft not sharp": (SHARP, NOT_SHARP, MAYBE, "metric_artifact_untested"),
    "soft sharp but falling": (SHARP, replace(SHARP, verdict="inverse"), MAYBE,
                               "metric_artifact_untested"),
    "hard not sharp": (NOT_SHARP, SMOOTH, WIDER, None),
    "hard sharp but flat": (replace(SHARP, verdict="flat_at_chance"), SMOOTH, WIDER, None),
    "sharp but blocked": (replace(SHARP, verdict="rise_unresolved"), SMOOTH, WIDER,
                          "metric_artifact"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_rules(name):
    hard, soft, ratio, verdict = CASES[name]
    assert pair_verdict(PairEvidence(hard, soft, ratio, 0.05)) == verdict


def test_alpha_is_that_of_the_options():
    assert pair_verdict(PairEvidence(SHARP, SMOOTH, WIDER, 0.049)) is None


def test_every_verdict_is_a_qualifier_that_is_explained():
    assert {verdict for verdict, _ in RULES} <= set(QUALIFIERS)
    assert {verdict for verdict, _ in RULES} == {row[-1] for row in CASES.values()} - {None}
