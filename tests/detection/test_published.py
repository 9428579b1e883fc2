"""Verdicts on published data that the method must reach (docs/methods.md, acceptance)."""

import numpy as np
import pytest

import scaling as sc
from scaling.detection import DetectOptions
from scaling.detection.detect import detect_series
from scaling.detection.width.designs import TestDesign
from scaling.detection.width.search import search_of
from scaling.notes import RISING_VERDICTS
from tests.series_makers import GPT3, make_series


@pytest.fixture(scope="module")
def emergent():
    return sc.load("obs-emergent")


def one(data, **options):
    """The verdict with the default options, 999 draws among them."""
    (result,) = sc.detect(data, **options)
    return result


def of_scores(score, size, **facts):
    (result,) = detect_series([make_series(score, size=np.array(size), **facts)], DetectOptions())
    return result


def test_gpt3_mmlu_cannot_be_called_sharp():
    found = one("gpt3-published", family="GPT-3", task="MMLU", where={"tuning": "base"})
    assert [point.score for point in found.points] == [0.259, 0.249, 0.26, 0.439]
    assert found.verdict in ("unresolvable", "weak_rise")
    assert found.resolvable is False
    assert found.certifiable_width == pytest.approx(1.84, abs=0.05)
    assert "single_point_rise" in found.qualifiers
    assert "only 175B is above" in found.reason
    assert "a model between 13B and 175B would decide" in found.reason


def test_gpt_neo_three_digit_addition_is_at_most_shape_sensitive(emergent):
    found = one(emergent, family="GPT-Neo/J", task="arithmetic_3da")
    assert found.verdict not in ("emergent_sharp", "smooth")
    assert "heterogeneous_family" in found.qualifiers
    assert "The models differ in more than scale: GPT-Neo, GPT-J and GPT-NeoX" in found.reason
    assert 0.4 <= found.statistic <= 0.8
    assert found.p_sharp > 0.2
    assert found.p_logistic <= 0.002


def test_gpt_neo_three_digit_addition_is_sharp_to_a_logistic_null_alone(emergent):
    """T is 30 to 43 where smooth rises can only be logistic."""
    (series,) = emergent.select(family="GPT-Neo/J", task="arithmetic_3da").series()
    design = TestDesign.of(series, 0.005, 1.0, 1.0)
    union, _, logistic = search_of(design).winners(series.score[None]).statistics()[0]
    assert 0.4 <= union <= 0.8
    assert 30 <= logistic <= 43


def test_pythia_two_digit_addition_rests_on_one_size(emergent):
    found = one(emergent, family="Pythia", task="arithmetic_2da")
    assert found.verdict == "shape_unstable" or (
        found.verdict in RISING_VERDICTS and "non_monotone" in found.qualifiers
    )
    assert "turning at 2.8B" in found.reason
    assert found.p_sharp <= 0.05  # a claim that the turn blocks


def test_qwen_ipa_rests_on_one_failed_run(emergent):
    found = one(emergent, family="Qwen1.5", task="ipa_transliterate", metric="exact_match")
    assert found.verdict == "shape_unstable"


def test_pythia_16_shot_addition_is_blocked_by_its_dip():
    found = one("pythia-arithmetic", task="addition", where={"n_shots": "16"})
    assert [round(point.score, 3) for point in found.points] == [
        0.018, 0.035, 0.032, 0.051, 0.685, 0.477, 0.874,
    ]  # fmt: skip
    assert found.verdict == "rise_unresolved"
    assert "non_monotone" in found.qualifiers
    assert "The step back from .685 at 2.8B to .477 at 6.9B blocks a claim" in found.reason
    assert "the verdict emergent_sharp" in found.reason
    assert found.p_sharp == 0.001  # no draw of 999 comes near
    assert found.test.kind == "bootstrap"


def test_pythia_16_shot_addition_at_a_larger_dispersion():
    found = one("pythia-arithmetic", task="addition", where={"n_shots": "16"}, rho=0.02)
    assert found.verdict == "emergent_sharp"
    assert "rho_sensitive" in found.qualifiers
    assert "At an over-dispersion of 0.001 it is rise_unresolved." in found.reason


def test_lambada_grows_smoothly():
    found = one("gpt3-published", family="GPT-3", task="LAMBADA", where={"n_shots": "0"})
    assert found.verdict == "smooth"
    assert found.width.lower > 1
    assert found.p_smooth < 0.025


def test_lamda_last_letter_is_sharp_and_hangs_on_everything():
    """LaMDA, last letters of three words with chain of thought (Wei et al. 2022, CoT, table 5).

    The union finds a kinked onset just below 68B that almost fits: T is 2.77, p about .02.
    """
    found = of_scores([0, 0, 0, 0.008, 0.344], (0.42e9, 2e9, 8e9, 68e9, 137e9), n=500.0)
    assert found.verdict == "emergent_sharp"
    assert found.statistic == pytest.approx(2.77, abs=0.005)
    assert 0.015 <= found.p_sharp <= 0.03
    assert found.p_bell < 0.01
    assert {"single_point_rise", "low_power", "fragile", "rho_sensitive"} <= set(found.qualifiers)
    assert "Without 420M it is no longer sharp (p = ." in found.reason


def test_gpt3_two_digit_addition_is_not_sharp():
    """GPT-3 2D+, 50 shots (Brown et al. 2020, table H.1): the rise is in the last, widest gap."""
    score = [0.02, 0.041, 0.035, 0.045, 0.089, 0.119, 0.555, 1.0]
    found = of_scores(score, GPT3, n=2000.0)
    assert found.verdict not in ("emergent_sharp", "sharp_shape_sensitive")
    assert found.p_sharp > 0.05
    assert found.statistic < 2


def test_wsc_is_never_sharp():
    """Pythia, WSC without examples: right answers of 104 (lm-evaluation-harness 0.3), 70M to 12B.

    A trap of false emergence: two sizes stand out.
    """
    right = np.array([38, 38, 59, 38, 40, 38, 57])
    size = (70e6, 160e6, 410e6, 1.4e9, 2.8e9, 6.9e9, 12e9)
    found = of_scores(right / 104, size, n=104.0, chance=0.5)
    assert found.verdict not in ("emergent_sharp", "sharp_shape_sensitive")
