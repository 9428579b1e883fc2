"""Logit, probit and cloglog against statsmodels."""

import numpy as np
import pytest
import statsmodels.api as sm
from statsmodels.genmod.families import Binomial, links

from scaling.fitting import FitOptions
from scaling.fitting.fit import fit_series
from scaling.fitting.objectives import effective_items
from tests.series_makers import PYTHIA, make_series

X = np.log10(PYTHIA)
RISE = np.array([0.05, 0.09, 0.2, 0.35, 0.5, 0.62, 0.84, 0.9])
N = np.array([300.0, 400, 500, 600, 700, 800, 900, 1000])
LINKS = {"logit": links.Logit(), "probit": links.Probit(), "cloglog": links.CLogLog()}


def fit_one(score, curve, **options):
    return fit_series([make_series(score, n=N)], FitOptions(curve=curve, draws=0, **options))[0]


def reference(score, link, rho=0.005):
    weights = effective_items(N, rho)
    model = sm.GLM(
        score, sm.add_constant(X), family=Binomial(link=LINKS[link]), var_weights=weights
    )
    return model.fit(scale="X2", tol=1e-12)


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("score", [RISE, RISE[::-1], 0.5 + 0.3 * (RISE - 0.5)],
                         ids=["rises", "falls", "shallow"])  # fmt: skip
def test_estimates_are_those_of_statsmodels(link, score):
    expected, found = reference(score, link), fit_one(score, link)
    assert found.converged
    assert found.parameters["intercept"].estimate == pytest.approx(expected.params[0], rel=1e-6)
    assert found.parameters["slope"].estimate == pytest.approx(expected.params[1], rel=1e-6)
    assert found.dispersion == pytest.approx(expected.scale, rel=1e-6)
    assert found.gradient_norm < 1e-4
    assert found.n_free == 2


@pytest.mark.parametrize("link", LINKS)
def test_binomial_errors_are_those_without_over_dispersion(link):
    expected, found = reference(RISE, link, rho=0.0), fit_one(RISE, link, rho=0.0)
    assert found.parameters["slope"].estimate == pytest.approx(expected.params[1], rel=1e-6)
    assert found.dispersion == pytest.approx(expected.scale, rel=1e-6)


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("score", [[0, 0, 0, 0, 1, 1, 1, 1], [0] * 8, [1] * 8],
                         ids=["step", "zeros", "ones"])  # fmt: skip
def test_separated_scores_keep_the_bounded_fit(link, score):
    """Statsmodels has no estimate, for it is infinite; ours ends where both ends are 1e-6 off."""
    found = fit_one(np.array(score, dtype=float), link)
    assert found.status == "ok"
    assert found.converged
    assert np.isfinite(found.log_likelihood)
    band = [point.estimate for point in found.band]
    fitted = np.interp(X, np.log10([point.size for point in found.band]), band)
    assert ((fitted > 0.5) == np.array(score, dtype=bool)).all()
    if score[0] != score[-1]:
        assert "weakly-identified" in found.notes


def test_least_squares_are_not_handed_to_the_glm():
    plain, squares = fit_one(RISE, "logit"), fit_one(RISE, "logit", objective="gaussian")
    assert squares.objective == "gaussian"
    assert squares.parameters["slope"].estimate != plain.parameters["slope"].estimate


def test_beta_binomial_is_fitted_as_quasi_binomial_nearly():
    plain, exact = fit_one(RISE, "probit"), fit_one(RISE, "probit", objective="beta-binomial")
    assert exact.parameters["slope"].estimate == pytest.approx(
        plain.parameters["slope"].estimate, rel=0.02
    )
    assert exact.gradient_norm < 1e-3
