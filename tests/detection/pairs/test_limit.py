"""The resolution limit of a hard metric, and what the soft one does below it."""

import numpy as np
import pytest

from scaling.detection.pairs.limit import below_limit, resolution_limit
from tests.series_makers import make_series

RISE = np.array([0.0, 0.001, 0.002, 0.1, 0.3, 0.5, 0.7, 0.9])


def test_of_an_exact_match_it_is_three_items():
    assert resolution_limit(make_series(RISE, n=1003.0), 0.005, 0.05) == pytest.approx(3 / 1003)


def test_of_multiple_choice_it_is_a_bound_above_chance():
    """Golden: c + z sqrt(c (1 - c) / n_eff): n 1000 at rho .005 are 166.8 items, z 1.645."""
    limit = resolution_limit(make_series(RISE, chance=0.25), 0.005, 0.05)
    assert limit == pytest.approx(0.25 + 1.6449 * np.sqrt(0.1875 / 166.81), rel=1e-4)


def test_of_other_scores_it_is_their_error():
    one = make_series(RISE, kind="bounded", sigma=0.02, chance=0.1)
    assert resolution_limit(one, 0.005, 0.05) == pytest.approx(0.1 + 1.6449 * 0.02, rel=1e-4)


def test_sizes_below_it_are_counted_and_what_the_soft_metric_does_there():
    found = below_limit(make_series(RISE), make_series(np.linspace(0.1, 0.8, 8)), 0.005, 0.05)
    assert (found.limit, found.n_sizes) == (0.003, 3)
    assert (found.soft_first, found.soft_last) == pytest.approx((0.1, 0.3))


def test_the_soft_scores_are_of_the_leading_sizes():
    hard = np.array([0.0, 0.001, 0.1, 0.3, 0.5, 0.7, 0.8, 0.0])
    found = below_limit(make_series(hard), make_series(np.linspace(0.1, 0.8, 8)), 0.005, 0.05)
    assert found.n_sizes == 3
    assert (found.soft_first, found.soft_last) == pytest.approx((0.1, 0.2))


def test_a_soft_loss_is_told_as_it_is():
    loss = make_series(np.linspace(4, 2, 8), kind="loss", chance=5.0, ceiling=1.0, sigma=0.1)
    found = below_limit(make_series(RISE), loss, 0.005, 0.05)
    assert (found.soft_first, found.soft_last) == pytest.approx((4, 4 - 4 / 7))


def test_of_a_loss_it_is_in_its_own_unit():
    loss = make_series(np.linspace(5, 2, 8), kind="loss", chance=5.0, ceiling=1.0, sigma=0.1)
    assert below_limit(loss, loss, 0.005, 0.05).limit == pytest.approx(5 - 1.6449 * 0.1, rel=1e-4)


def test_one_size_shows_no_rise():
    hard = np.concatenate([[0.0], RISE[3:], [0.95, 0.97]])
    found = below_limit(make_series(hard), make_series(np.linspace(0.1, 0.8, 8)), 0.005, 0.05)
    assert found.n_sizes == 1
    assert np.isnan([found.soft_first, found.soft_last]).all()
