"""BIG-bench's two numbers, Schaeffer's score, and the percentiles under the straight line."""

import numpy as np
import pytest
from scipy.stats import percentileofscore

from scaling.detection.definitions import bb_breakthrough, bb_linearity, describe
from scaling.detection.definitions.bb_breakthrough import breakthroughness
from scaling.detection.definitions.bb_linearity import linearity
from scaling.detection.definitions.view import View, percentile
from scaling.detection.options import DetectOptions
from scaling.fitting.intervals.parametric import beta_binomial
from tests.series_makers import PYTHIA, make_series

OPTIONS = DetectOptions()


def test_on_a_line_both_are_the_number_of_steps():
    line = np.linspace(0.1, 0.8, 8)
    assert breakthroughness(line, 0.001) == pytest.approx(7.0)
    assert linearity(line) == pytest.approx(7.0)
    assert linearity(line, normalize=True) == pytest.approx(1.0)
    assert linearity(line[::-1], normalize=True) == pytest.approx(-1.0)


def test_flat_scores_have_no_breakthrough():
    assert breakthroughness(np.full(6, 0.25), 0.001) == 0.0
    assert linearity(np.full(6, 0.25)) == 0.0
    found = describe(make_series(np.full(6, 0.25), chance=0.25), OPTIONS)
    assert (found.breakthroughness, found.linearity) == (0.0, 0.0)


def test_breakthroughness_is_finite_when_most_scores_are_zero():
    y = np.array([0, 0, 0, 0, 0.007])
    assert breakthroughness(y, 1 / 1003) == pytest.approx(0.007 * 1003)


def test_rows_are_scored_as_one_by_one():
    y = np.random.default_rng(1).random((50, 6))
    y[0] = 0.5
    each = [(float(breakthroughness(row, 0.01)), float(linearity(row))) for row in y]
    assert np.stack([breakthroughness(y, 0.01), linearity(y)], axis=1).tolist() == [
        list(pair) for pair in each
    ]


@pytest.mark.parametrize(
    ("k", "b_95", "l_5", "l_95"),
    [(4, 4.50, -0.75, 0.76), (6, 5.0, -0.52, 0.52), (12, 5.37, -0.27, 0.27)],
)
def test_flat_series_at_chance(k, b_95, l_5, l_95):
    """An independent simulation: chance .25, 250 items, rho .004; linearity normalised."""
    rng = np.random.default_rng(0)
    y = beta_binomial(rng, np.full((20000, k), 0.25), np.full(k, 250.0), 0.004)
    broken, straight = breakthroughness(y, 1 / 250), linearity(y, normalize=True)
    assert np.quantile(broken, 0.95) == pytest.approx(b_95, abs=0.5)
    assert np.quantile(straight, [0.05, 0.95]) == pytest.approx([l_5, l_95], abs=0.03)


def test_the_percentile_is_that_of_scipy():
    draws = np.round(np.random.default_rng(2).random(500), 1)
    assert percentile(draws, 0.4) == pytest.approx(percentileofscore(draws, 0.4, kind="mean"))


def test_percentiles_of_a_straight_line_are_evenly_spread():
    rng = np.random.default_rng(3)
    share = np.log10(np.array(PYTHIA) / PYTHIA[0]) / np.log10(PYTHIA[-1] / PYTHIA[0])
    y = beta_binomial(rng, np.tile(0.3 + 0.4 * share, (150, 1)), np.full(8, 250.0), 0.005)
    options = DetectOptions(draws=99)
    views = [
        View.of(make_series(row, n=250.0, chance=0.25, task=str(place)), options)
        for place, row in enumerate(y)
    ]
    for definition in (bb_breakthrough.DEFINITION, bb_linearity.DEFINITION):
        key = definition.key(f"{definition.id}_percentile")
        spread = np.array([definition.scores(view)[key] for view in views])
        assert 40 < spread.mean() < 60
        assert 0.02 <= (spread > 90).mean() <= 0.2


def test_a_jump_lies_far_out():
    found = describe(make_series([0.0, 0.01, 0.0, 0.01, 0.0, 0.01, 0.9, 0.92]), OPTIONS).scores
    assert found["bb_breakthrough_percentile/1"] > 99
    assert found["bb_linearity_percentile/1"] < 1


def test_the_line_is_weighted_least_squares():
    y = np.array([0.2, 0.25, 0.35, 0.3, 0.45, 0.5, 0.55, 0.6])
    n = np.array([50, 100, 500, 200, 50, 400, 80, 300])
    view = View.of(make_series(y, n=n), DetectOptions(draws=20000, rho=0.0))
    line = np.polyval(np.polyfit(view.x, y, 1, w=np.sqrt(n)), view.x)
    error = np.sqrt(line * (1 - line) / n / 20000)
    assert np.abs((view.line_draws.mean(axis=0) - line) / error).max() < 4


def test_the_ends_of_the_line_stay_within_the_scores():
    y = np.array([0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.6, 0.7])
    view = View.of(make_series(y), DetectOptions(draws=999))
    assert view.line_draws[:, 0].mean() == pytest.approx(0.001, abs=5e-4)  # the lapse rate


def test_scores_with_stated_errors_are_drawn_normally():
    y = np.array([10.0, 12.0, 15.0, 14.0, 19.0, 20.0])
    one = make_series(y, kind="bounded", ceiling=100.0, sigma=2.0)
    view = View.of(one, DetectOptions(draws=5000))
    assert view.line_draws.std(axis=0) == pytest.approx(np.full(6, 2.0), rel=0.05)
    assert describe(one, OPTIONS).breakthroughness == pytest.approx(10.0 / 2.0)


def test_equal_sizes_are_averaged():
    one = make_series([0.1, 0.3, 0.4, 0.6, 0.8], size=[1e9, 1e9, 2e9, 4e9, 8e9])
    assert describe(one, OPTIONS).linearity == pytest.approx(3.0)
    assert View.of(one, OPTIONS).line_draws.shape == (999, 4)


def test_schaeffer_is_breakthroughness_where_no_step_vanishes():
    found = describe(make_series([0.1, 0.2, 0.35, 0.5, 0.8]), OPTIONS).scores
    assert found["schaeffer2023/1"] == found["bb_breakthrough/1"]


def test_schaeffer_has_no_least_denominator():
    found = describe(make_series([0.1, 0.1001, 0.1002, 0.1003, 0.8]), OPTIONS).scores
    assert found["schaeffer2023/1"] == pytest.approx(7000.0)
    assert found["bb_breakthrough/1"] == pytest.approx(700.0)


@pytest.mark.parametrize("y", [[0.0, 0.0, 0.0, 0.0, 0.5], [0.25, 0.25, 0.25]])
def test_schaeffer_gives_no_number_where_most_scores_are_equal(y):
    assert np.isnan(describe(make_series(y), OPTIONS).scores["schaeffer2023/1"])
