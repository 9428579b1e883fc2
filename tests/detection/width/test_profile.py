"""The width profile and its intervals against their definition, solved with scipy."""

import numpy as np
import pytest
from scipy.optimize import minimize

from tests.detection.makers import QUANTILES, design_of, log_likelihood, profiled, rise, sets_of
from tests.series_makers import PYTHIA, logistic

WEIGHT = np.full(8, 500 / (1 + 499 * 0.005))
SIZES, X = np.array(PYTHIA), np.log10(PYTHIA)

CASES = {
    "smooth": (logistic(SIZES, 1.2e9, 1.6, 0.25, 0.9), 0.25),
    "sharp": (logistic(SIZES, 1.9e9, 0.2, 0.0, 0.9), 0.0),
    "pythia-2da": (np.array([0.009, 0.005, 0.009, 0.017, 0.067, 0.795, 0.846, 0.946]), 0.0),
}


def best_by_scipy(x, y, weight, floor, low, high):
    """Return the largest log-likelihood over shapes, d, m and low <= W <= high."""
    best = -np.inf
    for name in QUANTILES:

        def negative(theta, name=name):
            amplitude, midpoint, log_width = theta
            curve = floor + amplitude * rise(name, x, midpoint, np.exp(log_width))
            return -log_likelihood(y, curve, weight)

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


@pytest.mark.parametrize("name", CASES)
def test_profile_matches_scipy(name):
    y, floor = CASES[name]
    profile = profiled(sets_of(y, design_of(floor=floor)))
    narrow = best_by_scipy(X, y, WEIGHT, floor, 0.03, 0.999)
    wide = best_by_scipy(X, y, WEIGHT, floor, 1.0, 12.0)
    inside = profile.likelihood[0][profile.ladder[0] <= 1].max()
    step = profile.step_likelihood[0]
    assert max(inside, step) >= narrow - 0.12  # rungs are 16 % apart, scipy is free between them
    assert profile.likelihood[0][profile.ladder[0] >= 1].max() >= wide - 0.12
    assert profile.best[0, 0] >= max(narrow, wide, step) - 1e-3


@pytest.mark.parametrize("width", [0.4, 1.0, 2.5])
def test_a_rung_is_the_best_curve_of_its_width(width):
    y, floor = CASES["smooth"]
    profile = profiled(sets_of(y, design_of(floor=floor)))
    rung = np.abs(np.log(profile.ladder[0] / width)).argmin()
    at = profile.ladder[0, rung]
    by_scipy = best_by_scipy(X, y, WEIGHT, floor, at * (1 - 1e-6), at * (1 + 1e-6))
    assert profile.likelihood[0, rung] == pytest.approx(by_scipy, abs=5e-3)


def test_many_data_sets_at_once_give_the_same_as_one_by_one():
    """130 of them are more than are solved at once."""
    rng = np.random.default_rng(0)
    y = rng.uniform(0.2, 1.0, (130, 5))
    design = design_of(PYTHIA[3:], floor=0.25, n=100.0)
    profile = profiled(sets_of(y, design))
    for row in (0, 31, 129):
        one = profiled(sets_of(y[row], design))
        np.testing.assert_allclose(one.likelihood[0], profile.likelihood[row], atol=1e-8)
        np.testing.assert_allclose(one.best[0], profile.best[row], atol=1e-8)
        assert profile.row(row).interval(0, 0.95) == profile.interval(row, 0.95)


def test_width_interval_of_a_step_starts_at_zero():
    y = np.where(np.arange(8) > 4, 0.9, 0.0)
    profile = profiled(sets_of(y, design_of()))
    width, unbounded = profile.interval(0, 0.95)
    assert (width.estimate, width.lower, unbounded) == (0.0, 0.0, False)
    assert 0.1 < width.upper < 0.6
    assert profile.step_gap[0] == 4


def test_width_interval_of_a_line_has_no_upper_end():
    profile = profiled(sets_of(np.linspace(0.3, 0.5, 8), design_of(n=200.0)))
    width, unbounded = profile.interval(0, 0.95)
    assert unbounded
    assert np.isnan(width.upper)
    assert width.lower > 1


def test_width_interval_is_a_likelihood_cut():
    """At both ends the profile is the chi-square cut below its maximum, by an independent solve."""
    y, floor = CASES["smooth"]
    profile = profiled(sets_of(y, design_of(floor=floor)))
    width, _ = profile.interval(0, 0.95)
    for end in (width.lower, width.upper):
        at = best_by_scipy(X, y, WEIGHT, floor, end * 0.9999, end * 1.0001)
        assert 2 * (profile.best[0, 0] - at) == pytest.approx(3.84, abs=0.35)
    narrower, _ = profile.interval(0, 0.8)
    assert width.lower < narrower.lower < narrower.estimate < narrower.upper < width.upper


def test_profile_is_the_same_in_any_unit():
    """Widths in units of w0: the ladder, the estimate and its interval scale with the axis."""
    y, floor = CASES["smooth"]
    one = profiled(sets_of(y, design_of(floor=floor)))
    other = profiled(sets_of(y, design_of(floor=floor, unit=0.3)))
    np.testing.assert_allclose(other.ladder, 0.3 * one.ladder)
    np.testing.assert_allclose(other.likelihood, one.likelihood, atol=1e-4)
    assert other.best[0, 3] == pytest.approx(0.3 * one.best[0, 3], rel=1e-3)
