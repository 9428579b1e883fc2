"""The noise of a new model's score, by hand."""

import numpy as np
import pytest

from scaling.forecasting.ahead.noise import Noise, recipe_noise
from tests.series_makers import make_series

NAN = float("nan")
FIVE = np.array([0.3, 0.36, 0.4, 0.44, 0.5])


def test_a_quiet_series_has_less_than_the_usual_noise():
    found = Noise.of(make_series(FIVE, chance=0.25), FIVE)
    assert found.degrees == 4 + 3
    assert found.scale == pytest.approx(np.sqrt(4 * 0.03**2 / 7))


def test_residuals_beyond_the_sampling_of_items_widen_it():
    value = FIVE + np.array([0.1, -0.1, 0.1, -0.1, 0.1])
    found = Noise.of(make_series(FIVE, chance=0.25), value)
    rss = 5 * 0.1**2 - (value * (1 - value)).sum() / 1000
    assert found.scale == pytest.approx(np.sqrt((4 * 0.03**2 + rss) / 7))


def test_three_sizes_say_little_and_two_nothing():
    assert Noise.of(make_series(FIVE[:3], chance=0.25), FIVE[:3]).degrees == 5
    assert Noise.of(make_series(FIVE[:2], chance=0.25), FIVE[:2] + 1).scale == pytest.approx(0.03)


def test_leaps_are_of_tasks_that_guessing_does_not_help():
    one = Noise.of(make_series(FIVE), FIVE)
    edge = np.log10(1.4e9)
    values = np.array([[0.1, 0.9]])
    sampling = values * (1 - values) / 1000
    expected = np.sqrt(one.scale**2 + (0.3 * 0.5 * (1 - values)) ** 2 + sampling)
    assert one.deviation(np.array([edge + 0.5]), values) == pytest.approx(expected)
    inside = one.deviation(np.array([edge - 1]), values)
    assert inside == pytest.approx(np.sqrt(one.scale**2 + sampling))
    assert Noise.of(make_series(FIVE, chance=0.25), FIVE).leap == 0
    assert Noise.of(make_series(FIVE, size=(4.0, 3.5, 3.0, 2.5, 2.0), axis="loss"), FIVE).leap == 0


def test_losses_have_relative_noise():
    losses = np.array([4.0, 3.0, 2.0])
    found = Noise.of(make_series(losses, kind="loss", chance=NAN, ceiling=NAN), losses)
    assert found.deviation(np.array([12.0]), np.array([[2.0]])) == pytest.approx(2 * found.scale)


def test_the_usual_noise_is_in_units_of_the_score():
    assert recipe_noise(make_series(FIVE)) == 0.03
    percent = make_series(100 * FIVE, kind="bounded", ceiling=100.0)
    assert recipe_noise(percent) == pytest.approx(3.0)
    unbounded = make_series(100 * FIVE, kind="real", chance=NAN, ceiling=NAN)
    assert recipe_noise(unbounded) == pytest.approx(0.03 * 20)
    flat = make_series([5.0, 5.0, 5.0], kind="real", chance=NAN, ceiling=NAN)
    assert recipe_noise(flat) == pytest.approx(0.15)
    loss = make_series([3.0, 2.0], kind="loss", chance=NAN, ceiling=NAN)
    assert recipe_noise(loss) == pytest.approx(0.06)


def test_errors_are_students_with_the_degrees_that_are_left():
    one = Noise.of(make_series(FIVE), FIVE)
    drawn = one.units(np.random.default_rng(1), 200_000)
    assert drawn.var() == pytest.approx(7 / 5, rel=0.02)  # nu / (nu - 2)
