"""The delta method against statsmodels and scipy."""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.optimize import curve_fit
from scipy.stats import norm, t

from scaling.fitting.objectives import effective_items
from tests.fitting.intervals.helpers import intervals_of, loss_series, real_series
from tests.series_makers import PYTHIA, make_series

X = np.log10(PYTHIA)
Z = norm.ppf(0.975)
TWELVE = np.geomspace(1e8, 1e11, 12)
SCATTERED = np.array([0.02, 0.06, 0.08, 0.35, 0.3, 0.6, 0.55, 0.9])


def half(value):
    return 0.5 * (value.upper - value.lower)


@pytest.mark.parametrize("link", ["logit", "probit", "cloglog"])
def test_glm_standard_errors_are_the_quasi_likelihood_ones(link):
    weights = effective_items(np.full(8, 1000.0), 0.005)
    family = sm.families.Binomial(
        link={"logit": sm.families.links.Logit, "probit": sm.families.links.Probit,
              "cloglog": sm.families.links.CLogLog}[link]()
    )  # fmt: skip
    design = sm.add_constant(X)
    glm = sm.GLM(SCATTERED, design, family=family, var_weights=weights).fit(scale="X2", tol=1e-12)
    assert glm.scale > 1
    _, found = intervals_of(make_series(SCATTERED), curve=link, interval="delta")
    parameters = found.parameters()
    assert half(parameters["intercept"]) == pytest.approx(Z * glm.bse[0], rel=1e-4)
    assert half(parameters["slope"]) == pytest.approx(Z * glm.bse[1], rel=1e-4)
    # the delta method of the mean on the link's scale, brought to the scale of scores
    slopes = family.link.inverse_deriv(design @ glm.params)
    errors = np.sqrt(np.einsum("ki,ij,kj->k", design, glm.cov_params(), design)) * slopes
    low, high = found.curve(X)
    inner = (low > 0) & (high < 1)
    np.testing.assert_allclose((high - low)[inner], 2 * Z * errors[inner], rtol=1e-3)


def test_a_dispersion_below_one_does_not_narrow_a_glm():
    smooth = 1 / (1 + np.exp(-2 * (X - 9.3))) + 0.005 * np.tile([1, -1], 4)
    weights = effective_items(np.full(8, 1000.0), 0.005)
    glm = sm.GLM(smooth, sm.add_constant(X), family=sm.families.Binomial(), var_weights=weights)
    _, found = intervals_of(make_series(smooth), curve="logit", interval="delta")
    expected = glm.fit(tol=1e-12).bse[1]  # scale 1
    assert half(found.parameters()["slope"]) == pytest.approx(Z * expected, rel=1e-4)


def test_power_law_errors_are_those_of_curve_fit():
    rng = np.random.default_rng(0)
    sigma = 0.01
    loss = 2 + (TWELVE / 1e8) ** -0.3 + rng.normal(0, sigma, 12)

    def curve(size, rest, coefficient, exponent):
        return rest + coefficient * size**-exponent

    start = (2, 1e8**0.3, 0.3)
    for known in (True, False):
        found, covariance = curve_fit(
            curve, TWELVE, loss, start, sigma=np.full(12, sigma), absolute_sigma=known,
            xtol=1e-14, ftol=1e-14,
        )  # fmt: skip
        errors = np.sqrt(np.diag(covariance))
        series = loss_series(loss, TWELVE, sigma=sigma if known else np.nan)
        _, intervals = intervals_of(series, interval="delta")
        parameters = intervals.parameters()
        units = Z if known else t.ppf(0.975, 9)
        assert half(parameters["irreducible"]) == pytest.approx(units * errors[0], rel=1e-3)
        for place, name in ((1, "coefficient"), (2, "exponent")):  # positive: of the logarithm
            ratio = parameters[name].upper / parameters[name].lower
            relative = errors[place] / found[place]
            assert 0.5 * np.log(ratio) == pytest.approx(units * relative, rel=2e-3)


def test_the_band_of_a_line_is_that_of_least_squares():
    score = 5 + 2 * np.log10(TWELVE) + np.random.default_rng(1).normal(size=12)
    _, intervals = intervals_of(real_series(score, TWELVE), curve="linear", interval="delta")
    design = sm.add_constant(np.log10(TWELVE))
    expected = sm.OLS(score, design).fit().get_prediction(design).summary_frame(alpha=0.05)
    low, high = intervals.curve(np.log10(TWELVE))
    np.testing.assert_allclose(low, expected["mean_ci_lower"], rtol=1e-6)
    np.testing.assert_allclose(high, expected["mean_ci_upper"], rtol=1e-6)
    low, high = intervals.prediction(np.log10(TWELVE))
    np.testing.assert_allclose(low, expected["obs_ci_lower"], rtol=1e-6)
    np.testing.assert_allclose(high, expected["obs_ci_upper"], rtol=1e-6)


def test_it_says_that_it_is_a_quick_look():
    bent = np.array([0.02, 0.05, 0.2, 0.5, 0.62, 0.68, 0.69, 0.7])
    _, found = intervals_of(make_series(bent), interval="delta")
    assert found.notes() == ("quick-look",)


def test_a_parameter_without_information_has_no_ends():
    _, found = intervals_of(make_series(np.zeros(8)), interval="delta")
    assert np.isnan(found.parameters()["midpoint"].lower)
    assert np.isnan(found.parameters()["width"].upper)
    assert found.notes() == ("quick-look", "unbounded")


def test_a_place_between_two_sizes_has_no_standard_error():
    step = np.repeat([0.1, 0.8], 4)
    _, found = intervals_of(make_series(step), curve="step", interval="delta")
    parameters = found.parameters()
    assert np.isnan(parameters["break_low"].lower)
    assert parameters["before"].lower < 0.1 < parameters["before"].upper
    assert "unbounded" in found.notes()
