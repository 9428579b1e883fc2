"""Pairs of known truth at the public function: verdict, sentence, ratio, independence."""

from dataclasses import replace

import numpy as np
import pytest

from scaling.detection import DetectOptions
from scaling.detection.detect import detect_series
from scaling.detection.pairs import PairSpec
from scaling.detection.pairs.assess import assess_pairs
from scaling.detection.pairs.ratio import log_width_ratio
from tests.detection.pairs.makers import FAST, SMOOTH, SPEC, STEP, assessed, hard, series, soft
from tests.series_makers import PYTHIA, logistic

DRAWN = DetectOptions(draws=39)
SIZES = np.array(PYTHIA)
RNG = np.random.default_rng(3)
TOKEN = logistic(SIZES, 1e9, 2.0)
UNSURE = logistic(SIZES, 2e9, 0.95)
BLEU = PairSpec(SPEC.hard, "bleu")


def noisy(p, n=1000):
    return RNG.binomial(n, p) / n


def bleu(**facts):
    return series("bleu", 100 * SMOOTH, **{"kind": "bounded", "ceiling": 100.0, **facts})


# A family each; they are assessed together, and each depends on itself alone.
TRUTHS = {
    "artifact": (hard(), soft()),
    "robust": (hard(noisy(STEP)), soft(noisy(0.6 * STEP))),
    "power": (hard(TOKEN**8), soft(TOKEN)),
    "flat hard": (hard(np.full(8, 0.001)), soft()),
    "hard without error": (hard(kind="bounded"), soft()),
    "close sizes": (hard(size=np.linspace(1e9, 2e9, 8)), soft(size=np.linspace(1e9, 2e9, 8))),
    "bleu": (hard(np.where(STEP > 0.5, STEP, 0.001)), bleu(sigma=2.0)),
    "no-error-model": (hard(), bleu()),
}  # fmt: skip


def in_family(one, family):
    return replace(one, key=one.key._replace(family=family))


@pytest.fixture(scope="module")
def found():
    given = [in_family(one, name) for name, pair in TRUTHS.items() for one in pair]
    results = assess_pairs(given, [SPEC, BLEU], DRAWN)
    return {one.series.family: one for one in results if one.status == "ok"}


VERDICTS = {
    "artifact": "metric_artifact",
    "robust": "robust_to_metric",
    "power": None,
    "flat hard": None,
    "hard without error": None,
    "close sizes": None,
    "bleu": "metric_artifact",
    "no-error-model": "metric_artifact_untested",
}

WHY = {
    "artifact": "the jump comes with the metric.",
    "robust": "the jump does not come with the metric.",
    "power": "3 of 8 sizes; over the smallest of them edit_similarity goes from .073 to .299.",
    "flat hard": "exact_match does not rise (flat_at_chance): there is no jump",
    "hard without error": "the error of exact_match is not known (add the column stderr",
    "close sizes": "exact_match has too few or too close sizes for a verdict (insufficient)",
    "no-error-model": "cannot be told: the error of bleu is not known (add the column stderr, or "
    "sigma to the task in the dataset's sheet).",
}


@pytest.mark.parametrize("name", TRUTHS)
def test_verdicts_of_known_truths(name, found):
    assert found[name].verdict == VERDICTS[name], found[name].reason


@pytest.mark.parametrize("name", WHY)
def test_reasons_of_known_truths(name, found):
    assert WHY[name] in found[name].reason
    assert found[name].reason.endswith(".")
    assert "nan" not in found[name].reason


def test_a_jump_that_a_smooth_measure_does_not_show(found):
    artifact = found["artifact"]
    assert (artifact.hard_verdict, artifact.soft_verdict) == ("emergent_sharp", "smooth")
    assert artifact.hard_p_sharp <= 0.05
    assert artifact.soft_p_smooth <= 0.05
    assert 0 < artifact.log_ratio.lower < artifact.log_ratio.estimate < artifact.log_ratio.upper
    assert artifact.interval.draws == 39
    widths = [max(one.estimate, 0.03) for one in (artifact.soft_width, artifact.hard_width)]
    assert artifact.log_ratio.estimate == pytest.approx(np.log(widths[0] / widths[1]))


def test_a_jump_in_both_metrics(found):
    robust = found["robust"]
    assert robust.soft_p_sharp <= 0.05
    assert robust.log_ratio.lower < 0 < robust.log_ratio.upper


def test_a_wide_ability_raised_to_the_answers_length_makes_no_jump(found):
    """p^L of a logistic 2 decades wide is at most 30 % narrower and comes later.

    Golden number: width 1.47 at L = 8, ln(2.00 / 1.47) = .31; the project's methods notes. The
    best shape is not the true one here.
    """
    power = found["power"]
    assert power.log_ratio.estimate == pytest.approx(0.31, abs=0.15)
    assert power.soft_below_limit == (TOKEN[0], TOKEN[2])


def test_the_reason_of_an_artifact_word_for_word(found):
    widths, _, rest = found["bleu"].reason.partition(": the jump comes with the metric. ")
    assert widths.startswith(
        "On the same 8 models, exact_match rises within 0 decades [0, 0.26] (sharp p "
    )
    assert ", but bleu over 2.2 decades [1.8, 2.3] (smooth p " in widths
    assert "times as wide [" in widths
    assert rest == (
        "exact_match is below its resolution limit of .003 at 5 of 8 sizes; over the smallest of "
        "them bleu goes from 9.055 to 57.2. bleu counts runs of words and is no straight measure "
        "either: weak evidence."
    )


def test_a_soft_metric_without_a_test_has_no_ratio(found):
    untested = found["no-error-model"]
    assert np.isnan(untested.log_ratio.estimate)
    assert untested.interval is None
    assert untested.reason.endswith("is no straight measure either: weak evidence.")


def test_the_verdicts_are_those_of_the_common_models():
    (alone,) = detect_series([hard(STEP[:6])], FAST)
    six = assessed(hard(), soft(SMOOTH[:6]))
    assert (six.n_sizes, six.hard_verdict) == (6, alone.verdict)
    assert (six.hard_p_sharp, six.hard_width) == (alone.p_sharp, alone.width)


def test_a_loss_is_a_soft_metric_on_any_axis():
    """On the loss axis w0 is the unit; the second metric is another loss."""
    size = np.linspace(4, 2.6, 8)
    one = hard(axis="loss", size=size)
    other = series("loss", np.linspace(3.5, 1.7, 8), kind="loss", chance=4.0, ceiling=1.5,
                   sigma=0.03, axis="loss", size=size)  # fmt: skip
    options = replace(FAST, w0=0.4)
    (result,) = assess_pairs([one, other], [PairSpec("exact_match", "loss")], options)
    assert (result.size, result.verdict) == ("loss", "metric_artifact_untested")
    assert result.soft_p_smooth <= 0.05
    assert "nats" in result.reason
    verdicts = detect_series([one, other], options)
    assert log_width_ratio(one, other, *verdicts, replace(options, draws=39)).lower > 0


def test_results_depend_on_seed_and_own_pair_alone(found):
    one, other = (in_family(part, "artifact") for part in TRUTHS["artifact"])
    assert assessed(other, one, DRAWN).to_dict() == found["artifact"].to_dict()
    verdicts = detect_series([one, other], FAST)
    again, reseeded = (
        log_width_ratio(one, other, *verdicts, replace(DRAWN, seed=seed)) for seed in (0, 1)
    )
    assert again == found["artifact"].log_ratio != reseeded
    assert found["no-error-model"].hard_p_sharp == found["artifact"].hard_p_sharp


@pytest.mark.slow
def test_the_interval_of_the_ratio_covers_the_true_ratio():
    """Logistics 0.7 and 2 decades wide: ln(2 / .7) in about 95 % of drawn data."""
    rng = np.random.default_rng(11)
    narrow = logistic(SIZES, 1e9, 0.7)
    covered = []
    for _ in range(100):
        one, other = hard(rng.binomial(1000, narrow) / 1000), soft(rng.binomial(1000, TOKEN) / 1000)
        verdicts = detect_series([one, other], replace(FAST, rho=0.0))
        logistics = [replace(verdict, shape="logistic") for verdict in verdicts]
        ratio = log_width_ratio(one, other, *logistics, replace(DRAWN, draws=199, rho=0.0))
        covered.append(ratio.lower <= np.log(2 / 0.7) <= ratio.upper)
    assert np.mean(covered) >= 0.89
