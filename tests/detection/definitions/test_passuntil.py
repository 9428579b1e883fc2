"""The task law of Hu et al., against statsmodels and its own exact curve."""

import numpy as np
import pytest
import statsmodels.api as sm

from scaling.detection.definitions import describe
from scaling.detection.options import DetectOptions
from scaling.fitting.objectives import effective_items
from tests.series_makers import PYTHIA, make_series

OPTIONS = DetectOptions(draws=0)
X = np.log10(PYTHIA)


def scores(y, **facts):
    found = describe(make_series(y, **facts), OPTIONS).scores
    return found["passuntil_curvature/1"], found["passuntil_z/1"]


def test_the_task_law_has_no_curvature():
    y = np.exp(-1e3 * np.array(PYTHIA) ** -0.3)
    assert scores(y) == pytest.approx((0.0, 0.0), abs=1e-9)


@pytest.mark.parametrize("bend", [-0.4, 0.3])
def test_a_known_curvature_is_recovered(bend):
    log_minus_log = 1.0 - 0.5 * (X - 9) + bend * (X - 9) ** 2
    curvature, z = scores(np.exp(-np.exp(log_minus_log)))
    assert curvature == pytest.approx(bend, rel=1e-6)
    assert np.sign(z) == np.sign(bend)


def test_against_weighted_least_squares_of_statsmodels():
    y = np.array([0.01, 0.02, 0.05, 0.09, 0.2, 0.35, 0.5, 0.8])
    n = np.array([400.0, 800, 1000, 600, 500, 900, 300, 1000])
    weight = effective_items(n, 0.005) * y * np.log(y) ** 2 / (1 - y)
    basis = np.stack([np.ones(8), X, X**2], axis=1)
    fit = sm.WLS(np.log(-np.log(y)), basis, weights=weight).fit()
    error = np.sqrt(fit.normalized_cov_params[2, 2])
    assert scores(y, n=n) == pytest.approx((fit.params[2], fit.params[2] / error), rel=1e-5)


def test_few_hits_and_perfect_scores_are_left_out():
    y = np.array([0.0, 0.002, 0.003, 0.1, 0.2, 0.35, 1.0, 1.0])  # .003 of 1000 is 3 hits: too few
    used = scores(y[3:6], size=PYTHIA[3:6])
    assert scores(y) == pytest.approx(used, rel=1e-9)
    assert np.isnan(scores(np.array([0.0, 0.002, 0.003, 0.1, 0.2, 1.0, 1.0, 1.0]))).all()


@pytest.mark.parametrize(
    "facts", [{"chance": 0.25}, {"kind": "bounded", "sigma": 0.01}], ids=["chance", "bounded"]
)
def test_only_proportions_with_chance_zero(facts):
    assert np.isnan(scores(np.linspace(0.3, 0.8, 8), **facts)).all()
