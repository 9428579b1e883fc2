"""What the scores alone say, against statsmodels' intervals and by hand."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm, t
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from scaling.forecasting.crossing.bracket import (
    Observed,
    bracket_of_level,
    bracket_of_pair,
)
from tests.series_makers import make_series

RISE = np.array([0.02, 0.05, 0.1, 0.3, 0.55, 0.7])


def observed(score=RISE, rho=0.0, **options):
    return Observed.of(make_series(score, **options), rho)


def test_bounds_are_wilsons_of_statsmodels():
    found = bracket_of_level(observed(n=400.0), 0.25, 0.0, 0.05)
    lower = proportion_confint(RISE * 400, 400, alpha=2 * 0.05 / 6, method="wilson")[0]
    upper = proportion_confint(RISE * 400, 400, alpha=0.1, method="wilson")[1]
    assert found.lower == pytest.approx(lower - 0.25)
    assert found.upper == pytest.approx(upper - 0.25)
    assert found.difference == pytest.approx(RISE - 0.25)
    assert (found.low, found.high) == (2, 4)  # 0.3 is within its error of .25 with Bonferroni


def test_the_error_of_the_baseline_widens_both_bounds():
    exact = bracket_of_level(observed(), 0.2, 0.0, 0.05)
    rough = bracket_of_level(observed(), 0.2, 0.1, 0.05)
    z = norm.ppf(1 - 0.05 / 6)
    assert rough.lower == pytest.approx(
        exact.difference - np.hypot(exact.difference - exact.lower, z * 0.1)
    )
    assert (rough.low, rough.high) == (0, 4)


def test_two_conditions_are_newcombes_interval():
    one, two = observed(np.array([0.2, 0.3]), n=250.0), observed(np.array([0.2, 0.45]), n=250.0)
    found = bracket_of_pair(one, two, 0.02, 0.05)
    low, _ = confint_proportions_2indep(112.5, 250, 75, 250, method="newcomb", alpha=0.05)
    _, high = confint_proportions_2indep(112.5, 250, 75, 250, method="newcomb", alpha=0.1)
    assert found.lower[1] == pytest.approx(low, abs=1e-9)  # .05 / 2 sizes on one side
    assert found.upper[1] == pytest.approx(high, abs=1e-9)
    assert found.above.tolist() == [False, True]


def test_no_size_of_a_pair_is_both_better_and_not():
    base, more = np.array([0.2, 0.3, 0.4]), np.array([0.01, -0.01, 0.05])
    one, two = observed(base, n=1e6), observed(base + more, n=1e6)
    found = bracket_of_pair(one, two, 0.02, 0.05)
    assert (found.lower > 0).tolist() == [True, False, True]  # the first by .01: not by .02
    assert found.above.tolist() == [False, False, True]
    assert found.below.tolist() == [True, True, False]
    assert (found.low, found.high, found.falls_back) == (1, 2, False)
    assert bracket_of_pair(one, two, 0.0, 0.05).falls_back


def test_losses_are_better_when_lower():
    loss = make_series(3 - RISE, kind="loss", chance=np.nan, ceiling=np.nan, sigma=0.01)
    found = bracket_of_level(Observed.of(loss, 0.0), -2.6, 0.0, 0.05)
    assert (found.low, found.high) == (3, 4)
    assert found.difference == pytest.approx(RISE - 0.4)


def test_points_of_one_size_are_pooled():
    size = (1e8, 1e8, 1e9)
    twice = make_series([0.2, 0.4, 0.8], size, n=np.array([100.0, 300.0, 400.0]))
    found = Observed.of(twice, 0.0)
    assert found.x.tolist() == [8.0, 9.0]
    assert found.score == pytest.approx([0.35, 0.8])
    assert found.weight == pytest.approx([400.0, 400.0])


def test_a_later_size_that_falls_back_is_seen():
    found = bracket_of_level(observed(np.array([0.1, 0.9, 0.1])), 0.5, 0.0, 0.05)
    assert (found.low, found.high, found.falls_back) == (0, 1, True)
    assert not bracket_of_level(observed(), 0.4, 0.0, 0.05).falls_back


def test_an_unknown_error_decides_nothing():
    real = make_series(RISE, kind="real", chance=np.nan, ceiling=np.nan)
    found = bracket_of_level(Observed.of(real, 0.0), 0.2, 0.0, 0.05)
    assert (found.low, found.high) == (None, None)
    stated = Observed.of(replace(real, sigma=np.full(6, 0.01)), 0.0)
    guessed = Observed.of(real, 0.0, np.full(6, 0.01))
    assert stated.weight == pytest.approx(guessed.weight)
    few = Observed.of(real, 0.0, np.full(6, 0.01), degrees=2)
    assert few.bounds(0.05)[1] - few.score == pytest.approx(np.full(6, t.ppf(0.95, 2) * 0.01))
