"""The case bootstrap: what it draws, when it is refused, and the spread it finds."""

import numpy as np
import pytest
import statsmodels.api as sm

from scaling.fitting.intervals import case
from tests.fitting.intervals.helpers import fitted_one, intervals_of, real_series, refusal_of
from tests.series_makers import logistic, make_series

FORTY = np.geomspace(1e8, 1e11, 40)


def line(seed=0):
    return 5 + 2 * np.log10(FORTY) + np.random.default_rng(seed).normal(size=40)


def test_a_draw_weighs_every_point_by_how_often_it_is_drawn():
    fitted = fitted_one(real_series(line(), FORTY), curve="linear", interval="case", draws=30)
    sample = case.draw(fitted, np.random.default_rng(0))
    assert sample.weight.shape == (40, 30)
    np.testing.assert_allclose(sample.weight.sum(axis=0), 40)
    assert (sample.weight == 0).any()
    assert (sample.score == fitted.model.score).all()


def test_a_draw_is_fitted_as_if_points_were_repeated_and_left_out():
    series = real_series(line(), FORTY)
    fitted, intervals = intervals_of(series, curve="linear", interval="case", draws=25)
    sample = case.draw(fitted, fitted.series.random(0))
    drawn = fitted.model.curve.natural(intervals.draws.theta, intervals.draws.design)
    x = sm.add_constant(np.log10(FORTY))
    for column in range(25):
        rows = np.repeat(np.arange(40), sample.weight[:, column].astype(int))
        expected = np.linalg.lstsq(x[rows], series.score[rows], rcond=None)[0]
        assert drawn["slope"][column] == pytest.approx(expected[1], rel=1e-6)


def test_the_spread_of_a_slope_is_that_of_a_heteroscedastic_covariance():
    """Its expectation is between the sandwich estimates HC0 and HC3."""
    series = real_series(line(), FORTY)
    _, intervals = intervals_of(series, curve="linear", interval="case", draws=1999)
    drawn = intervals.fitted.model.curve.natural(intervals.draws.theta, intervals.draws.design)
    ols = sm.OLS(series.score, sm.add_constant(np.log10(FORTY))).fit()
    spread = drawn["slope"].std()
    assert 0.95 * ols.HC0_se[1] < spread < 1.05 * ols.HC3_se[1]


def test_items_and_zero_weights_go_together():
    rng = np.random.default_rng(5)
    score = rng.binomial(500, logistic(FORTY, 3e9, 1.5)) / 500
    _, intervals = intervals_of(make_series(score, FORTY, n=500.0), interval="case", draws=99)
    midpoint = intervals.parameters()["midpoint"]
    assert midpoint.lower < 3e9 < midpoint.upper
    assert midpoint.upper / midpoint.lower < 1.5


def test_too_few_sizes_are_refused():
    found = refusal_of(real_series(line()[:19], FORTY[:19]), interval="case", curve="linear")
    assert found == (
        "the case bootstrap needs 20 different sizes, found 19: with few, draws lose the end "
        "points and intervals cover too little; use the interval parametric or profile"
    )


def test_beta_binomial_is_refused():
    score = logistic(FORTY, 3e9, 1.5)
    found = refusal_of(make_series(score, FORTY), interval="case", objective="beta-binomial")
    assert found == (
        "the case bootstrap multiplies weights, which to beta-binomial are items of one score: "
        "use the objective quasi-binomial, or the interval parametric or profile"
    )
