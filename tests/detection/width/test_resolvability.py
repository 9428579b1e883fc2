"""Certifiable widths: the definition, a published case, and that they look at the design alone."""

import numpy as np
import pytest

from scaling.detection.width import resolvability
from scaling.detection.width.resolvability import certifiable_widths
from tests.detection.makers import design_of, screened, sets_of
from tests.series_makers import GPT3, PYTHIA

MMLU = design_of(GPT3[4:], floor=0.25, n=14042.0)


@pytest.fixture(autouse=True)
def forgotten(monkeypatch):
    """No width is known from another test."""
    monkeypatch.setattr(resolvability, "_KEPT", {})


def test_certifiable_widths_of_gpt3_mmlu():
    """.35 and 2.0 on a ladder of widths (docs/methods.md); solved without it .27 and 1.84."""
    ((first, second, last),) = certifiable_widths([MMLU], 0.05)
    assert np.isnan(first)
    assert second == pytest.approx(0.27, abs=0.02)
    assert last == pytest.approx(1.84, abs=0.05)


@pytest.mark.parametrize(("w0", "certified"), [(2.0, True), (1.6, False)])
def test_a_perfect_step_is_certified_just_above_the_certifiable_width(w0, certified):
    y = np.where(np.arange(4) > 2, 0.25 + 0.8 * 0.75, 0.25)
    design = design_of(GPT3[4:], floor=0.25, n=14042.0, w0=w0)
    assert (screened(sets_of(y, design)).statistic[0] > 2.71) == certified


def test_two_sizes_certify_nothing():
    ((gap,),) = certifiable_widths([design_of((1e9, 1e10))], 0.05)
    assert np.isnan(gap)


def test_a_repeated_size_is_no_gap():
    ((*widths,),) = certifiable_widths([design_of((*GPT3[4:], GPT3[7]), floor=0.25)], 0.05)
    assert len(widths) == 3
    assert widths[2] < certifiable_widths([design_of(GPT3[4:], floor=0.25)], 0.05)[0][2]


def test_more_items_and_a_weaker_level_certify_narrower_widths():
    few, many = certifiable_widths([design_of(n=50.0), design_of(n=5000.0)], 0.05)
    weaker, *_ = certifiable_widths([design_of(n=50.0)], 0.1)
    assert (np.array(many[1:]) < np.array(few[1:])).all()
    assert (np.array(weaker[1:]) < np.array(few[1:])).all()


def test_widths_do_not_depend_on_what_is_asked_with_them(monkeypatch):
    """Designs of different length, kind and unit, in any order, known before or not."""
    designs = [
        MMLU, design_of(PYTHIA[2:7]), design_of(PYTHIA[2:7], top=100.0, sigma=2.0),
        design_of(PYTHIA[:4], unit=0.3), MMLU,
    ]  # fmt: skip
    together = certifiable_widths(designs, 0.05)
    assert together[0] == together[-1]
    for kept in (True, False):
        if not kept:
            monkeypatch.setattr(resolvability, "_KEPT", {})
        backwards = certifiable_widths(designs[::-1], 0.05)[::-1]
        for one, other in zip(together, backwards, strict=True):
            np.testing.assert_array_equal(one, other)
    monkeypatch.setattr(resolvability, "MOST_KEPT", 2)  # forgets, and knows all that was asked
    again = certifiable_widths(designs, 0.05)
    for one, other in zip(together, again, strict=True):
        np.testing.assert_array_equal(one, other)
    one = certifiable_widths([design_of(PYTHIA[:4])], 0.05)[0]
    np.testing.assert_allclose(together[3], 0.3 * np.array(one), rtol=1e-3)
