"""An error pooled over the series of a task, for scores that state none."""

import numpy as np
import pytest

import scaling as sc
from scaling.detection import DetectOptions
from scaling.detection.detect import detect_series
from scaling.detection.pairs import pair_specs
from scaling.detection.pairs.assess import assess_pairs
from scaling.detection.pooled_sigma import pooled_sigma, with_pooled_sigma
from scaling.errors import OptionError
from tests.series_makers import PYTHIA, logistic, make_series

POOLED = DetectOptions(draws=0, sigma="pooled")


def bleu(count, sigma=2.0, **facts):
    """Scores from 0 to 100 with normal errors that nothing states."""
    rng = np.random.default_rng(1)
    series = []
    for place in range(count):
        middle = 10 ** rng.uniform(8.7, 9.4)
        truth = 80 * logistic(np.array(PYTHIA), middle, rng.uniform(1.5, 2.5))
        score = truth + sigma * rng.standard_normal(8)
        series.append(
            make_series(score, kind="bounded", ceiling=100.0, family=f"F{place}", **facts)
        )
    return series


def test_sigma_is_that_of_the_errors():
    assert pooled_sigma(bleu(40)) == pytest.approx(2.0, rel=0.1)
    assert pooled_sigma(bleu(40, sigma=0.5)) == pytest.approx(0.5, rel=0.1)


def test_series_without_an_error_get_a_verdict_where_asked_for():
    series = bleu(6)
    assert {one.verdict for one in detect_series(series, DetectOptions(draws=0))} == {
        "inconclusive"
    }
    found = sc.detect(series, draws=0, sigma="pooled")
    assert all("sigma-pooled" in one.notes for one in found)
    assert {one.verdict for one in found} <= {"smooth", "rise_unresolved", "unresolvable"}


def test_four_series_cannot_tell_their_error():
    found = sc.detect(bleu(4), draws=0, sigma="pooled")
    assert all(one.notes == ("no-error-model",) for one in found)
    assert "--sigma pooled where at least five series of the task" in found[0].reason


def test_stated_errors_and_proportions_stay_as_they_are():
    stated = make_series(np.linspace(0, 50, 8), kind="bounded", ceiling=100.0, sigma=3.0)
    proportion = make_series(np.linspace(0, 0.5, 8))
    series = [*bleu(5), stated, proportion]
    known = with_pooled_sigma(series, POOLED)
    assert known[5:] == series[5:]
    assert len({one.sigma[0] for one in known[:5]}) == 1


def test_pairs_see_the_same_error():
    """The soft series of a pair have the error of the whole run, not of the paired ones alone."""
    soft = bleu(6)
    for one in soft:
        object.__setattr__(one, "key", one.key._replace(metric="bleu"))
    hard = [
        make_series(np.where(np.arange(8) > 4, 0.8, 0.0), family=f"F{place}", task="task")
        for place in range(2)
    ]
    found = sc.detect([*soft, *hard], draws=19, sigma="pooled", pairs="acc:bleu")
    made = [pair for pair in found.pairs if pair.status == "ok"]
    assert len(made) == 2
    assert all("is not known" not in pair.reason for pair in made)
    alone = assess_pairs(
        [*with_pooled_sigma([*soft, *hard], POOLED)[:1], hard[0]],
        pair_specs("acc:bleu", ["acc", "bleu"]),
        DetectOptions(draws=19, sigma="pooled"),
    )
    assert alone[0].soft_p_smooth == made[0].soft_p_smooth


def test_tasks_do_not_share_an_error():
    known = with_pooled_sigma([*bleu(5), *bleu(5, sigma=0.2, task="other")], POOLED)
    assert known[0].sigma[0] > 3 * known[5].sigma[0]


def test_option_is_checked():
    with pytest.raises(OptionError, match=r"^sigma: expected stated or pooled, got guess$"):
        DetectOptions(sigma="guess")
