"""Random curves and scores: ranges, moments, accidents, and what does not change what."""

import numpy as np
import pytest

from scaling.errors import OptionError
from scaling.simulation import TRUTHS, draw_curves, draw_scores, get_truth

X = np.linspace(8.0, 10.0, 6)
COUNT = 2000


def curves(name, seed=0, count=COUNT, **options):
    return draw_curves(get_truth(name), X, np.random.default_rng(seed), count, **options)


@pytest.mark.parametrize("name", sorted(TRUTHS))
def test_curves_stay_between_chance_and_ceiling(name):
    drawn = curves(name, count=200, chance=0.25, ceiling=0.9, width=0.7)
    value = drawn.value(X)
    assert value.shape == (200, len(X))
    assert value.min() >= 0.25 - 1e-12
    assert value.max() <= 0.9 + 1e-12
    score = draw_scores(drawn, X, np.random.default_rng(1))
    assert score.shape == (200, len(X))
    assert ((score >= 0) & (score <= 1)).all()


def test_amplitudes_and_midpoints_are_uniform_in_their_ranges():
    """docs/methods.md: .5 to .95 of the span, .3 to .75 of the range of sizes."""
    drawn = curves("logistic", chance=0.25)
    amplitude, midpoint = drawn.amplitude, drawn.placement.midpoint
    assert (amplitude.min(), amplitude.max()) == pytest.approx((0.5, 0.95), abs=0.002)
    assert (midpoint.min(), midpoint.max()) == pytest.approx((8.6, 9.5), abs=0.002)
    assert amplitude.mean() == pytest.approx(0.725, abs=0.01)
    assert midpoint.mean() == pytest.approx(9.05, abs=0.02)
    assert abs(np.corrcoef(amplitude[:, 0], midpoint[:, 0])[0, 1]) < 0.05


def test_some_truths_are_drawn_in_their_own_way():
    late = curves("cut_off_gompertz", width=2.0)
    assert (late.amplitude == 1).all()
    ends = (late.placement.midpoint.min(), late.placement.midpoint.max())
    assert ends == pytest.approx((9.8, 10.8), abs=0.005)
    low = curves("ceiling_06", chance=0.25, midpoint=5.0)
    assert low.value(X) == pytest.approx(np.full((COUNT, len(X)), 0.6), abs=1e-5)
    line = curves("linear", chance=0.2)
    rise = line.value(X)[:, -1] - line.value(X)[:, 0]
    assert line.value(X)[:, 0] == pytest.approx(np.full(COUNT, 0.2 + 0.02 * 0.8))
    assert (rise.min(), rise.max()) == pytest.approx((0.3 * 0.784, 0.9 * 0.784), abs=0.002)


@pytest.mark.parametrize(("chance", "ceiling"), [(0.6, 1.0), (0.0, 0.5)])
def test_a_ceiling_of_its_own_must_fit(chance, ceiling):
    message = (
        rf"^ceiling_06: expected chance below 0.6 and a ceiling not below it, got {chance:g} and "
        rf"{ceiling:g}$"
    )
    with pytest.raises(OptionError, match=message):
        curves("ceiling_06", chance=chance, ceiling=ceiling)


def test_a_given_number_does_not_change_the_other():
    free = curves("gompertz", count=5)
    high = curves("gompertz", count=5, amplitude=0.9)
    placed = curves("gompertz", count=5, midpoint=9.0)
    assert (high.amplitude == 0.9).all()
    assert (placed.placement.midpoint == 9.0).all()
    assert (high.placement.midpoint == free.placement.midpoint).all()
    assert (placed.amplitude == free.amplitude).all()


@pytest.mark.parametrize(("n_items", "rho", "runs"), [(250, 0.0, 1), (100, 0.05, 1), (80, 0.02, 4)])
def test_scores_have_the_moments_of_beta_binomials(n_items, rho, runs):
    """Var = p (1 - p) (1 + (n - 1) rho) / (n runs)."""
    drawn = curves("logistic", amplitude=0.8, midpoint=9.0, count=4000)
    p = drawn.value(X)[0]
    score = draw_scores(
        drawn, X, np.random.default_rng(3), n_items=n_items, rho=rho, runs=runs
    )  # (S, K)
    variance = p * (1 - p) * (1 + (n_items - 1) * rho) / (n_items * runs)
    standard_error = np.sqrt(variance / len(score))
    assert (np.abs(score.mean(axis=0) - p) < 4 * standard_error + 0.001).all()
    assert (score.var(axis=0) / variance)[1:-1] == pytest.approx(np.ones(4), abs=0.12)
    assert (score * n_items * runs) == pytest.approx(np.round(score * n_items * runs))


def test_one_run_of_each_series_fails():
    drawn = curves("failed_run", amplitude=1.0, midpoint=5.0, chance=0.1)
    score = draw_scores(drawn, X, np.random.default_rng(2), n_items=1000, rho=0)
    low = score < 0.5
    assert (low.sum(axis=1) == 1).all()
    assert low.mean(axis=0) == pytest.approx(np.full(6, 1 / 6), abs=0.03)
    assert score[low].mean() == pytest.approx(0.1, abs=0.005)
    of_four = draw_scores(drawn, X, np.random.default_rng(2), n_items=1000, rho=0, runs=4)
    assert (((of_four > 0.7) & (of_four < 0.85)).sum(axis=1) == 1).all()


def test_runs_fall_into_two_modes():
    """Each run is high or low; over runs the share of high ones is the smooth curve."""
    drawn = curves("two_seed_modes", amplitude=0.8, midpoint=9.0, chance=0.1)
    score = draw_scores(drawn, X, np.random.default_rng(2), n_items=1000, rho=0)
    assert ((np.abs(score - 0.1) < 0.05) | (np.abs(score - 0.82) < 0.06)).all()
    assert score.mean(axis=0) == pytest.approx(drawn.value(X)[0], abs=0.04)
    averaged = draw_scores(drawn, X, np.random.default_rng(2), n_items=1000, rho=0, runs=50)
    assert averaged == pytest.approx(drawn.value(X), abs=0.3)
    assert averaged.std(axis=0).max() < 0.2 * score.std(axis=0).max()
