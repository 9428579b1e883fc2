"""Two lines and two levels: breaks by hand, with sizes that are there twice."""

from dataclasses import replace

import numpy as np
import pytest

from scaling.curves import Design, get_curve
from scaling.curves.places import distinct_sizes, middles_of_gaps, places_between
from tests.curves.polish import a_design, fitted

SEGMENTED, STEP = get_curve("segmented"), get_curve("step")
ALL_DIFFER = np.array([7.0, 8.0, 9.0, 9.5, 10.0, 11.0])
SOME_TWICE = np.array([8.0, 7.0, 8.0, 9.0, 10.0, 10.0])


def both() -> Design:
    zero, one = np.zeros(2), np.ones(2)
    return Design(np.stack([ALL_DIFFER, SOME_TWICE]).T, zero, one, zero, one)


def test_the_distinct_sizes_of_every_column():
    sizes, count = distinct_sizes(both())
    assert count.tolist() == [6, 4]
    assert sizes[:, 0].tolist() == ALL_DIFFER.tolist()
    assert sizes[:, 1].tolist() == [7.0, 8.0, 9.0, 10.0, 10.0, 10.0]


def test_the_last_gap_is_repeated():
    middles = middles_of_gaps(both())
    assert middles[:, 0].tolist() == [7.5, 8.5, 9.25, 9.75, 10.5]
    assert middles[:, 1].tolist() == [7.5, 8.5, 9.5, 9.5, 9.5]


def test_places_lie_between_the_second_sizes_from_both_ends():
    places = places_between(both(), 1, -2, 2)
    assert places[:, 0].tolist() == [8.0, 8.5, 9.0, 9.25, 9.5, 9.75, 10.0]
    np.testing.assert_allclose(places[:, 1], np.linspace(8.0, 9.0, 7), rtol=1e-15)


def test_the_bounds_of_a_break_leave_two_sizes_on_each_side():
    lower, upper = SEGMENTED.bounds(both())
    assert lower[3].tolist() == [8.0, 8.0]
    assert upper[3].tolist() == [10.0, 9.0]


def test_two_lines_by_hand():
    design = a_design([6.0, 7.0, 8.0, 9.0, 10.0])
    theta = np.array([0.1, 0.2, 0.8, 8.5])[:, None]  # .04 a decade, then .4
    x = np.array([6.0, 8.0, 8.5, 9.0, 10.0, 10.5])[:, None]
    value = SEGMENTED.value(theta, design.at(x))[:, 0]
    assert value == pytest.approx([0.1, 0.18, 0.2, 0.4, 0.8, 1.0])
    natural = {name: one[0] for name, one in SEGMENTED.natural(theta, design).items()}
    assert natural == pytest.approx(
        {"intercept": -0.14, "slope_before": 0.04, "slope_after": 0.4, "break": 10**8.5}
    )
    formula = -0.14 + 0.04 * x[:, 0] + (0.4 - 0.04) * np.maximum(x[:, 0] - 8.5, 0)
    np.testing.assert_allclose(value, formula, rtol=1e-12)


@pytest.mark.parametrize("place", [8.0, 8.37, 9.0])
def test_a_break_is_found_among_sizes_that_are_there_twice(place):
    design = a_design(SOME_TWICE)
    theta = np.array([0.1, 0.3, 0.9, place])[:, None]
    score = SEGMENTED.value(theta, design.at(design.x))[:, 0]
    found = SEGMENTED.natural(fitted(SEGMENTED, design, score), design)
    assert np.log10(found["break"]) == pytest.approx(place, abs=1e-5)


def test_a_step_is_found_with_the_gap_it_lies_in():
    design = a_design(SOME_TWICE)
    score = np.where(SOME_TWICE < 8.5, 0.1, 0.7)
    found = {
        name: one[0] for name, one in STEP.natural(fitted(STEP, design, score), design).items()
    }
    assert found == pytest.approx(
        {"before": 0.1, "after": 0.7, "break_low": 1e8, "break_high": 1e9}, rel=1e-6
    )


def test_every_node_of_a_step_lies_in_a_gap_of_its_column():
    design = both()
    for node in np.moveaxis(STEP.nodes(design), 1, 0):
        natural = STEP.natural(node, design)
        assert (natural["break_low"] < natural["break_high"]).all()
        assert np.isfinite(natural["break_high"]).all()


def test_on_a_loss_axis_breaks_are_losses():
    design = replace(a_design([-4.0, -3.0, -2.5, -2.0, -1.0]), log_axis=False)
    step = STEP.natural(np.array([0.1, 0.7, -2.25])[:, None], design)
    assert [float(step[name][0]) for name in ("break_low", "break_high")] == [2.0, 2.5]
    lines = SEGMENTED.natural(np.array([0.1, 0.2, 0.7, -2.25])[:, None], design)
    assert float(lines["break"][0]) == 2.25
