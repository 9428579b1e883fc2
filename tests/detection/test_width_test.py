"""The width test against its definition, solved independently with scipy."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import chi2

from scaling.detection.grid import SHAPES, DesignKey, width_grid
from scaling.detection.profile import profile_width
from scaling.detection.resolvability import certifiable_widths
from scaling.detection.sets import DataSets
from scaling.detection.width_test import screening_p, width_test
from scaling.fitting.objectives import GAUSSIAN, QUASI_BINOMIAL, effective_items
from tests.series_makers import GPT3, PYTHIA, logistic

LAPSE = 1e-3


def run_test(sets):
    return width_test(sets, profile_width(sets))


def sets_of(key, y, weight, objective=QUASI_BINOMIAL):
    """Data sets of one design; ``y``, ``weight``: (R, K)."""
    return DataSets((key,) * len(y), objective, np.asarray(y), np.asarray(weight))


QUANTILES = {  # written out once more: (cdf, 10 %, 50 %, 90 %)
    "logistic": (lambda z: 1 / (1 + np.exp(-z)), -np.log(9), 0.0, np.log(9)),
    "gompertz": (lambda z: np.exp(-np.exp(-z)), -np.log(np.log(10)), -np.log(np.log(2)),
                 -np.log(-np.log(0.9))),
    "complementary_gompertz": (lambda z: 1 - np.exp(-np.exp(z)), np.log(-np.log(0.9)),
                               np.log(np.log(2)), np.log(np.log(10))),
    "onset": (lambda z: 1 - np.exp(-np.maximum(z, 0)), -np.log(0.9), np.log(2), np.log(10)),
    "expansion": (lambda z: np.exp(np.minimum(z, 0)), np.log(0.1), np.log(0.5), np.log(0.9)),
}  # fmt: skip


def best_by_scipy(x, y, weight, floor, low, high):
    """Return the largest log-likelihood over shapes, d, m and low <= W <= high."""
    best = -np.inf
    for cdf, q10, q50, q90 in QUANTILES.values():

        def negative(theta, cdf=cdf, q10=q10, q50=q50, q90=q90):
            amplitude, midpoint, log_width = theta
            z = np.clip(q50 + (q90 - q10) * (x - midpoint) / np.exp(log_width), -700, 700)
            with np.errstate(over="ignore"):
                p = np.clip(floor + amplitude * cdf(z), LAPSE, 1 - LAPSE)
            return -np.sum(weight * (y * np.log(p) + (1 - y) * np.log(1 - p)))

        for midpoint in np.linspace(x[0] - 0.4, x[-1] + 0.9, 8):
            for width in np.exp(np.linspace(np.log(low), np.log(high), 2)):
                found = minimize(
                    negative, [0.7 * (1 - floor), midpoint, np.log(width)], method="L-BFGS-B",
                    bounds=[
                        (1e-9, 1 - floor), (x[0] - 0.5, x[-1] + 1), (np.log(low), np.log(high)),
                    ],
                )  # fmt: skip
                best = max(best, -found.fun)
    return best


CASES = {
    "smooth": (logistic(np.array(PYTHIA), 1.2e9, 1.6, 0.25, 0.9), 0.25),
    "sharp": (logistic(np.array(PYTHIA), 1.9e9, 0.2, 0.0, 0.9), 0.0),
    "pythia-2da": (np.array([0.009, 0.005, 0.009, 0.017, 0.067, 0.795, 0.846, 0.946]), 0.0),
}


@pytest.mark.parametrize("name", CASES)
def test_profile_and_statistic_match_scipy(name):
    y, floor = CASES[name]
    x, weight = np.log10(PYTHIA), np.full(8, effective_items(np.float64(500), 0.005))
    key = DesignKey(tuple(x), floor, 1.0, 1.0, 1.0)
    profile = profile_width(sets_of(key, y[None], weight[None]))
    narrow = best_by_scipy(x, y, weight, floor, 0.03, 0.999)
    wide = best_by_scipy(x, y, weight, floor, 1.0, 12.0)
    inside = profile.likelihood[0][profile.ladder[0] <= 1].max()
    step = profile.step_likelihood[0]
    assert max(inside, step) >= narrow - 0.12  # rungs are 16 % apart, scipy is free between them
    assert profile.likelihood[0][profile.ladder[0] >= 1].max() >= wide - 0.12
    assert profile.best[0, 0] >= max(narrow, wide, step) - 1e-3
    exact = 2 * (max(narrow, step) - wide)
    found = run_test(sets_of(key, y[None], weight[None]))
    assert found.statistic[0] == pytest.approx(exact, abs=0.05)


def test_screening_p_is_half_a_chi_square_tail():
    t = np.array([-2.0, 0.0, 1.0, 2.7055, 6.0])
    expected = np.where(t > 0, chi2.sf(np.maximum(t, 0), 1) / 2, 1.0)
    np.testing.assert_allclose(screening_p(t), expected)


def test_grid_has_the_documented_nodes():
    x = np.log10(PYTHIA)
    grid = width_grid(DesignKey(tuple(x), 0.25, 1.0, 1.0, 1.0))
    assert set(np.unique(grid.width)) == {
        0.0, 0.15, 0.3, 0.5, 0.7, 0.85, 0.97, 1.0, 1.25, 1.6, 2.2, 3.2, 5.0, 9.0,
    }  # fmt: skip
    steps = np.unique(grid.midpoint[grid.width == 0])
    np.testing.assert_allclose(steps, (x[1:] + x[:-1]) / 2)
    np.testing.assert_allclose(np.unique(grid.amplitude), np.arange(1, 21) / 20 * 0.75)
    wide = np.unique(grid.midpoint[(grid.width == 9.0) & (grid.shape == 0)])
    assert wide[0] == pytest.approx(x[0] - 0.5)
    assert wide[-1] == pytest.approx(x[-1] + 1.0)
    assert np.diff(wide).max() <= 0.3 + 1e-9
    narrow = np.unique(grid.midpoint[(grid.width == 0.15) & (grid.shape == 0)])
    assert np.diff(narrow).max() <= 0.08 + 1e-9
    assert len(SHAPES) == 5


def test_many_data_sets_at_once_give_the_same_as_one_by_one():
    rng = np.random.default_rng(0)
    y = rng.uniform(0.2, 1.0, (70, 8))
    weight = rng.uniform(50, 150, (70, 8))
    key = DesignKey(tuple(np.log10(PYTHIA)), 0.25, 1.0, 1.0, 1.0)
    together = run_test(sets_of(key, y, weight))
    profile = profile_width(sets_of(key, y, weight))
    for row in (0, 31, 69):
        alone = run_test(sets_of(key, y[[row]], weight[[row]]))
        assert alone.statistic[0] == together.statistic[row]
        one = profile_width(sets_of(key, y[[row]], weight[[row]]))
        np.testing.assert_array_equal(one.likelihood[0], profile.likelihood[row])
        np.testing.assert_array_equal(one.best[0], profile.best[row])


def test_width_interval_of_a_step_starts_at_zero():
    y = np.where(np.arange(8) > 4, 0.9, 0.0)[None]
    key = DesignKey(tuple(np.log10(PYTHIA)), 0.0, 1.0, 1.0, 1.0)
    profile = profile_width(sets_of(key, y, np.full((1, 8), 150.0)))
    width, unbounded = profile.interval(0, 0.95)
    assert (width.estimate, width.lower, unbounded) == (0.0, 0.0, False)
    assert 0.1 < width.upper < 0.6
    assert profile.step_gap[0] == 4


def test_width_interval_of_a_line_has_no_upper_end():
    y = np.linspace(0.3, 0.5, 8)[None]
    key = DesignKey(tuple(np.log10(PYTHIA)), 0.0, 1.0, 1.0, 1.0)
    profile = profile_width(sets_of(key, y, np.full((1, 8), 100.0)))
    width, unbounded = profile.interval(0, 0.95)
    assert unbounded
    assert np.isnan(width.upper)
    assert width.lower > 1


def test_width_interval_is_a_likelihood_cut():
    """At both ends the profile is the chi-square cut below its maximum, by an independent solve."""
    y, x = CASES["smooth"][0], np.log10(PYTHIA)
    weight = np.full(8, 150.0)
    key = DesignKey(tuple(x), 0.25, 1.0, 1.0, 1.0)
    profile = profile_width(sets_of(key, y[None], weight[None]))
    width, _ = profile.interval(0, 0.95)
    for end in (width.lower, width.upper):
        at = best_by_scipy(x, y, weight, 0.25, end * 0.9999, end * 1.0001)
        assert 2 * (profile.best[0, 0] - at) == pytest.approx(3.84, abs=0.35)


def test_gaussian_scores_use_the_same_grid():
    x = np.log10(PYTHIA)
    y = 100 * logistic(np.array(PYTHIA), 1.2e9, 2.0)
    key = DesignKey(tuple(x), 0.0, 100.0, 1.0, 1.0)
    test = run_test(sets_of(key, y[None], np.full((1, 8), 1 / 2.0**2), GAUSSIAN))
    assert test.p_smooth[0] < 0.01
    assert test.p_sharp[0] == 1.0


def test_unit_of_the_axis_scales_everything():
    """Measured in units of w0, a design and its verdict are the same on any axis."""
    x, y = np.log10(PYTHIA), CASES["smooth"][0][None]
    weight = np.full((1, 8), 120.0)
    one = run_test(sets_of(DesignKey(tuple(x), 0.25, 1.0, 1.0, 1.0), y, weight))
    two = run_test(sets_of(DesignKey(tuple(0.3 * x), 0.25, 1.0, 0.3, 0.3), y, weight))
    assert two.statistic[0] == pytest.approx(one.statistic[0], abs=1e-5)


def test_certifiable_widths_of_gpt3_mmlu():
    """METHODS 4.5: .35 and 2.0 on a ladder of widths; solved without the ladder .27 and 1.84."""
    x = np.log10(GPT3[4:])
    key = DesignKey(tuple(x), 0.25, 1.0, 1.0, 1.0)
    weight = np.full(4, effective_items(np.float64(14042), 0.005))
    sizes = [np.array(GPT3[4:])]
    ((first, second, last),) = certifiable_widths(
        sets_of(key, np.zeros((1, 4)), weight[None]), sizes, 0.05
    )
    assert np.isnan(first.certifiable_width)
    assert second.certifiable_width == pytest.approx(0.27, abs=0.02)
    assert last.certifiable_width == pytest.approx(1.84, abs=0.05)
    assert (last.low, last.high) == (13e9, 175e9)
    # by definition: a noiseless step there is certified at a slightly larger w0, not a smaller one
    y = np.where(np.arange(4) > 2, 0.25 + 0.8 * 0.75, 0.25)[None]
    for w0, certified in ((2.0, True), (1.6, False)):
        at = DesignKey(tuple(x), 0.25, 1.0, w0, 1.0)
        statistic = run_test(sets_of(at, y, weight[None])).statistic[0]
        assert (statistic > 2.71) == certified


def test_two_sizes_certify_nothing():
    key = DesignKey((9.0, 10.0), 0.0, 1.0, 1.0, 1.0)
    sets = sets_of(key, np.zeros((1, 2)), np.full((1, 2), 100.0))
    ((gap,),) = certifiable_widths(sets, [np.array([1e9, 1e10])], 0.05)
    assert np.isnan(gap.certifiable_width)


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
@pytest.mark.parametrize(("items", "rho"), [(250, 0.005), (14042, 0.001), (14042, 0.0)])
def test_the_null_is_kept_however_many_items_there_are(shape, items, rho):
    """P(p_sharp <= .025) at W = w0 is at most .05 (+ 2 s.e.), also where the data are sharp."""
    from scaling.fitting.intervals.parametric import beta_binomial

    rng = np.random.default_rng([items, int(1000 * rho), len(shape.name)])
    x, count = np.log10(PYTHIA), 300
    middle = rng.uniform(x[0] + 0.3 * np.ptp(x), x[0] + 0.75 * np.ptp(x), (count, 1))
    truth = rng.uniform(0.5, 0.95, (count, 1)) * shape.rise(x, middle, 1.0)
    y = beta_binomial(rng, truth, np.array(items), rho)
    weight = np.full(y.shape, effective_items(np.float64(items), rho))
    test = run_test(sets_of(DesignKey(tuple(x), 0.0, 1.0, 1.0, 1.0), y, weight))
    assert np.mean(test.p_sharp <= 0.025) <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / count)
    assert np.mean(test.p_smooth <= 0.025) <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / count)
