"""The weights of the joint bootstrap: their moments, and that models share them."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from scaling.forecasting.two_step.joint import (
    LEAST_WEIGHT,
    error_scales,
    multipliers,
    shared_numbers,
    weights_of,
)

RNG = np.random.default_rng(0)
SHARED = shared_numbers(("a", "b", "c"), 20_000, 0)


@pytest.mark.parametrize("leverage", [0.0, 0.4, 0.75])
def test_weights_have_mean_one_and_the_variance_of_their_leverage(leverage):
    found = multipliers(SHARED, np.arange(3), np.full(3, leverage))
    assert found.mean(axis=1) == pytest.approx(np.ones(3), abs=0.04)
    assert found.var(axis=1) == pytest.approx(np.full(3, 1 / (1 - leverage)), rel=0.1)


def test_points_of_one_model_share_its_weight():
    found = multipliers(SHARED, np.array([0, 2, 2, 0]), np.array([0.1, 0.2, 0.2, 0.1]))
    assert np.array_equal(found[0], found[3])
    assert np.array_equal(found[1], found[2])
    assert found.var(axis=1)[1] == pytest.approx(1 / 0.6, rel=0.1)  # leverages add up


def test_a_model_is_as_lucky_whatever_stands_beside_it():
    alone = weights_of(("b",), np.zeros(1), 30, 0)
    both = weights_of(("c", "b", "b", "a"), np.zeros(4), 99, 0)
    assert np.array_equal(both[1, :30], alone[0])  # more draws go on where fewer ended
    assert np.array_equal(both[1], both[2])
    assert not np.allclose(weights_of(("b",), np.zeros(1), 30, 1), alone)


def test_both_steps_order_the_draws_of_a_model_alike():
    for leverage in (0.2, 0.6):
        found = multipliers(SHARED, np.arange(3), np.full(3, leverage))
        for weights, numbers in zip(found, SHARED, strict=True):
            assert spearmanr(weights, numbers).statistic > 0.9999


def test_no_point_is_taken_away_altogether():
    found = multipliers(SHARED, np.arange(3), np.full(3, 0.99))
    assert (found >= LEAST_WEIGHT * found.max(axis=0)).all()


def test_scales_of_errors_are_those_of_students_t():
    errors = error_scales(8, 200_000, RNG) * RNG.standard_normal(200_000)
    assert np.quantile(errors, 0.95) == pytest.approx(1.8595, abs=0.03)  # t table, 8 degrees
