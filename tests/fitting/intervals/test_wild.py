"""The wild bootstrap: its weights, its leverages, when it is refused and what it covers."""

import numpy as np
import pytest

from scaling.fitting.intervals import wild
from tests.fitting.intervals.helpers import (
    RISE,
    fitted_one,
    intervals_of,
    loss_series,
    real_series,
    refusal_of,
)
from tests.series_makers import make_series

TWELVE = np.geomspace(1e8, 1e11, 12)


def test_the_six_weights_have_mean_zero_and_variance_one():
    assert len(set(wild.WEBB)) == 6
    assert wild.WEBB.mean() == pytest.approx(0, abs=1e-15)
    assert (wild.WEBB**2).mean() == pytest.approx(1, abs=1e-15)
    drawn = wild.webb(np.random.default_rng(0), (6000,))
    counts = [np.isclose(drawn, weight).sum() for weight in wild.WEBB]
    assert sum(counts) == 6000
    assert min(counts) > 850


def test_leverage_is_the_diagonal_of_the_hat_matrix():
    rng = np.random.default_rng(1)
    weights = rng.uniform(0.5, 2, 12)
    series = real_series(rng.normal(size=12), TWELVE, sigma=1 / np.sqrt(weights))
    x = np.column_stack([np.ones(12), np.log10(TWELVE)]) * np.sqrt(weights)[:, None]
    hat = x @ np.linalg.solve(x.T @ x, x.T)
    np.testing.assert_allclose(wild.leverage(fitted_one(series, curve="linear")), np.diag(hat))


def test_draws_are_residuals_over_one_less_leverage_times_a_weight():
    rng = np.random.default_rng(2)
    series = real_series(rng.normal(size=12), TWELVE)
    fitted = fitted_one(series, curve="linear", interval="wild", draws=50)
    sample = wild.draw(fitted, np.random.default_rng(0))
    assert sample.score.shape == sample.weight.shape == (12, 50)
    inflated = fitted.residual / (1 - wild.leverage(fitted))
    factor = (sample.score - fitted.value[:, None]) / inflated[:, None]
    assert {round(abs(one), 9) for one in factor.ravel()} == {
        round(abs(one), 9) for one in wild.WEBB
    }


@pytest.mark.parametrize("objective", ["log-gaussian", "huber", "lad"])
def test_errors_are_relative_on_objectives_of_logarithms(objective):
    loss = 2 + (TWELVE / 1e8) ** -0.3 + np.random.default_rng(3).normal(0, 0.01, 12)
    series = loss_series(loss, TWELVE)
    fitted = fitted_one(series, objective=objective, interval="wild", draws=40)
    sample = wild.draw(fitted, np.random.default_rng(0))
    errors = np.log(sample.score / fitted.value[:, None])
    size = np.abs(fitted.residual) / (1 - np.minimum(wild.leverage(fitted), 0.9))
    np.testing.assert_allclose(np.abs(errors).max(axis=1), np.sqrt(1.5) * size, atol=1e-12)


def test_coverage_of_a_slope_with_errors_of_unlike_size():
    """Nominal .95 on 12 sizes; the error at the largest is three times that at the smallest."""
    rng = np.random.default_rng(4)
    x = np.log10(TWELVE)
    spread = np.linspace(1, 3, 12)
    hits = []
    for _ in range(250):
        score = 5 + 2 * x + spread * rng.normal(size=12)
        _, found = intervals_of(
            real_series(score, TWELVE), curve="linear", interval="wild", draws=199
        )
        slope = found.parameters()["slope"]
        hits.append(slope.lower <= 2 <= slope.upper)
    assert 0.89 <= np.mean(hits) <= 0.98


def test_too_few_sizes_are_refused():
    five = real_series([1.0, 2, 3, 5, 4], TWELVE)
    assert refusal_of(five, interval="wild", curve="linear") == (
        "the wild bootstrap needs 8 different sizes, found 5: "
        "use the interval parametric or profile"
    )
    repeated = real_series(np.arange(10.0), np.repeat(TWELVE[:5], 2))
    assert "found 5" in refusal_of(repeated, interval="wild", curve="linear")


@pytest.mark.parametrize("objective", ["quasi-binomial", "beta-binomial"])
def test_items_are_refused(objective):
    found = refusal_of(make_series(RISE), interval="wild", objective=objective)
    assert found == (
        f"the wild bootstrap needs residuals with a size of their own, {objective} takes it from "
        "the items: use the interval parametric or profile, or the objective gaussian"
    )
