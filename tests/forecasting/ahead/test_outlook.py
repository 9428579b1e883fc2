"""The averaged prediction: estimate, draws, intervals."""

import numpy as np
import pytest

from scaling.fitting.intervals.parametric import draw
from scaling.fitting.intervals.sampled import sampled
from scaling.forecasting.ahead import ForecastOptions
from scaling.forecasting.ahead.outlook import outlooks_of
from scaling.forecasting.ahead.solving import solve_cuts
from scaling.forecasting.ahead.weights import member_weights
from tests.series_makers import make_series

SCORES = np.array([0.28, 0.33, 0.41, 0.46, 0.52])
X = np.array([9.5, 10.0])
DRAWS = 199


def outlook(scores=SCORES, draws=DRAWS, seed=0, **facts):
    (cuts,) = solve_cuts([make_series(scores, **facts)], ForecastOptions(at="1T", draws=draws))
    return outlooks_of([(cuts.whole, member_weights(cuts))], draws, seed)[0]


@pytest.fixture(scope="module")
def found():
    return outlook(chance=0.25)


def test_the_estimate_is_the_weighted_mean_of_the_members(found):
    alone = found.members(X)
    expected = sum(found.weights[name] * alone[name] for name in found.weights)
    assert found.predict(X).estimate == pytest.approx(expected)
    assert alone["last-value"] == pytest.approx([0.52, 0.52])


def test_each_draw_is_the_weighted_mean_of_the_members_draws(found):
    parts = [
        weight * sampled(fit, draw(fit, found.series.random(0))).values(X)
        for name, weight in found.weights.items()
        if (fit := found.fits.get(name)) is not None
    ]
    last = found.predict(X).curve - sum(parts)
    spread = found.weights["last-value"] * np.sqrt(0.52 * 0.48 * (1 + 999 * 0.005) / 1000)
    assert last.mean(axis=1) == pytest.approx(found.weights["last-value"] * 0.52, abs=0.01)
    assert last.std(axis=1) == pytest.approx([spread, spread], rel=0.15)


def test_the_last_value_has_no_say_up_to_the_largest_size(found):
    edge = found.series.x.max()
    shares = found.shares(np.array([edge - 2, edge, edge + 0.01]))
    assert np.sum(list(shares.values()), axis=0) == pytest.approx(np.ones(3))
    last = found.weights["last-value"]
    assert shares["last-value"].tolist() == [0, 0, last]
    assert shares["linear"] == pytest.approx(
        found.weights["linear"] / np.array([1 - last] * 2 + [1])
    )


def test_intervals_hold_one_another(found):
    made = found.predict(X)
    low, high = made.interval(0.9)
    inner_low, inner_high = made.mean_interval(0.9)
    assert (low < inner_low).all()
    assert (inner_low < made.estimate).all()
    assert (made.estimate < inner_high).all()
    assert (inner_high < high).all()
    assert (made.draws >= 0).all()
    assert (made.draws <= 1).all()


def test_one_curve_alone_rests_on_the_same_draws(found):
    line = found.alone("linear").predict(X)
    fit = found.fits["linear"]
    assert line.estimate == pytest.approx(fit.at(X))
    assert line.curve == pytest.approx(sampled(fit, draw(fit, found.series.random(0))).values(X))


def test_no_draws_no_intervals():
    made = outlook(draws=0, chance=0.25).predict(X)
    assert np.isnan([*made.interval(0.9), *made.mean_interval(0.9)]).all()
    assert np.isfinite(made.estimate).all()


def test_a_stated_error_is_that_of_the_last_score():
    stated = outlook(100 * SCORES, kind="bounded", chance=0.0, ceiling=100.0, sigma=0.5)
    drawn = stated._last(X)
    assert drawn.std(axis=1) == pytest.approx([0.5, 0.5], rel=0.15)


def test_the_seed_decides_the_draws():
    one, two, other = (outlook(chance=0.25, seed=seed).predict(X) for seed in (0, 0, 1))
    assert (one.draws == two.draws).all()
    assert (one.draws != other.draws).any()


def test_a_last_score_of_zero_is_no_certainty():
    made = outlook([0.0, 0.0, 0.0, 0.0], n=100.0).predict(X)
    assert made.interval(0.9)[1][0] > 0.01
