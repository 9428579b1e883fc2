"""The sentence of every finding, from verdicts that are made up."""

import numpy as np
import pytest

from scaling.detection.pairs.limit import BelowLimit
from scaling.detection.pairs.matching import Match
from scaling.detection.pairs.reasons import N_GRAMS, pair_reason
from scaling.detection.pairs.spec import PairSpec
from scaling.detection.pairs.verdict import PairEvidence, pair_verdict
from scaling.detection.results import DetectResult
from scaling.fitting.records import Estimate, SeriesFacts
from tests.detection.pairs.makers import hard, plain, soft

NOTHING = BelowLimit(0.003, 0)
NO_WIDTH = Estimate()
RATIO = Estimate(*np.log([4.2, 2.1, 9.3]))


def found(verdict, p_sharp=np.nan, p_smooth=np.nan, width=NO_WIDTH, notes=()):
    return DetectResult(series=SeriesFacts.of(hard()), size="params", n_sizes=8, verdict=verdict,
                        p_sharp=p_sharp, p_smooth=p_smooth, width=width, w0=1.0, notes=notes,
                        )  # fmt: skip


SHARP = found("emergent_sharp", 0.004, 1.0, Estimate(0.4, 0.0, 0.6))
SMOOTH = found("smooth", 1.0, 0.003, Estimate(1.7, 1.2, 2.4))
UNSURE = found("rise_unresolved", 0.3, 0.2, Estimate(0.9, 0.4, np.nan))
FLAT = found("flat_above_chance", 0.5, 0.5)


def reason(one, other, *, ratio=RATIO, below=NOTHING, length=None, metric="edit_similarity"):
    match = Match(PairSpec("exact_match", metric), hard(), soft(), ())
    evidence = PairEvidence(one, other, ratio, 0.05)
    return pair_reason(pair_verdict(evidence), match, evidence, below, length)


def test_an_artifact():
    assert reason(SHARP, SMOOTH) == (
        "On the same 8 models, exact_match rises within 0.4 decades [0, 0.6] (sharp p = .004), but "
        "edit_similarity over 1.7 decades [1.2, 2.4] (smooth p = .003), 4.2 times as wide "
        "[2.1, 9.3]: the jump comes with the metric."
    )


def test_a_robust_jump():
    assert reason(SHARP, SHARP) == (
        "On the same 8 models, exact_match rises within 0.4 decades [0, 0.6] (sharp p = .004), and "
        "edit_similarity within 0.4 decades [0, 0.6] (sharp p = .004): the jump does not come with "
        "the metric."
    )


UNTESTED = {
    "edit_similarity is neither surely below nor surely above 1 decade (sharp p = .30, smooth "
    "p = .20)": UNSURE,
    "edit_similarity does not rise (flat_above_chance)": FLAT,
    "the error of edit_similarity is not known (add the column stderr, or sigma to the task in the "
    "dataset's sheet)": found("inconclusive", notes=("no-error-model",)),
    "edit_similarity has no chance level and ceiling to place a transition on (add the columns "
    "chance and ceiling)": found("inconclusive", notes=("no-bounds",)),
}


@pytest.mark.parametrize("why", UNTESTED)
def test_why_a_soft_metric_cannot_decide(why):
    assert reason(SHARP, UNTESTED[why]) == (
        "On the same 8 models, exact_match rises within 0.4 decades [0, 0.6] (sharp p = .004); "
        f"whether the metric makes the jump cannot be told: {why}."
    )


def test_a_smooth_soft_metric_that_is_not_surely_wider():
    told = reason(SHARP, SMOOTH, ratio=Estimate(*np.log([1.8, 0.9, 3.5])))
    assert told.endswith(
        "cannot be told: edit_similarity is smooth (p = .003), but not surely wider: 1.8 times as "
        "wide [0.9, 3.5]."
    )


def test_without_draws_nothing_is_called_an_artifact():
    result = plain()
    assert result.verdict == "metric_artifact_untested"
    assert "but without draws the ratio of the widths has no interval." in result.reason
    assert result.interval is None
    assert np.isfinite(result.log_ratio.estimate)


NO_JUMP = {
    "exact_match itself rises smoothly (smooth p = .003)": SMOOTH,
    "exact_match is not surely narrower than 1 decade (sharp p = .30, rise_unresolved)": UNSURE,
    "exact_match does not rise (flat_above_chance)": FLAT,
    "exact_match has too few or too close sizes for a verdict (insufficient)": found(
        "insufficient"
    ),
    "the error of exact_match is not known (add the column stderr, or sigma to the task in the "
    "dataset's sheet)": found("inconclusive", notes=("no-error-model",)),
}


@pytest.mark.parametrize("why", NO_JUMP)
def test_without_a_jump_there_is_nothing_to_explain(why):
    assert reason(NO_JUMP[why], SMOOTH, length=4, metric="bleu") == (
        f"On the same 8 models, {why}: there is no jump that the metric could have made."
    )


def test_what_the_soft_metric_does_below_the_limit_is_told():
    told = reason(UNSURE, SMOOTH, below=BelowLimit(0.003, 5, 0.026, 0.252))
    assert told.endswith(
        "exact_match is below its resolution limit of .003 at 5 of 8 sizes; over the smallest of "
        "them edit_similarity goes from .026 to .252."
    )
    assert "limit" not in reason(UNSURE, SMOOTH, below=BelowLimit(0.003, 1))


def test_the_length_that_explains_a_jump_is_told():
    told = reason(SHARP, UNSURE, length=4)
    assert told.endswith(
        "If an answer of 4 tokens is right only when every token is, scores per token that grow in "
        "a straight line with log size would fit this exact_match."
    )
    assert "tokens" not in reason(SHARP, UNSURE, length=1)


@pytest.mark.parametrize("name", [*N_GRAMS, "SacreBLEU"])
def test_scores_of_n_grams_are_weak_evidence(name):
    for other in (SMOOTH, SHARP, UNSURE):
        told = reason(SHARP, other, metric=name)
        assert told.endswith(
            f"{name} counts runs of words and is no straight measure either: weak evidence."
        )


def test_a_soft_verdict_that_is_not_smooth_is_told():
    blocked = found("rise_unresolved", 1.0, 0.003, Estimate(1.7, 1.2, 2.4))
    assert reason(SHARP, blocked).endswith(
        "By itself edit_similarity is rise_unresolved: see its own reason."
    )
