"""Scores of predictions against numbers worked out by hand."""

import math

import numpy as np
import pytest
from scipy.stats import norm

from scaling.forecasting import scores


def test_crps_by_hand():
    # E|X - 2| = 1; E|X - X'| = (0 + 2 + 2 + 0) / 4 = 1
    assert scores.crps(np.array([3.0, 1.0]), 2.0) == 0.5
    assert scores.crps(np.array([0.4]), 0.9) == 0.5
    assert math.isnan(scores.crps(np.empty(0), 0.3))


def test_crps_against_all_pairs():
    draws = np.random.default_rng(1).beta(2, 5, 60)
    pairs = np.abs(draws[:, None] - draws[None, :]).mean()
    expected = np.abs(draws - 0.3).mean() - pairs / 2
    assert scores.crps(draws, 0.3) == pytest.approx(expected, rel=1e-12)


def test_crps_of_a_normal_forecast():
    # Gneiting & Raftery 2007, equation 5
    draws = norm.ppf((np.arange(4000) + 0.5) / 4000)
    z = 0.7
    expected = z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / math.sqrt(math.pi)
    assert scores.crps(draws, z) == pytest.approx(expected, abs=1e-3)


def test_rmsle_by_hand_and_without_logarithms():
    # ln 2 and -ln 4: sqrt((0.4804530 + 1.9218121) / 2)
    value, used = scores.rmsle([0.4, 0.1], [0.2, 0.4])
    assert value == pytest.approx(1.0959619, abs=1e-6)
    assert used == 2
    assert scores.rmsle([0.4, 0.0, 0.3, -0.1], [0.2, 0.4, 0.0, 0.2])[1] == 1
    value, used = scores.rmsle([0.0], [0.5])
    assert math.isnan(value)
    assert used == 0


def test_mean_errors():
    assert scores.mae([0.5, 0.7], [0.4, 0.9]) == pytest.approx(0.15)
    assert scores.bias([0.5, 0.7], [0.4, 0.9]) == pytest.approx(-0.05)
    assert math.isnan(scores.mae([], []))
    assert math.isnan(scores.bias([], []))


def test_skill_and_coverage():
    assert scores.skill(0.02, 0.08) == 0.75
    assert scores.skill(0.16, 0.08) == -1.0
    assert math.isnan(scores.skill(0.02, 0.0))
    assert math.isnan(scores.skill(0.02, 1e-15))
    assert math.isnan(scores.skill(0.02, float("nan")))
    nan = float("nan")
    assert scores.coverage([0.1, 0.1, nan], [0.3, 0.3, nan], [0.3, 0.4, 0.2]) == 0.5
    assert math.isnan(scores.coverage([nan], [nan], [0.2]))
