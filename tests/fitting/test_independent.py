"""Estimates against independent implementations: statsmodels, scipy and closed forms."""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.optimize import curve_fit, minimize
from scipy.special import expit, xlogy
from statsmodels.stats.proportion import proportion_confint

from scaling.fitting import FitOptions
from scaling.fitting.criteria import aicc, bic
from scaling.fitting.fit import fit_series
from scaling.fitting.objectives import effective_items
from scaling.fitting.wilson import wilson
from tests.series_makers import PYTHIA, logistic, make_series

X = np.log10(PYTHIA)


def fit_one(series, **options):
    return fit_series([series], FitOptions(draws=0, **options))[0]


def test_two_parameter_logistic_is_the_binomial_glm():
    score = np.array([0.05, 0.09, 0.2, 0.35, 0.5, 0.62, 0.84, 0.9])
    n = np.array([300.0, 400, 500, 600, 700, 800, 900, 1000])
    series = make_series(score, n=n)
    weights = effective_items(n, 0.005)
    glm = sm.GLM(score, sm.add_constant(X), family=sm.families.Binomial(), var_weights=weights)
    intercept, slope = glm.fit(tol=1e-12).params
    result = fit_one(series, ceiling="fixed")
    assert result.converged
    assert np.log10(result.parameters["midpoint"].estimate) == pytest.approx(
        -intercept / slope, abs=1e-6
    )
    assert result.parameters["width"].estimate == pytest.approx(np.log(81) / slope, rel=1e-5)


def test_linear_gaussian_is_weighted_least_squares():
    score = np.array([10.0, 11, 14, 15, 17, 18, 22, 23])
    sigma = np.array([1.0, 1, 2, 2, 1, 1, 2, 1])
    series = make_series(score, kind="real", sigma=sigma, chance=np.nan, ceiling=np.nan)
    wls = sm.WLS(score, sm.add_constant(X), weights=1 / sigma**2).fit()
    result = fit_one(series, curve="linear")
    assert result.parameters["intercept"].estimate == pytest.approx(wls.params[0], rel=1e-6)
    assert result.parameters["slope"].estimate == pytest.approx(wls.params[1], rel=1e-6)
    constant = 0.5 * len(score) * np.log(2 * np.pi)
    assert result.log_likelihood - constant == pytest.approx(wls_likelihood(wls, sigma), rel=1e-8)


def wls_likelihood(wls, sigma):
    """The Gaussian log-likelihood with known errors (statsmodels profiles sigma out)."""
    return float(-0.5 * np.sum(np.log(2 * np.pi * sigma**2) + (wls.resid / sigma) ** 2))


def test_criteria_are_those_of_ordinary_least_squares():
    score = np.array([10.0, 11, 14, 15, 17, 18, 22, 23])
    series = make_series(score, kind="real", chance=np.nan, ceiling=np.nan)
    ols = sm.OLS(score, sm.add_constant(X)).fit()
    result = fit_one(series, curve="linear")
    constant = -0.5 * len(score) * np.log(2 * np.pi)
    assert result.log_likelihood + constant == pytest.approx(ols.llf, rel=1e-8)
    assert result.bic == pytest.approx(bic(result.log_likelihood, 3, 8))
    assert result.aicc == pytest.approx(aicc(result.log_likelihood, 3, 8))
    assert "estimated-sigma" in result.notes


def negative_likelihood(theta, score, weight, floor, top):
    amplitude = (top - floor) * expit(theta[0])
    p = floor + amplitude * expit(np.log(81) * (X - theta[1]) * np.exp(-theta[2]))
    p = np.clip(p, 1e-3, 1 - 1e-3)
    return -np.sum(weight * (xlogy(score, p) + xlogy(1 - score, 1 - p)))


@pytest.mark.parametrize("case", range(12))
def test_logistic_finds_the_optimum_of_many_scipy_starts(case):
    rng = np.random.default_rng(case)
    floor = (0.0, 0.25)[case % 2]
    truth = logistic(
        np.array(PYTHIA), 10 ** rng.uniform(8.5, 10), rng.uniform(0.3, 3), floor,
        rng.uniform(0.6, 0.98),
    )  # fmt: skip
    score = rng.binomial(400, truth) / 400
    series = make_series(score, n=400.0, chance=floor)
    weight = effective_items(np.full(8, 400.0), 0.005)
    best = np.inf
    for midpoint in np.linspace(X[0] - 0.3, X[-1] + 0.8, 6):
        for width in (-1.5, 0.0, 1.0):
            found = minimize(
                negative_likelihood, [1.0, midpoint, width], (score, weight, floor, 1.0),
                method="L-BFGS-B",
                bounds=[(-12, 12), (X[0] - 0.5, X[-1] + 1), (np.log(0.03), np.log(12))],
            )  # fmt: skip
            best = min(best, found.fun)
    result = fit_one(series, ceiling="free")
    assert -result.log_likelihood <= best + 5e-4  # the lapse rate has a kink, where steps end


def test_power_law_floor_recovers_the_truth():
    size = np.array(PYTHIA)
    loss = 1.7 + 400 * size**-0.34
    result = fit_one(make_series(loss, kind="loss", chance=np.nan, ceiling=np.nan))
    assert result.curve == "power-law-floor"
    assert result.parameters["irreducible"].estimate == pytest.approx(1.7, rel=1e-3)
    assert result.parameters["coefficient"].estimate == pytest.approx(400, rel=1e-2)
    assert result.parameters["exponent"].estimate == pytest.approx(0.34, rel=1e-3)


def test_power_law_of_the_error_of_a_proportion():
    size = np.array(PYTHIA)
    score = 1 - 8 * size**-0.13
    result = fit_one(make_series(score, n=1e6), curve="power-law", rho=0.0)
    assert result.parameters["exponent"].estimate == pytest.approx(0.13, rel=1e-4)
    assert result.parameters["coefficient"].estimate == pytest.approx(8, rel=1e-3)


def test_constant_is_the_weighted_mean():
    score = np.array([0.2, 0.3, 0.25, 0.22])
    n = np.array([100.0, 200, 300, 400])
    weight = effective_items(n, 0.005)
    result = fit_one(make_series(score, n=n), curve="constant")
    assert result.parameters["level"].estimate == pytest.approx(
        (weight * score).sum() / weight.sum()
    )


def test_the_logit_curve_is_the_logistic_from_0_to_1():
    score = np.array([0.05, 0.09, 0.2, 0.35, 0.5, 0.62, 0.84, 0.9])
    sigmoid = fit_one(make_series(score), ceiling="fixed")
    link = fit_one(make_series(score), curve="logit")
    for name in ("midpoint", "width"):
        assert link.parameters[name].estimate == pytest.approx(
            sigmoid.parameters[name].estimate, rel=1e-4
        )
    assert link.log_likelihood == pytest.approx(sigmoid.log_likelihood, abs=1e-8)


@pytest.mark.parametrize("sigma", [np.nan, np.linspace(0.02, 0.08, 8)], ids=["unknown", "known"])
def test_power_law_floor_is_that_of_curve_fit(sigma):
    rng = np.random.default_rng(8)
    excess = np.array(PYTHIA) / PYTHIA[0]
    loss = 1.7 + 1.5 * excess**-0.4 + rng.normal(0, 0.02, 8)
    known = None if np.isnan(sigma).all() else sigma
    (rest, start, exponent), _ = curve_fit(
        lambda size, rest, start, exponent: rest + start * size**-exponent,
        excess, loss, [1.5, 1.0, 0.5], sigma=known, xtol=1e-14, ftol=1e-14,
    )  # fmt: skip
    found = fit_one(make_series(loss, kind="loss", sigma=sigma, chance=np.nan, ceiling=np.nan))
    assert found.parameters["irreducible"].estimate == pytest.approx(rest, rel=1e-4)
    assert found.parameters["exponent"].estimate == pytest.approx(exponent, rel=1e-4)
    coefficient = start * PYTHIA[0] ** exponent
    assert found.parameters["coefficient"].estimate == pytest.approx(coefficient, rel=1e-3)


def test_a_free_floor_is_that_of_curve_fit():
    rng = np.random.default_rng(9)
    score = logistic(np.array(PYTHIA), 1e9, 1.1, 0.31, 0.82) + rng.normal(0, 0.01, 8)
    expected, _ = curve_fit(
        lambda x, floor, ceiling, middle, width: (
            floor + (ceiling - floor) * expit(np.log(81) * (x - middle) / width)
        ),
        X, score, [0.3, 0.8, 9.0, 1.0], xtol=1e-14, ftol=1e-14,
    )  # fmt: skip
    series = make_series(score, kind="bounded", chance=0.25)
    found = fit_one(series, curve="logistic", floor="free", ceiling="free").parameters
    estimates = [found[name].estimate for name in ("floor", "ceiling", "midpoint", "width")]
    estimates[2] = np.log10(estimates[2])
    assert estimates == pytest.approx(list(expected), rel=1e-4)


def test_three_points_by_hand():
    """Scores 1, 2, 4 at 10, 100, 1000: slope 3/2, mean 7/3, residuals 1/6, -1/3, 1/6."""
    sizes = np.array([10.0, 100.0, 1000.0])
    series = make_series([1.0, 2.0, 4.0], sizes, kind="real", chance=np.nan, ceiling=np.nan)
    result = fit_one(series, curve="linear")
    assert result.parameters["slope"].estimate == pytest.approx(3 / 2)
    assert result.parameters["intercept"].estimate == pytest.approx(7 / 3 - 2 * 3 / 2)
    squares = 1 / 36 + 1 / 9 + 1 / 36
    assert result.log_likelihood == pytest.approx(-1.5 * np.log(squares / 3) - 1.5)
    assert result.bic == pytest.approx(3 * np.log(squares / 3) + 3 + 3 * np.log(3))
    assert np.isnan(result.aicc)
    assert result.n_free == 3


@pytest.mark.parametrize("successes", [0, 1, 7, 20])
def test_wilson_is_that_of_statsmodels(successes):
    low, high = wilson(np.array([successes / 20]), np.array([20.0]), 1.959963984540054)
    expected = proportion_confint(successes, 20, method="wilson")
    np.testing.assert_allclose([low[0], high[0]], expected, atol=1e-12)
