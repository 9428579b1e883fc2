"""Pooled results: which series belong together, their claim, sentence and document."""

import json

import numpy as np
import pytest

import scaling as sc
from scaling.detection import DetectOptions
from scaling.detection.pooling import PooledResult, pool_series
from tests.series_makers import GPT3, PYTHIA, logistic, make_series

OPTIONS = DetectOptions(draws=99)
SHARP = logistic(np.array(PYTHIA), 1.9e9, 0.25, 0.0, 0.9)
SMOOTH = logistic(np.array(PYTHIA), 1e9, 2.2)
SMOOTH_LATE = logistic(np.array(PYTHIA), 6e9, 2.0)


def family(name, score=SHARP, size=PYTHIA, **facts):
    return make_series(score, size=np.array(size), family=name, **facts)


def test_sharp_families_make_a_sharp_task():
    (found,) = pool_series([family("A"), family("B"), family("C", GPT_SHARP, GPT3)], OPTIONS)
    assert found.families == ("A", "B", "C")
    assert found.claim == "sharp"
    assert found.p_sharp == 0.01  # none of 99 draws
    assert found.reason.startswith("One width for 3 families is 0.")
    assert found.reason.endswith("narrower than 1 decade under every shape (p = .010).")
    assert found.width.upper < 1


GPT_SHARP = logistic(np.array(GPT3), 2e9, 0.25, 0.0, 0.9)


def test_smooth_families_make_a_smooth_task():
    (found,) = pool_series([family("A", SMOOTH), family("B", SMOOTH)], OPTIONS)
    assert found.claim == "smooth"
    assert "at least 1 decade under every shape (p = .010)" in found.reason
    assert found.width.lower > 1


def test_families_of_different_widths_claim_nothing():
    (found,) = pool_series([family("A"), family("B", SMOOTH)], OPTIONS)
    assert found.claim == "widths_differ"
    assert found.p_shared < 0.001
    assert found.reason.endswith(
        "but the families do not share a width (p < .001), so that nothing is claimed of it."
    )


def test_families_that_do_not_rise_are_left_out_and_named():
    flat = family("Flat", np.full(8, 0.01))
    (found,) = pool_series([family("A"), flat, family("B")], OPTIONS)
    assert found.families == ("A", "B")
    assert [(left.family, left.why) for left in found.left_out] == [("Flat", "flat_at_chance")]


def test_a_step_back_and_too_few_sizes_are_named_too():
    dip = family("Dip", [0.02, 0.02, 0.02, 0.03, 0.05, 0.69, 0.30, 0.87])
    few = family("Few", SHARP[:2])
    (found,) = pool_series([family("A"), dip, few, family("B")], OPTIONS)
    left = {one.family: one.why for one in found.left_out}
    assert left == {"Dip": "non_monotone", "Few": "insufficient"}


def test_a_floor_that_does_not_fit_blocks_smooth_and_is_carried():
    high = 0.04 + 0.9 * SMOOTH_LATE
    (found,) = pool_series([family("A", SMOOTH_LATE), family("B", high)], OPTIONS)
    assert found.qualifiers == ("floor_mismatch",)
    assert found.claim == "unresolved"
    assert found.p_smooth <= 0.05


def test_equal_families_share_their_width():
    """Five copies of one series: no likelihood is lost by a common width."""
    wide = logistic(np.array(PYTHIA), 1.1e9, 1.53, 0.0, 0.9)
    options = DetectOptions(draws=19, rho=0.0)
    (found,) = pool_series([family(name, wide) for name in "ABCDE"], options)
    assert found.p_shared > 0.99
    assert found.width.estimate == pytest.approx(1.53, abs=0.05)


def test_families_on_flops_get_one_w0():
    params = np.array(PYTHIA)
    own = [
        family("A", size=6 * params * 3e11, axis="flops", params=params),
        family("B", size=6 * params**1.2 * 3e11, axis="flops", params=params),
    ]
    (found,) = pool_series(own, OPTIONS)
    assert found.w0 == pytest.approx(np.sqrt(1.0 * 1.2))


@pytest.mark.parametrize("other", [
    family("B", task="another"), family("B", np.full(8, 0.01)), family("B", SHARP[:2]),
])  # fmt: skip
def test_one_family_is_not_pooled(other):
    assert pool_series([family("A"), other], OPTIONS) == []


def test_a_result_depends_on_its_own_task_alone():
    task = [family("A"), family("B")]
    others = [family("A", SMOOTH, task="z"), family("B", SMOOTH, task="z")]
    alone = pool_series(task, OPTIONS)
    assert pool_series([*others, *task], OPTIONS)[1].to_dict() == alone[0].to_dict()
    two = DetectOptions(draws=99, n_jobs=2)
    assert pool_series([*task, *others], two)[0].to_dict() == alone[0].to_dict()


def test_screening_needs_half_the_level():
    (found,) = pool_series([family("A"), family("B")], DetectOptions(draws=0))
    assert (found.draws, found.claim) == (0, "sharp")


def test_result_round_trips_through_json():
    (found,) = pool_series([family("A"), family("B", SMOOTH)], OPTIONS)
    again = PooledResult.from_dict(json.loads(json.dumps(found.to_dict())))
    assert again.to_dict() == found.to_dict()


def test_the_document_holds_pooled_results_only_where_asked_for():
    data = sc.load("obs-emergent")
    chosen = {"task": "arithmetic_2da", "family": ["OPT", "GPT-Neo/J"], "draws": 19}
    assert sc.detect(data, **chosen).to_dict()["pooled"] is None
    found = sc.detect(data, pool=True, **chosen)
    (entry,) = found.to_dict()["pooled"]
    assert entry["families"] == ["GPT-Neo/J", "OPT"]
    assert entry["task"] == "arithmetic_2da"
    assert found.pooled[0].label() == "arithmetic_2da / acc, 2-shot, 2 families"
    again = type(found).from_dict(json.loads(found.to_json()))
    assert again.to_dict() == found.to_dict()
