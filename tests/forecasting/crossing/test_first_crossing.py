"""The search for the first place, against roots that are known."""

import numpy as np
import pytest
from scipy.optimize import brentq

from scaling.forecasting.crossing.first_crossing import first_reached, interval, last_reached


def test_roots_are_those_of_scipy():
    level = np.array([0.05, 0.3, 0.77])

    def curve(x):
        return 1 / (1 + np.exp(-3 * (x - 9.7)))

    found = first_reached(curve, level, 8.0, 12.0)
    expected = [brentq(lambda x, at=at: curve(x) - at, 8, 12) for at in level]
    assert found == pytest.approx(expected, abs=1e-9)


def test_the_first_of_several_places_counts():
    found = first_reached(lambda x: np.sin(x), np.array([0.5]), 0.0, 20.0)
    assert found[0] == pytest.approx(np.pi / 6, abs=1e-8)


def test_the_last_rise_to_a_level():
    def wave(x):  # above .5 from pi/6 to 5 pi/6, and so on every 2 pi
        return np.sin(x)

    at, turn = np.array([0.5]), 2 * np.pi + np.pi / 6
    found = [last_reached(wave, at, 0.0, last, 9.0)[0] for last in (0.4, 2.0, 3.0, 7.0, 8.5)]
    assert found == pytest.approx([np.pi / 6, np.pi / 6, np.pi / 6, turn, turn], abs=1e-8)
    late = [last_reached(wave, at, 1.0, last, 9.0)[0] for last in (2.0, 3.0, 7.0)]
    assert late == pytest.approx([-np.inf, -np.inf, turn])  # above it from the start
    assert last_reached(wave, at, 3.0, 4.0, 4.0)[0] == np.inf  # and no reach
    shift = np.array([0.0, 2.0])
    assert last_reached(lambda x: x - shift, np.zeros(2), 1.0, 3.0, 4.0) == pytest.approx(
        [-np.inf, 2.0]
    )


def test_before_and_never_are_infinite():
    found = first_reached(lambda x: x, np.array([-1.0, 0.0, 0.5, 1.0, 2.0]), 0.0, 1.0)
    assert np.isneginf(found[:2]).all()
    assert found[2:4] == pytest.approx([0.5, 1.0])
    assert np.isposinf(found[4])


def test_each_draw_has_its_own_places():
    slope = np.array([1.0, 2.0, 4.0])
    found = first_reached(lambda x: slope * x, np.ones(3), 0.0, 2.0)
    assert found == pytest.approx([1.0, 0.5, 0.25])


@pytest.mark.parametrize(
    ("draws", "expected"),
    [
        (np.r_[np.full(98, 1.0), np.full(2, np.inf)], (1.0, 1.0)),
        (np.r_[np.full(97, 1.0), np.full(3, np.inf)], (1.0, np.inf)),
        (np.r_[np.full(3, -np.inf), np.full(97, 1.0)], (-np.inf, 1.0)),
        (np.full(100, np.inf), (np.inf, np.inf)),
    ],
)
def test_an_interval_may_have_no_end(draws, expected):
    assert interval(draws, 0.95) == expected
